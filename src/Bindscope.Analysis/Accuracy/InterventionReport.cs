using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;

namespace Bindscope.Analysis.Accuracy;

/// <summary>How many programs were answered rightly, with and without interventions.</summary>
/// <param name="Programs">How many were asked.</param>
/// <param name="Untouched">Of how many the interventions changed no activation; null where nothing was done.</param>
/// <param name="Groups">All of them first, then by referential depth, then by the line of the root digit.</param>
public sealed record InterventionReport(int Programs, int? Untouched, ImmutableArray<InterventionReport.Group> Groups)
{
    /// <summary>Some of the programs.</summary>
    /// <param name="Name">Such as <c>all</c>, <c>2 hops</c>, <c>answer line 3</c>.</param>
    /// <param name="Programs">How many.</param>
    /// <param name="Accuracy">The share that is answered rightly, with Wilson's 95 % interval.</param>
    /// <param name="Intervened">The interventions' part; null where nothing was done.</param>
    public sealed record Group(string Name, int Programs, Proportion Accuracy, Effect? Intervened);

    /// <summary>What interventions do to some programs.</summary>
    /// <param name="Accuracy">The share that is answered rightly then.</param>
    /// <param name="Difference">That share less the one without, over the same programs, with its 95 % interval.</param>
    /// <param name="Gained">Programs that are right with the interventions alone.</param>
    /// <param name="Lost">Programs that are right without them alone.</param>
    /// <param name="PValue">McNemar's exact test that gains and losses are as likely, two-sided.</param>
    /// <param name="Changed">The share whose answer changed, to whatever.</param>
    /// <param name="FollowSource">
    /// The share that then gives the source's right answer, of the programs whose own right answer is another; null without sources, or where none is so.
    /// </param>
    public sealed record Effect(
        Proportion Accuracy, PairedDifference Difference, int Gained, int Lost, double PValue, Proportion Changed, Proportion? FollowSource);

    internal static InterventionReport Of(InterventionEvaluation.Outcome[] outcomes, bool hasSources, bool isIntervened) => new(
        outcomes.Length,
        isIntervened ? outcomes.Count(one => one.IsAsIs) : null,
        [
            GroupOf("all", outcomes, hasSources, isIntervened),
            .. outcomes.GroupBy(one => one.Program.Hops).OrderBy(group => group.Key)
                .Select(group => GroupOf(Execution.HopsInWords(group.Key), [.. group], hasSources, isIntervened)),
            .. outcomes.GroupBy(one => one.Program.RootLine).OrderBy(group => group.Key)
                .Select(group => GroupOf($"answer line {group.Key}", [.. group], hasSources, isIntervened)),
        ]);

    private static Group GroupOf(string name, InterventionEvaluation.Outcome[] members, bool hasSources, bool isIntervened)
    {
        bool[] before = [.. members.Select(one => one.Plain == one.Program.Value)];
        var plain = Proportion.OfCounts(before.Count(right => right), members.Length);
        if (!isIntervened)
        {
            return new Group(name, members.Length, plain, null);
        }

        bool[] after = [.. members.Select(one => one.Intervened == one.Program.Value)];
        int both = before.Zip(after).Count(pair => pair is { First: true, Second: true });
        int gained = after.Count(right => right) - both;
        int lost = before.Count(right => right) - both;
        InterventionEvaluation.Outcome[] apart = [.. members.Where(one => hasSources && one.SourceValue != one.Program.Value)];
        return new Group(name, members.Length, plain, new Effect(
            Proportion.OfCounts(after.Count(right => right), members.Length),
            PairedDifference.OfCounts(both, gained, lost, members.Length - both - gained - lost),
            gained,
            lost,
            McNemar.PValue(gained, lost),
            Proportion.OfCounts(members.Count(one => one.Intervened != one.Plain), members.Length),
            apart.Length == 0 ? null : Proportion.OfCounts(apart.Count(one => one.Intervened == one.SourceValue), apart.Length)));
    }
}
