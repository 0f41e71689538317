using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Analysis;

public sealed class PairDrawerTests
{
    private static readonly PairSelection Everything = new(Programs: 8, Solved: SolvedRule.All);

    [Fact]
    public void ACounterfactualDiffersInTheRootsDigitAlone()
    {
        foreach (ProgramPair pair in Draw(Everything, PairKind.RootDigit).SelectMany(group => group.Pairs))
        {
            int[] different = Different(pair);
            Assert.Equal([Positions.Right(pair.BaseExecution.RootLine)], different);
            Assert.NotEqual(pair.BaseExecution.Value, pair.SourceExecution.Value);
            Assert.Equal(pair.BaseExecution.ChainLines, pair.SourceExecution.ChainLines);
        }
    }

    [Fact]
    public void AnUnrelatedProgramHasTheSameShapeAndAnotherAnswer()
    {
        foreach (ProgramPair pair in Draw(Everything, PairKind.Unrelated).SelectMany(group => group.Pairs))
        {
            Assert.Equal(pair.BaseExecution.Hops, pair.SourceExecution.Hops);
            Assert.Equal(pair.BaseExecution.RootLine, pair.SourceExecution.RootLine);
            Assert.NotEqual(pair.BaseExecution.Value, pair.SourceExecution.Value);
        }
    }

    [Fact]
    public void AMovedRootTellsValueFromPointer()
    {
        ProgramPair[] pairs = [.. Draw(Everything, PairKind.MovedRoot).SelectMany(group => group.Pairs)];

        Assert.NotEmpty(pairs);
        foreach (ProgramPair pair in pairs)
        {
            int there = pair.Base.Lines[pair.SourceExecution.RootLine - 1].Right - '0';
            Assert.NotEqual(pair.BaseExecution.RootLine, pair.SourceExecution.RootLine);
            Assert.Equal(3, new[] { pair.BaseExecution.Value, pair.SourceExecution.Value, there }.Distinct().Count());
        }
    }

    [Fact]
    public void AnExchangedRootIsOnALaterLineWhereTheRootIs()
    {
        PairGroup[] groups = [.. Draw(Everything, PairKind.ExchangedRoot)];
        Assert.NotEmpty(groups);
        Assert.All(groups, group => Assert.True(group.Pairs.Length + group.Unsuited <= group.Tried));
        foreach (PairGroup group in groups)
        {
            Assert.All(group.Pairs, pair =>
            {
                Assert.NotEqual(pair.BaseExecution.RootLine, pair.SourceExecution.RootLine);
                Assert.Equal(pair.BaseExecution.ChainLines.Skip(1), pair.SourceExecution.ChainLines.Skip(1));
                Assert.True(group.AnswerLine != AnswerLineGroup.Later || pair.SourceExecution.RootLine >= 3);
                Assert.Equal(pair.Base.Lines.Select(line => line.Right), pair.Source.Lines.Select(line => line.Right));
            });
        }
    }

    [Fact]
    public void GroupsHoldTheirOwnProgramsAndCountThem()
    {
        foreach (PairGroup group in Draw(Everything, PairKind.RootDigit))
        {
            Assert.InRange(group.Pairs.Length, 1, 8);
            Assert.True(group.Pairs.Length <= group.Tried && group.Tried <= group.Available);
            Assert.All(group.Pairs, pair => Assert.Equal(
                (group.Hops, group.AnswerLine), (pair.BaseExecution.Hops, AnswerLineGroups.Of(pair.BaseExecution.RootLine))));
        }
    }

    [Fact]
    public void MoreProgramsKeepTheEarlierOnesAndAnotherSeedDrawsOtherDigits()
    {
        ProgramPair[] few = [.. Draw(Everything with { Programs = 3 }, PairKind.RootDigit)[0].Pairs];
        ProgramPair[] many = [.. Draw(Everything, PairKind.RootDigit)[0].Pairs];

        Assert.Equal(few.Select(pair => pair.Source), many.Take(3).Select(pair => pair.Source));
        ProgramPair[] other = [.. Draw(Everything with { Seed = 2 }, PairKind.RootDigit)[0].Pairs];
        Assert.NotEqual(many.Select(pair => pair.Source), other.Select(pair => pair.Source));
    }

    [Fact]
    public void OnlyPairsOfWhichBothProgramsAreSolvedCount()
    {
        Transformer model = TinyRun.Weights(1);
        PairSelection solved = Everything with { Solved = SolvedRule.BothSolved, Programs = 100 };
        PairGroup[] groups = [.. new PairDrawer(Test(), 10).DrawAll(model, solved, PairKind.RootDigit, 1, CancellationToken.None)];

        Assert.All(groups, group => Assert.Equal(group.Solved, group.Pairs.Length));
        ProgramPair[] pairs = [.. groups.SelectMany(group => group.Pairs)];
        int[] answers = Predictor.Answers(model, [.. pairs.Select(pair => pair.Base), .. pairs.Select(pair => pair.Source)], 1, CancellationToken.None);
        Assert.Equal([.. pairs.Select(pair => pair.BaseExecution.Value), .. pairs.Select(pair => pair.SourceExecution.Value)], answers);
    }

    [Theory]
    [InlineData(new[] { 4 }, null, "no program of the test set has 4 hops")]
    [InlineData(new[] { 4 }, AnswerLineGroup.Second, "no program of the test set has 4 hops and its answer on line 2")]
    public void AnEmptySelectionSaysWhatIsMissing(int[] hops, AnswerLineGroup? line, string message)
    {
        PairSelection selection = Everything with { Hops = [.. hops], AnswerLines = line is { } one ? [one] : [] };

        var wrong = Assert.Throws<UserException>(() => Draw(selection, PairKind.RootDigit));
        Assert.Equal(message, wrong.Message);
        Assert.Contains("1 or 2 hops", wrong.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatSolvesNothingIsSaidToSolveNothing()
    {
        Transformer model = TinyRun.Weights(1);
        model.Parameters.Write("unembedding.weight", new float[model.Spec.Vocabulary * model.Spec.Width]);
        var drawer = new PairDrawer([.. Test().Where(program => !program.Lines.Any(line => line.Right == '0'))], 10);

        var wrong = Assert.Throws<UserException>(
            () => drawer.Draw(model, new PairSelection(), PairKind.RootDigit, 1, CancellationToken.None));
        Assert.Contains("none of which the model solves base and source", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("--all-programs", wrong.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void PairsOfDifferentLengthAndOfTheSameProgramAreRefused()
    {
        SymbolicProgram one = ProgramParser.Parse("a=1\n#a:");

        Assert.Contains("1 lines, the source 2", Assert.Throws<UserException>(
            () => ProgramPair.Of(one, ProgramParser.Parse("a=1\nb=2\n#a:"))).Message, StringComparison.Ordinal);
        Assert.Contains("the base itself", Assert.Throws<UserException>(() => ProgramPair.Of(one, one)).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SymbolicProgram> Test()
    {
        using var run = new TinyRun();
        return run.Run.DrawSplits(CancellationToken.None).Test;
    }

    private static ImmutableArray<PairGroup> Draw(PairSelection selection, PairKind kind)
    {
        Transformer model = TinyRun.Weights(1);
        return new PairDrawer(Test(), 10).Draw(model, selection, kind, 1, CancellationToken.None);
    }

    private static int[] Different(ProgramPair pair)
    {
        (string before, string after) = (pair.Base.ToText(), pair.Source.ToText());
        return [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])];
    }
}
