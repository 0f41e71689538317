using System.Collections.Immutable;

namespace Bindscope.Paper;

/// <summary>What several trainings, alike but for their seeds (and perhaps their length), say about a claim.</summary>
/// <remarks>
/// A verdict on one training speaks for its programs, not for its seed. Over seeds a claim is reproduced, differs or is not testable where two
/// or more trainings test it and each of them says so, and is undecided where they disagree: a handful of seeds has no interval worth the name, so
/// each is named.
/// </remarks>
/// <param name="Verdict">What the trainings that test the claim say together; not tested where fewer than two do.</param>
/// <param name="Tested">How many test it.</param>
/// <param name="Runs">Each training, the run's own first.</param>
public sealed record OverSeeds(Verdict Verdict, int Tested, ImmutableArray<SeedVerdict> Runs)
{
    /// <summary>Takes together what was judged one by one.</summary>
    /// <param name="runs">Two or more trainings.</param>
    internal static OverSeeds Of(ImmutableArray<SeedVerdict> runs)
    {
        Verdict[] tested = [.. runs.Select(run => run.Verdict).Where(verdict => verdict != Verdict.NotTested)];
        Verdict together = tested switch
        {
            [] or [_] => Verdict.NotTested,
            [Verdict first, ..] when tested.All(verdict => verdict == first) => first,
            _ => Verdict.Undecided,
        };
        return new OverSeeds(together, tested.Length, runs);
    }

    /// <summary>How many trainings say what, as in "2 of 3 reproduced (256, 416), 1 differs (42)".</summary>
    public string Text()
    {
        string Say(Verdict verdict) => verdict == Verdict.Differs ? "differ" : Claim.Word(verdict);
        return string.Join(", ", Runs.GroupBy(run => run.Verdict).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} of {Runs.Length} {Say(group.Key)} ({string.Join(", ", group.Select(run => run.Seed))})"));
    }
}

/// <summary>One training's say on a claim.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Verdict">By the claim's criterion.</param>
/// <param name="Seen">What was measured; empty where nothing was.</param>
/// <param name="Steps">Of its training.</param>
public sealed record SeedVerdict(string Run, ulong Seed, Verdict Verdict, string Seen, int Steps);
