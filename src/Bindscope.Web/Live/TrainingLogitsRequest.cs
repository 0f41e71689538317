namespace Bindscope.Web.Live;

/// <summary>One program at every checkpoint.</summary>
/// <param name="Program">The program's text.</param>
internal sealed record TrainingLogitsRequest(string Program);
