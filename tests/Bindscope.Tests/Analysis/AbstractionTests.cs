using System.Collections.Immutable;
using Bindscope.Analysis.Abstraction;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Tests.Analysis;

public sealed class AbstractionTests
{
    private static readonly AbstractionSpec Spec = new(new PairSelection(Programs: 4, Solved: SolvedRule.All));

    private static readonly SymbolicProgram Program = ProgramParser.Parse("k=2\nt=8\nj=k\nb=t\nw=j\n#w:");

    public static TheoryData<SourceEdit, int> Edits { get; } = new()
    {
        { SourceEdit.RootDigit, 1 },
        { SourceEdit.MovedRoot, 1 },
        { SourceEdit.RedirectedLine, 2 },
        { SourceEdit.RedirectedLine, 3 },
        { SourceEdit.RedirectedQuery, 0 },
        { SourceEdit.ExchangedNames, 0 },
        { SourceEdit.UnrelatedDigit, 0 },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void PredictionsOfACaseDifferFromEachOtherAndFromTheBase(SourceEdit edit, int depth)
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 10, MaximumHops: 3));
        RandomStream random = new Seed(5).Stream();
        int found = 0;
        for (int i = 0; i < 300; i++)
        {
            SymbolicProgram program = generator.Next(ref random);
            int hops = Interpreter.Run(program).Hops;
            if (depth > hops || InterchangeCases.Draw(program, edit, depth, ref random, 10) is not { } one)
            {
                continue;
            }

            found++;
            int[] answers = [.. one.Predictions, one.Programs.BaseExecution.Value];
            Assert.Equal(answers.Length, answers.Distinct().Count());
            Assert.Equal(InterpreterVariable.Of(edit, depth).Length, one.Predictions.Length);
            Assert.Equal(program.Lines.Length, one.Programs.Source.Lines.Length);
        }

        Assert.InRange(found, 20, 300);
    }

    [Fact]
    public void ARedirectedLineTellsTheNameFromTheValue()
    {
        // w=j is sent to t or b, both 8; the source's t holds a digit that is neither 2 nor 8.
        for (ulong seed = 0; seed < 20; seed++)
        {
            RandomStream random = new Seed(seed).Stream();
            InterchangeCase one = InterchangeCases.Draw(Program, SourceEdit.RedirectedLine, 3, ref random, 10)!;

            Assert.Contains(one.Programs.Source.Lines[4].Right, "tb");
            Assert.Equal(8, one.Predictions[0]);
            Assert.Equal(one.Programs.Source.Lines[1].Right - '0', one.Predictions[1]);
            Assert.Equal(one.Programs.SourceExecution.Value, one.Predictions[1]);
        }
    }

    [Fact]
    public void TheInterpreterIsRunWithAVariableReplaced()
    {
        Assert.Equal(7, InterchangeCases.AnswerWithRight(Program, 3, '7'));
        Assert.Equal(8, InterchangeCases.AnswerWithRight(Program, 3, 't'));
        Assert.Equal(2, InterchangeCases.AnswerWithRight(Program, 4, '7'));
    }

    [Fact]
    public void AProgramWithoutSuchASourceHasNone()
    {
        SymbolicProgram lonely = ProgramParser.Parse("k=2\nj=k\n#j:");
        RandomStream random = new Seed(1).Stream();

        Assert.Null(InterchangeCases.Draw(lonely, SourceEdit.RedirectedLine, 2, ref random, 10));
        Assert.Null(InterchangeCases.Draw(lonely, SourceEdit.UnrelatedDigit, 0, ref random, 10));
        Assert.Null(InterchangeCases.Draw(lonely, SourceEdit.MovedRoot, 1, ref random, 10));
    }

    [Fact]
    public void EveryVariableIsThereAtEveryLayerAndPlaceAndNothingMovesWhereNothingDiffers()
    {
        using var run = new TinyRun(5, 10);
        AbstractionResult result = AbstractionAnalysis.Run(run.Run, Spec, new Work());

        Assert.Contains("refers-to:2", result.Cells.Select(cell => cell.Variable));
        foreach (var one in result.Cells.GroupBy(cell => (cell.Variable, cell.Source, cell.Hops, cell.Place)))
        {
            Assert.Equal(Enumerable.Range(1, TinyRun.Spec.Layers), one.Select(cell => cell.Layer).Order());
        }

        Assert.All(result.Programs, group => Assert.InRange(group.NoOpLargestChange, 0, 1e-4));
        Assert.Equal([5, 10], result.Checkpoints.Select(checkpoint => checkpoint.Step));
        Assert.All(result.Checkpoints, checkpoint => Assert.Equal(result.Homes.Length, checkpoint.Cells.Length));
        var folder = new AnalysisFolder(run.Run, AbstractionAnalysis.Info.Name);
        folder.Write(Spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<AbstractionResult>()));
    }

    [Fact]
    public void PatchingAnInputTokenIsWritingThatToken()
    {
        // At layer 1 the patched run of a redirected query is the base program with the other name asked for: the model's own answer there.
        Transformer model = TinyRun.Weights(3);
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 6, MaximumHops: 2));
        RandomStream random = new Seed(9).Stream();
        var cases = ImmutableArray.CreateBuilder<InterchangeCase>();
        while (cases.Count < 12)
        {
            SymbolicProgram program = generator.Next(ref random);
            if (Interpreter.Run(program).Hops == 1
                && InterchangeCases.Draw(program, SourceEdit.RedirectedQuery, 0, ref random, 10) is { } one)
            {
                cases.Add(one);
            }
        }

        var group = new InterchangeGroup(SourceEdit.RedirectedQuery, 0, 1, 12, 12, cases.ToImmutable());
        InterchangePlace query = InterchangePlace.For(group.Edit, 1).Single(place => place.ToString() == "query");
        InterchangeCell cell = InterchangeSweep.Run(model, group, [(1, query)], new Work()).First(one => one.Variable == "queried-name");
        SymbolicProgram[] written = [.. cases.Select(one => one.Programs.Base with { Query = one.Programs.Source.Query })];
        int[] answers = Bindscope.Training.Loop.Predictor.Answers(model, written, 1, TestContext.Current.CancellationToken);

        // The reader of the sweep looks at digits alone, so only where the model says a digit must both agree.
        int agree = written.Where((program, i) => answers[i] == Interpreter.Run(program).Value).Count();
        Assert.True(cell.Accuracy.Value * 12 >= agree - 1e-9);
        Assert.Equal(12, cell.Accuracy.Programs);
    }

    [Fact]
    public void AVariableHasMovedInWhenItsAccuracyStaysUp()
    {
        InterchangeCell Cell(double accuracy) => new(
            "value:1", SourceEdit.RootDigit, 1, 2, "rhs:1", Proportion.Of(accuracy, 100), 0.1, null, Proportion.Of(0, 100));
        CheckpointAbstraction[] checkpoints =
            [.. new[] { (1, 0.0), (2, 0.9), (3, 0.1), (4, 0.6), (5, 1.0) }.Select(one => new CheckpointAbstraction(one.Item1, [Cell(one.Item2)]))];

        VariableHome home = Assert.Single(VariableHomes.MovedIn(VariableHomes.Of([Cell(1)]), [default], checkpoints, 0.5));
        Assert.Equal(((int?)3, 4), (home.After, home.Step));
        Assert.Empty(VariableHomes.Of([Cell(0.1)]));
    }
}
