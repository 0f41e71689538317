using Bindscope.Analysis.LogitLens.Tuned;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Tests.Cli;

namespace Bindscope.Tests.Analysis.LogitLens;

public sealed class TunedLensTests
{
    private static readonly TunedLensSpec Spec = new(0, 50, 20, 120, Penalty: 1e-5);

    [Fact]
    public void WhatLeavesTheLastLayerIsWhatTheModelSaysAndEarlierLayersComeNearer()
    {
        Transformer model = TinyRun.Weights(9);
        SymbolicProgram[] programs = Draw(600);
        TunedLensResult result = TunedLensAnalysis.Run(model, programs[..400], programs[400..], Spec, new Work());

        Assert.All(
            result.Cells.Where(cell => cell.Layer == 3 && cell.Lens == LensKind.Plain),
            cell => Assert.InRange(cell.Divergence.Value, -1e-5, 1e-5));
        Assert.Equal([1, 2, 3], result.Fits.Select(fit => fit.Layer));
        Assert.True(result.Fits[1].LastLoss < 0.8 * result.Fits[1].FirstLoss, $"{result.Fits[1]}");

        // Held out, over all programs together.
        double Mean(LensKind kind) => result.Cells.Where(cell => cell.Layer == 2 && cell.Lens == kind)
            .Sum(cell => cell.Divergence.Value * cell.Divergence.Programs) / 200;
        Assert.True(Mean(LensKind.Tuned) < Mean(LensKind.Plain));
    }

    [Fact]
    public void TheVerbWritesItAndSaysWhatIsMissing()
    {
        using var run = new TinyRun(7);
        string[] command = ["analyze", "lens", "--run", run.Run.Directory, "--tuned"];
        CommandLine few = CommandLine.Run(command);
        Assert.Equal(2, few.ExitCode);
        Assert.Contains("the test set has 120 programs", few.Error, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run([.. command, "--checkpoint", "all"]).ExitCode);

        CommandLine shown = CommandLine.Run([.. command, "--fit-programs", "60", "--test-programs", "40"]);
        Assert.Equal(0, shown.ExitCode);
        TunedLensResult result = new AnalysisFolder(run.Run, "tuned-lens-000007").Read<TunedLensResult>();
        Assert.Equal((60, 40), (result.FitPrograms, result.TestPrograms));
        Assert.Throws<UserException>(() => TunedLensAnalysis.Run(run.Run, new TunedLensSpec(7, 1), new Work()));
    }

    private static SymbolicProgram[] Draw(int count)
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 4, MaximumHops: 2));
        RandomStream random = new Seed(6).Stream();
        var programs = new SymbolicProgram[count];
        for (int i = 0; i < count; i++)
        {
            programs[i] = generator.Next(ref random);
        }

        return programs;
    }
}
