using System.Collections.Immutable;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>Statistics of the heads: plain data, as <c>analyses/heads-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Programs">Programs that the means are over.</param>
/// <param name="Tried">Programs of the test set that were looked at for them.</param>
/// <param name="Heads">What each head looks at, by layer and head.</param>
/// <param name="Logits">What each part adds to the answer's logit directly.</param>
/// <param name="LogitDifference">The whole difference that the parts sum to, mean over programs.</param>
public sealed record HeadResult(
    int Format,
    int Checkpoint,
    int Programs,
    int Tried,
    ImmutableArray<HeadAttention> Heads,
    ImmutableArray<LogitShare> Logits,
    double LogitDifference)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
