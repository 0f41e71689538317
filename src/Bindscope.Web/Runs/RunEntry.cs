using Bindscope.Training.Runs;

namespace Bindscope.Web.Runs;

/// <summary>A run that the site shows.</summary>
internal sealed record RunEntry(string Name, Run Run, bool IsReference);
