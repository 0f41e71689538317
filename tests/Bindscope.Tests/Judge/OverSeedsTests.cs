using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Paper;
using Bindscope.Report;
using Bindscope.Report.Pages;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Runs;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Judge;

/// <summary>Claims over trainings that were written by hand, of which one has no plateau.</summary>
public sealed class OverSeedsTests : IDisposable
{
    private static readonly (long Step, int Correct)[] Plateau =
        [(0, 100), (10, 110), (20, 105), (100, 560), (1000, 570), (3000, 999), (5000, 1000)];

    private static readonly (long Step, int Correct)[] NoPlateau =
        [(0, 100), (10, 110), (20, 105), (30, 999), (1000, 999), (3000, 999), (5000, 1000)];

    private readonly string directory = Directory.CreateTempSubdirectory("bindscope-seeds-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void WhatEverySeedShowsIsReproduced()
    {
        Claim claim = Claims(Trained(1, Plateau), Trained(2, Plateau), Trained(3, Plateau)).Single(claim => claim.Id == "plateau");

        Assert.Equal(claim.Verdict, claim.Over!.Verdict);
        Assert.NotEqual(Verdict.NotTested, claim.Verdict);
        Assert.Equal((3, 3), (claim.Over.Tested, claim.Over.Runs.Length));
        Assert.Equal([1UL, 2, 3], claim.Over.Runs.Select(run => run.Seed));
    }

    [Fact]
    public void SeedsThatDisagreeLeaveAClaimUndecidedAndAreNamed()
    {
        Claim phases = Claims(Trained(1, Plateau), Trained(2, NoPlateau)).Single(claim => claim.Id == "three-phases");

        Assert.Equal([Verdict.Reproduced, Verdict.Differs], phases.Over!.Runs.Select(run => run.Verdict));
        Assert.Equal(Verdict.Undecided, phases.Over.Verdict);
        Assert.Contains("(2)", phases.Over.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void ASeedThatDoesNotTestAClaimDoesNotCount()
    {
        OverSeeds one = OverSeeds.Of(
            [new("a", 1, Verdict.NotTested, "", 9), new("b", 2, Verdict.Differs, "3 %", 9), new("c", 3, Verdict.Differs, "4 %", 9)]);
        Assert.Equal((Verdict.Differs, 2), (one.Verdict, one.Tested));
        Assert.Equal("2 of 3 differ (2, 3), 1 of 3 not tested (1)", one.Text());
        Assert.Equal(Verdict.NotTested, OverSeeds.Of([new("a", 1, Verdict.NotTested, "", 9), new("b", 2, Verdict.NotTested, "", 9)]).Verdict);
    }

    [Theory]
    [InlineData(Verdict.Reproduced)]
    [InlineData(Verdict.Differs)]
    public void OneSeedAloneSaysNothingOverSeeds(Verdict verdict)
    {
        OverSeeds one = OverSeeds.Of([new("a", 1, verdict, "9 %", 9), new("b", 2, Verdict.NotTested, "", 9)]);

        Assert.Equal((Verdict.NotTested, 1), (one.Verdict, one.Tested));
    }

    [Fact]
    public void ATrainingOfAnotherKindIsRefused()
    {
        Run first = Trained(1, Plateau), other = Trained(2, Plateau, training => training with { Batch = training.Batch + 1 });

        var refused = Assert.Throws<UserException>(() => new RunReport(first, null, "test", [other]));
        Assert.Contains("no other seed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALongerTrainingIsJudgedAndTheStepFromWhichItDiffersIsSaid()
    {
        Run longer = Trained(2, Plateau, training => training with { Steps = 2 * training.Steps });
        var report = new RunReport(Trained(1, Plateau), null, "test", [longer]);

        Assert.Equal([5000, 10000], report.Document.Claims[0].Over!.Runs.Select(run => run.Steps));
        string page = File.ReadAllText(report.Write(Path.Combine(directory, "report")));
        int decay = (int)(5000 * longer.Preset.Training.LearningRate.DecayFrom);
        Assert.Contains(FormattableString.Invariant($"5,000, 10,000 steps: up to step {decay + 1:N0}"), page, StringComparison.Ordinal);
        string alike = File.ReadAllText(new RunReport(Trained(3, Plateau), null, "test", [Trained(4, Plateau)]).Write(Path.Combine(directory, "alike")));
        Assert.DoesNotContain("of different length", alike, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageNamesEachSeed()
    {
        string page = File.ReadAllText(new RunReport(Trained(1, Plateau), null, "test", [Trained(7, NoPlateau)]).Write(Path.Combine(directory, "report")));

        Assert.Contains("over seeds", page, StringComparison.Ordinal);
        Assert.Contains("seed-7: ", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(5, true)]
    public void ThePageSaysForHowManyTrainingsAVerdictSpeaks(int seeds, bool said)
    {
        var page = new HtmlPage();
        page.Claim(new Claim("seeds", "6", "Every seed has the phases", "all do", [], Verdict.Reproduced, "", null, [], seeds));

        Assert.Equal(said, page.ToDocument("report").Contains($"The verdict speaks for {seeds} trainings.", StringComparison.Ordinal));
    }

    private static ImmutableArray<Claim> Claims(Run first, params Run[] others) => new RunReport(first, null, "test", others).Document.Claims;

    private Run Trained(ulong seed, (long Step, int Correct)[] curve, Func<TrainingSpec, TrainingSpec>? change = null)
    {
        Preset tiny = TinyPresets.Fresh;
        TrainingSpec training = tiny.Training with { Seed = seed, Steps = 5000, Curriculum = [], Objective = new Objective(LossScope.AllTokens) };
        var run = Run.Create(Path.Combine(directory, $"seed-{seed}"), tiny with { Training = change is null ? training : change(training) });
        foreach ((long step, int correct) in curve)
        {
            MetricsFile.Append(run.MetricsPath, SampleEvaluation.OfALearner(step, correct));
        }

        return run;
    }
}
