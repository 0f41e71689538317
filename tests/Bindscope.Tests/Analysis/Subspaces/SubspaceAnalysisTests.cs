using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Subspaces;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Tests.Code;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Analysis.Subspaces;

/// <summary>On the trained model that stands in the repository: a model of random weights solves no pair to swap.</summary>
public sealed class SubspaceAnalysisTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheDigitsComponentsCarryTheDigitAndRandomOnesDoNot()
    {
        Run run = Run.Open(RunFolders.Copy(Path.Combine(Sources.Root, "reference/small-lm-256"), folder, "small"));
        var spec = new SubspaceSpec(run.Preset.Training.Steps, [2], FitPrograms: 150, TestPrograms: 50, Pairs: 16, Draws: 3, Tolerance: 1e-2);
        SubspaceResult result = SubspaceAnalysis.Run(run, spec, new Work(2));
        SubspaceFinding digits = result.Findings.Single(finding => finding.Target == SubspaceTarget.Digit);
        double Success(SwapArm arm) => digits.Swaps.Single(swap => swap.Arm == arm).Success.Value;

        Assert.Equal(2, result.Findings.Length);
        Assert.Equal(10, digits.Components.Length);
        Assert.True(Success(SwapArm.WholeVector) > 0.8);
        Assert.True(Success(SwapArm.Selected) > 0.5);
        Assert.True(Success(SwapArm.Random) < 0.2);
        Assert.All(result.Findings, finding => Assert.True(finding.Pairs <= finding.Solved && finding.Solved <= finding.Tried));
        var written = new AnalysisFolder(run, SubspaceAnalysis.Info.FolderName(spec));
        written.Write(spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(written.Read<SubspaceResult>()));

        // The basis that is kept does what the result says of it, on the same pairs.
        string file = Path.Combine(Path.GetDirectoryName(written.ResultPath)!, "bases.safetensors");
        Assert.Equal(["layer-2.digit.rank-10", "layer-2.name.rank-26"], SafeTensors.Read(file).Tensors.Keys.Order());
        Assert.Contains("\"layer-2.digit.rank-10\":\"residual.in:2, rhs\"", SafeTensors.Read(file).Metadata["places"], StringComparison.Ordinal);
        var swap = (Intervention.SwapSubspace)Assert.Single(SubspaceFiles.Filled(InterventionJson.Read(Swap(file, "layer-2.digit.rank-10"), "swap.json")));
        Transformer model = run.LoadModel(run.Preset.Training.Steps);
        SymbolicProgram[] usable = [.. run.HeldBackSplits(TestContext.Current.CancellationToken).Test
            .Where(program => Interpreter.Run(program).RootLine > 1).Take(200 + (16 * 16))];
        ImmutableArray<SwapPair> pairs = SwapPairs.Draw(model, usable[200..], SubspaceTarget.Digit, spec, run.Preset.Task.DigitCount, new Work()).Pairs;
        int[] answers = new Swaps(model, 2, new Work()).Answers(pairs, [swap.Subspace])[0];
        Assert.Equal(Success(SwapArm.Selected), answers.Where((answer, row) => answer == pairs[row].Programs.SourceExecution.Value).Count() / 16.0);

        Assert.Contains(
            "it has layer-2.digit.rank-10, layer-2.name.rank-26",
            Assert.Throws<UserException>(() => SubspaceFiles.Filled(InterventionJson.Read(Swap(file, "layer-9"), "swap.json"))).Hint,
            StringComparison.Ordinal);
        Assert.Throws<UserException>(() => SubspaceFiles.Filled(InterventionJson.Read(Swap("nowhere", "x"), "swap.json")));
        Assert.Contains(
            "names a file that its basis is in",
            string.Join(' ', new Subspace(From: new SubspaceFile(file, "layer-2.digit.rank-10")).Problems(run.Preset.Model.Width)),
            StringComparison.Ordinal);
    }

    private static string Swap(string file, string tensor) =>
        """[{"kind":"swapSubspace","where":{"kind":"residual.in","layers":[2],"positions":{"kind":"every"}},"subspace":{"from":{"file":"FILE","tensor":"NAME"}}}]"""
            .Replace("FILE", file, StringComparison.Ordinal).Replace("NAME", tensor, StringComparison.Ordinal);

    /// <summary>Every newline enters layer 1 as the same embedding.</summary>
    [Fact]
    public void ALayerWhoseInputIsTheSameAtAllTokensIsLeftOut()
    {
        Run run = Run.Open(RunFolders.Copy(Path.Combine(Sources.Root, "reference/small-lm-256"), folder, "small"));
        var spec = new SubspaceSpec(run.Preset.Training.Steps, [1, 3], FitPrograms: 150, TestPrograms: 50, Pairs: 4, Draws: 1, Tolerance: 1e-2, Offset: 1);

        Assert.All(SubspaceAnalysis.Run(run, spec, new Work(2)).Findings, finding => Assert.Equal(3, finding.Layer));
        UserException nothing = Assert.Throws<UserException>(() => SubspaceAnalysis.Run(run, spec with { Layers = [1] }, new Work(2)));
        Assert.Contains("nothing to take apart", nothing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatSolvesNothingHasNoPairs()
    {
        using TinyRun run = TinyRun.WithTestPrograms(500, 7);
        var spec = new SubspaceSpec(7, [1], FitPrograms: 150, TestPrograms: 50, Pairs: 5, DigitRank: 4, NameRank: 6, Tolerance: 1e-1);

        UserException none = Assert.Throws<UserException>(() => SubspaceAnalysis.Run(run.Run, spec, new Work()));
        Assert.NotEmpty(none.Hint);
    }
}
