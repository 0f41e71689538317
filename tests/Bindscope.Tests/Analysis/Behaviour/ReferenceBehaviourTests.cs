using Bindscope.Analysis.Behaviour;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Analysis.Behaviour;

/// <summary>The stored behaviour of the reference runs is what the pages look programs up in, one by one.</summary>
public sealed class ReferenceBehaviourTests
{
    public static TheoryData<string> Runs { get; } =
        [.. Directory.GetDirectories(Path.Combine(Sources.Root, "reference"))
            .Where(run => Directory.Exists(Path.Combine(run, "analyses", "behaviour"))).Select(run => Path.GetFileName(run)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Runs))]
    public void ItsProgramsAndPredictionsGiveItsAccuracies(string name)
    {
        var run = Run.Open(Path.Combine(Sources.Root, "reference", name));
        BehaviourResult result = new AnalysisFolder(run, "behaviour").Read<BehaviourResult>();

        Assert.NotNull(result.Texts);
        int[] answers = [.. result.Texts.Value.Select(text => Interpreter.Run(ProgramParser.Parse(text)).Value)];
        Assert.Equal(result.Programs, answers.Length);
        Assert.All(result.Checkpoints, checkpoint => Assert.Equal(
            checkpoint.Accuracy.Value, checkpoint.PredictionOf.Zip(answers).Count(pair => pair.First == pair.Second) / (double)answers.Length, 12));
    }
}
