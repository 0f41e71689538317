using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.Behaviour.Comparison;

/// <summary>Two checkpoints on the same programs: plain data.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="FirstRun">Name of the first run.</param>
/// <param name="FirstStep">Its checkpoint.</param>
/// <param name="SecondRun">Name of the second run.</param>
/// <param name="SecondStep">Its checkpoint.</param>
/// <param name="FirstAccuracy">Of the first.</param>
/// <param name="SecondAccuracy">Of the second.</param>
/// <param name="Difference">Second minus first, program by program; mean and interval.</param>
/// <param name="BothRight">Programs that both answer rightly.</param>
/// <param name="Gained">Programs that only the second answers rightly.</param>
/// <param name="Lost">Programs that only the first answers rightly.</param>
/// <param name="BothWrongAlike">Programs to which both say the same wrong thing.</param>
/// <param name="BothWrong">Programs that both answer wrongly.</param>
/// <param name="PValue">McNemar's exact test that a flip is as likely either way, two-sided.</param>
/// <param name="ByFeature">The flips by the programs' features.</param>
/// <param name="GainedPrograms">Some of those, in the test set's order.</param>
/// <param name="LostPrograms">Some of those, in the test set's order.</param>
public sealed record ComparisonResult(
    int Format,
    string FirstRun,
    int FirstStep,
    string SecondRun,
    int SecondStep,
    Proportion FirstAccuracy,
    Proportion SecondAccuracy,
    Estimate Difference,
    int BothRight,
    int Gained,
    int Lost,
    int BothWrongAlike,
    int BothWrong,
    double PValue,
    ImmutableArray<FeatureFlips> ByFeature,
    ImmutableArray<FlippedProgram> GainedPrograms,
    ImmutableArray<FlippedProgram> LostPrograms)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>Flips among the programs for which a feature has one value.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="Programs">Programs with that value.</param>
/// <param name="Gained">Only the second model is right.</param>
/// <param name="Lost">Only the first model is right.</param>
/// <param name="PValue">McNemar's exact test, two-sided.</param>
/// <param name="AdjustedPValue">The same after Holm's correction for all values of all features together.</param>
public sealed record FeatureFlips(
    ProgramFeature Feature, int Value, int Programs, int Gained, int Lost, double PValue, double AdjustedPValue);

/// <summary>A program that one of two models answers rightly.</summary>
/// <param name="Index">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">Its answer.</param>
/// <param name="FirstSays">What the first model says; a digit's token is the digit.</param>
/// <param name="SecondSays">What the second says.</param>
public sealed record FlippedProgram(int Index, string Text, int Answer, int FirstSays, int SecondSays);
