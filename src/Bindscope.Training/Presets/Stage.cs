namespace Bindscope.Training.Presets;

/// <summary>One stretch of a curriculum: programs of a size, until they are solved.</summary>
/// <param name="Lines">Assignment lines of a program.</param>
/// <param name="MaximumHops">Largest referential depth of a query.</param>
/// <param name="Until">Running accuracy, 0 to 1, at which the next stage begins; 0 passes at once, so that the stage serves only as the
/// easier material of the next one. Ignored in the last stage.</param>
/// <param name="Review">Share of this stage's steps that train on the stage before it, while the running accuracy is under one half; it then
/// shrinks in proportion to the errors left.</param>
/// <param name="FewNames">Size of a random set of names that half of the programs are confined to; 0 uses every name always.</param>
public sealed record Stage(int Lines, int MaximumHops, double Until = 0, double Review = 0, int FewNames = 0);
