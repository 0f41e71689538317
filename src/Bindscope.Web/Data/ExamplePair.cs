namespace Bindscope.Web.Data;

/// <summary>A run's example program.</summary>
/// <param name="Base">The program's text.</param>
/// <param name="Source">The counterfactual's text.</param>
internal sealed record ExamplePair(string Base, string Source);
