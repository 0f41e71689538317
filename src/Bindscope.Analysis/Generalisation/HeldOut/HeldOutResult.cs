using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>Programs with unseen lines over training: plain data, as <c>analyses/held-out/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Share">The share of all combinations of variable and digit that training left out.</param>
/// <param name="Combinations">Those combinations, such as <c>k=2</c>.</param>
/// <param name="Programs">Test programs.</param>
/// <param name="Accuracy">By step and place.</param>
public sealed record HeldOutResult(
    int Format, double Share, ImmutableArray<string> Combinations, int Programs, ImmutableArray<HeldOutAccuracy> Accuracy)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>A run's accuracy over training, as it measured itself.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Steps">Steps of its evaluations, ascending.</param>
/// <param name="Accuracy">At each of them, on its fixed test programs.</param>
public sealed record HeldOutCurve(string Run, ImmutableArray<long> Steps, ImmutableArray<Proportion> Accuracy);

/// <summary>Accuracy at a checkpoint.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Place">Where the programs have a held-out line.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record HeldOutAccuracy(int Step, HeldOutPlace Place, Proportion Accuracy);

/// <summary>Where a test program has a line that no training program had.</summary>
public enum HeldOutPlace
{
    /// <summary>Nowhere: such programs could have been trained on.</summary>
    None,

    /// <summary>The root of the query's chain: the answer itself comes from an unseen line.</summary>
    Root,

    /// <summary>Only on other lines.</summary>
    Elsewhere,
}

/// <summary>
/// A run beside one that was trained without some combinations of variable and digit, as figure 7 shows them: plain data, as
/// <c>analyses/held-out-beside/result.json</c> of the run with all combinations holds it.
/// </summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Share">The share of all combinations that one of them lacked.</param>
/// <param name="All">The run that was trained with all of them.</param>
/// <param name="Without">The one that was not. Its test programs are the same, and have them.</param>
/// <param name="Places">The second run's accuracy by where a program has an unseen line.</param>
/// <param name="Final">Both runs at their last checkpoints, program by program; null in results of older builds.</param>
public sealed record HeldOutComparison(
    int Format, double Share, HeldOutCurve All, HeldOutCurve Without, ImmutableArray<HeldOutAccuracy> Places, HeldOutFinal? Final = null)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What the last checkpoints of two runs answer to the same test programs.</summary>
/// <param name="AllStep">The checkpoint of the run that was trained with all combinations.</param>
/// <param name="WithoutStep">The other run's.</param>
/// <param name="Pairs">By place; only places that some programs have.</param>
public sealed record HeldOutFinal(int AllStep, int WithoutStep, ImmutableArray<HeldOutPairs> Pairs);

/// <summary>Test programs by which of two runs answers them rightly.</summary>
/// <param name="Place">Where the programs have a held-out line.</param>
/// <param name="Both">Programs that both answer rightly.</param>
/// <param name="AllAlone">Programs that the run with all combinations alone answers rightly.</param>
/// <param name="WithoutAlone">Programs that the other one alone does.</param>
/// <param name="Neither">Programs that neither does.</param>
public sealed record HeldOutPairs(HeldOutPlace Place, int Both, int AllAlone, int WithoutAlone, int Neither)
{
    /// <summary>Programs.</summary>
    [JsonIgnore]
    public int Programs => Both + AllAlone + WithoutAlone + Neither;

    /// <summary>Accuracy of the run without some combinations.</summary>
    [JsonIgnore]
    public Proportion Accuracy => Proportion.OfCounts(Both + WithoutAlone, Programs);

    /// <summary>The same minus that of the run with all combinations.</summary>
    [JsonIgnore]
    public PairedDifference Difference => PairedDifference.OfCounts(Both, WithoutAlone, AllAlone, Neither);
}
