using Bindscope.Programs.Generation;

namespace Bindscope.Runs.Presets;

/// <summary>The splits' sizes and the seed that draws them; apart from the training's seed, so that every seed meets the same test
/// set.</summary>
/// <param name="Train">Programs of the training split; 0 where training programs are drawn anew at every step.</param>
/// <param name="Validation">Programs of the validation split.</param>
/// <param name="Test">Programs of the test split.</param>
/// <param name="HeldOutCombinations">Share of (variable, digit) combinations that occur in the test split only, as in the paper's Figure
/// 7.</param>
/// <param name="Seed">Decides every program of every split.</param>
public sealed record DataSpec(
    int Train = 450_000, int Validation = 1_000, int Test = 49_000, double HeldOutCombinations = 0, ulong Seed = 2025)
{
    /// <summary>Symbols that no training program has in some role, though it may have them elsewhere; none as a rule.</summary>
    /// <remarks>Younger than the format of runs: a spec.json without it has none.</remarks>
    [MayBeMissing]
    public UnseenRoles Unseen { get; init; } = UnseenRoles.None;

    internal SplitSpec Splits => new(Train, Validation, Test, HeldOutCombinations, Unseen);

    internal IEnumerable<string> Problems(GeneratorSpec task) => Splits.Validated(task);
}

/// <summary>Where training programs come from.</summary>
public enum DataSource
{
    /// <summary>The training split, in a new order each epoch, as in the paper.</summary>
    Split,

    /// <summary>Newly drawn at every step; programs of the validation and test splits are left out.</summary>
    Fresh,
}
