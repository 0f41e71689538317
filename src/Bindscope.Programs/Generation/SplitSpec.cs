using System.Collections.Immutable;
using System.Globalization;

namespace Bindscope.Programs.Generation;

/// <summary>How many programs each split has.</summary>
/// <param name="Train">Programs to train on, at least 0.</param>
/// <param name="Validation">Programs to watch the training with, at least 0.</param>
/// <param name="Test">Programs to measure with, at least 0.</param>
/// <param name="HeldOutCombinations">The share of all combinations of variable and digit that no training program contains as a line, 0-0.5;
/// the paper's figure 7 has 0.1.</param>
/// <param name="Unseen">Symbols that have some role in no training program; null for none.</param>
/// <remarks>The sizes are the paper's (section 2).</remarks>
public sealed record SplitSpec(
    int Train = 450_000, int Validation = 1_000, int Test = 49_000, double HeldOutCombinations = 0, UnseenRoles? Unseen = null)
{
    /// <summary>The most programs of all splits together.</summary>
    public const int MaximumTotal = 10_000_000;

    /// <summary>All programs together.</summary>
    public long Total => (long)Train + Validation + Test;

    /// <summary>Checks every number by itself and against what is generated.</summary>
    /// <param name="generator">What programs the splits consist of.</param>
    /// <returns>Every problem as a sentence; empty when there is none.</returns>
    public ImmutableArray<string> Validated(GeneratorSpec generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();
        Require(Train >= 0, $"Train is {Train}, must be at least 0");
        Require(Validation >= 0, $"Validation is {Validation}, must be at least 0");
        Require(Test >= 0, $"Test is {Test}, must be at least 0");
        Require(Total <= MaximumTotal, $"Train, Validation and Test sum to {Total}, must be at most {MaximumTotal}");
        Require(
            HeldOutCombinations is >= 0 and <= Generation.HeldOutCombinations.MaximumShare,
            string.Create(
                CultureInfo.InvariantCulture, $"HeldOutCombinations is {HeldOutCombinations}, must be 0-{Generation.HeldOutCombinations.MaximumShare}"));
        Require(
            HeldOutCombinations == 0 || generator.DigitCount > 1,
            "HeldOutCombinations needs at least 2 digits, so that each variable keeps one");
        problems.AddRange(Unseen?.Problems(generator) ?? []);
        Require(
            HeldOutCombinations == 0 || Unseen is not { Answer.Length: > 0 },
            "HeldOutCombinations and Unseen.Answer may leave a variable no digit at the root: use one of them");
        return problems.ToImmutable();

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
