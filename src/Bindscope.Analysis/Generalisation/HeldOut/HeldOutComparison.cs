using System.Collections.Immutable;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>
/// A run beside one that was trained without some combinations of variable and digit, as figure 7 shows them: plain data, as
/// <c>analyses/held-out-beside/result.json</c> of the run with all combinations holds it.
/// </summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Share">The share of all combinations that one of them lacked.</param>
/// <param name="All">The run that was trained with all of them.</param>
/// <param name="Without">The one that was not. Its test programs are the same, and have them.</param>
/// <param name="Places">The second run's accuracy by where a program has an unseen line.</param>
public sealed record HeldOutComparison(int Format, double Share, HeldOutCurve All, HeldOutCurve Without, ImmutableArray<HeldOutAccuracy> Places)
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "held-out-beside";

    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}
