namespace Bindscope.Analysis.Patching.Single;

/// <summary>The map of one program.</summary>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Base">The base program's text.</param>
/// <param name="Source">The source program's text.</param>
public sealed record MapSpec(int Checkpoint, string Base, string Source);
