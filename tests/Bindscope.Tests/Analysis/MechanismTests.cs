using System.Collections.Immutable;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Tests.Analysis;

public sealed class MechanismTests
{
    private static readonly MechanismSpec Spec = new(5, new PairSelection(Programs: 4, Solved: SolvedRule.All), Overwritten: 10);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void EveryMechanismPredictsAnotherAnswer(int hops, int depth)
    {
        MechanismCase[] found = [.. Cases(hops, depth)];
        Assert.InRange(found.Length, 20, 400);
        Assert.All(found, one =>
        {
            int value = one.ValueIn(present: false), held = one.ValueIn(present: true);
            int[] constants = [.. one.Present.Base.Lines.Where(line => line.IsConstant).Select(line => line.Right - '0')];
            Assert.Equal(5, new[] { value, held, one.ByLine, one.ByName, one.Kept }.Distinct().Count());
            Assert.Contains(held, constants);
            Assert.DoesNotContain(value, constants);
        });
    }

    /// <summary>The interpreter, asked with just the address changed, gives what each address predicts.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void PredictionsAreTheInterpreters(int hops, int depth) => Assert.All(Cases(hops, depth), one =>
    {
        SymbolicProgram program = one.Present.Base, source = one.Present.Source;
        ImmutableArray<int> chain = one.Present.BaseExecution.ChainLines, moved = one.Present.SourceExecution.ChainLines;
        Assert.Equal(chain.SetItem(depth - 1, one.AddressLine), moved);
        char name = source.Lines[one.AddressLine - 1].Name;
        Assert.NotEqual(program.Lines[chain[depth - 1] - 1].Name, name);

        int user = chain[depth];
        Assert.Equal(name, source.Lines[user - 1].Right);
        SymbolicProgram redirected = program with { Lines = program.Lines.SetItem(user - 1, program.Lines[user - 1] with { Right = name }) };
        Assert.Equal(one.ByName, Interpreter.Run(redirected).Value);
        Assert.Equal(one.ByLine, one.Present.BaseExecution.Lines[one.AddressLine - 1].Value);
    });

    [Fact]
    public void SharesAreThoseThatMadeTheAnswers()
    {
        MechanismCase[] cases = [.. Cases(2, 1).Take(120)];
        Mechanism[] truth = [Mechanism.Value, Mechanism.Line, Mechanism.Line, Mechanism.Self, Mechanism.Kept, Mechanism.Name];
        MechanismAnswer[] answers =
        [
            .. cases.Select((one, i) => new MechanismAnswer(
                one, OneHot(one, truth[i % truth.Length], present: true, i), OneHot(one, truth[i % truth.Length], present: false, i))),
        ];

        MechanismCell cell = MechanismFit.Of(3, "colon", answers, 10);
        double sixth = 1.0 / 6;
        Assert.Equal(sixth, cell.Value.Value, 0.05);
        Assert.Equal(2 * sixth, cell.Line.Value, 0.05);
        Assert.Equal(sixth, cell.Name.Value, 0.05);
        Assert.Equal(sixth, cell.Self.Value, 0.05);
        Assert.Equal(sixth, cell.Kept.Value, 0.05);
        Assert.All(Enum.GetValues<Mechanism>(), which => Assert.InRange(cell.Of(which).Value, cell.Of(which).Low, cell.Of(which).High));
    }

    [Fact]
    public void AMixtureThatIsRightAgreesAndOneOfOtherProgramsDoesNot()
    {
        MechanismCase[] cases = [.. Cases(2, 1).Take(60)];
        MechanismAnswer[] answers = [.. cases.Select((one, i) => new MechanismAnswer(
            one, OneHot(one, Mechanism.Line, present: true, i), OneHot(one, Mechanism.Line, present: false, i)))];

        MechanismCell cell = MechanismFit.Of(3, "colon", answers, 10);
        Assert.Equal(1, cell.Line.Value, 1e-3);
        Assert.Equal(1, cell.Agreement.Value, 1e-3);
        Assert.InRange(cell.Shuffled, 0, 0.5);
        Assert.All(cell.ByLine, one => Assert.Equal(1, one.Share.Value));
    }

    [Fact]
    public void SimilarityIsOneForEqualsAndZeroForWhatSharesNothing()
    {
        Assert.Equal(1, MechanismMixture.Similarity([0.3, 0.7], [0.3, 0.7]), 1e-12);
        Assert.Equal(0, MechanismMixture.Similarity([1, 0], [0, 1]), 1e-12);
    }

    [Fact]
    public void BindingAnUnusedLineToTheQueriedNameChangesNoAnswer()
    {
        SymbolicProgram program = ProgramParser.Parse("a=1\nb=2\nc=3\nk=7\nj=k\n#j:");
        SymbolicProgram[] variants = OverwrittenNames.Variants(program, new Seed(3))!;
        Assert.Equal([1, 2, 3, 4], variants.Select(one => one.Lines.Count(line => line.Name == 'j')));
        Assert.All(variants, one => Assert.Equal(7, Interpreter.Run(one).Value));
        Assert.Null(OverwrittenNames.Variants(ProgramParser.Parse("a=1\nb=a\nc=3\nk=7\nj=k\n#j:"), new Seed(3)));
    }

    [Fact]
    public void AnAnswerIsWrittenAndReadBackAndEveryLayerIsThere()
    {
        using var run = new TinyRun(0, 5);
        MechanismResult result = MechanismAnalysis.Run(run.Run, Spec, new Work());

        Assert.All(result.Groups, map =>
        {
            Assert.NotNull(map.Untrained);
            Assert.Equal(Enumerable.Range(1, TinyRun.Spec.Layers), map.Cells.Select(cell => cell.Layer).Distinct());
        });
        Assert.Equal([2], result.BeforeQuery.Select(one => one.Hops));
        Assert.NotEmpty(MechanismAnalysis.Views(result));
        AnalysisFolder folder = MechanismAnalysis.Info.Folder(run.Run, Spec);
        folder.Write(Spec, result);
        Assert.Equal(AnalysisFolder.ToJson(result), AnalysisFolder.ToJson(folder.Read<MechanismResult>()));
    }

    /// <summary>Where a patch moves nothing every model that keeps the answer agrees: these places do not count for those where something moves.</summary>
    [Fact]
    public void AgreementIsGivenApartWhereSomethingMoves()
    {
        MechanismCell moved = Cell(kept: 0.89, agreement: 0.94, shuffled: 0.2), moves = Cell(kept: 0.1, agreement: 0.96, shuffled: 0.4);
        var map = new MechanismMap(2, 1, 9, 9, 9, [moved, moves, Cell(kept: 0.9, agreement: 1, shuffled: 0.9)], null);
        View table = Agreements(map);

        Assert.Equal(["places", "number", "mean agreement", "with 0.95 or more", "mean, shuffled"], table.Columns);
        Assert.Equal(
            [["something moves: less than 90 % kept", "2", "0.95", "1", "0.30"], ["nothing moves", "1", "1.00", "1", "0.90"]],
            table.Rows.Select(row => row.Select(cell => cell.Text).ToArray()));
        Assert.Equal("nothing moves", Assert.Single(Agreements(map with { Cells = [map.Cells[2]] }).Rows)[0].Text);

        static View Agreements(MechanismMap map) => MechanismAnalysis.Views(new MechanismResult(MechanismResult.CurrentFormat, 5, 1, [map], [], []))
            .Single(view => view.Title.StartsWith("how well the fitted mixture", StringComparison.Ordinal));

        static MechanismCell Cell(double kept, double agreement, double shuffled)
        {
            Estimate At(double value) => new(value, value, value, 9);
            return new(1, "colon", At(0), At(0), At(0), At(0), At(kept), At(1 - kept), At(agreement), shuffled, []);
        }
    }

    [Fact]
    public void WhereNoProgramFitsTheErrorSaysWhatToDo()
    {
        using var run = new TinyRun(0, 5);
        var none = Spec with { Selection = Spec.Selection with { Hops = [7] } };
        Assert.Contains("--hops", Assert.Throws<UserException>(() => MechanismAnalysis.Run(run.Run, none, new Work())).Hint, StringComparison.Ordinal);
    }

    /// <summary>A compiled model's weights in random order: nothing was built, so nothing is found, neither in the map nor before the query.</summary>
    [Fact]
    public void AModelWithoutACircuitHasNoMechanism()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-mechanisms-");
        try
        {
            var circuit = new Circuit(CircuitKind.Values, HasShortcut: false, TestPrograms: 300, EvaluationPrograms: 20);
            Run shuffled = CompiledRun.WriteShuffled(
                circuit, Path.Combine(folder.FullName, "shuffled"), new Seed(1), 1, TestContext.Current.CancellationToken);
            var selection = new PairSelection(Programs: 12, Solved: SolvedRule.All, Hops: [3], AnswerLines: [AnswerLineGroup.Later]);
            MechanismResult result = MechanismAnalysis.Run(
                shuffled, new MechanismSpec(shuffled.Preset.Training.Steps, selection, Overwritten: 20), new Work());

            Assert.All(result.Groups.SelectMany(map => map.Cells), cell => Assert.All(
                new[] { cell.Value, cell.Line, cell.Name, cell.Self }, share => Assert.InRange(share.Value, 0, 0.4)));
            Assert.All(result.BeforeQuery, one => Assert.InRange(one.Followed.Value, 0, 0.4));
            Assert.All(result.Overwritten, one => Assert.InRange(one.Right.Value, 0, 0.4));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<MechanismCase> Cases(int hops, int depth)
    {
        var generator = new ProgramGenerator(new GeneratorSpec(Lines: 12, MaximumHops: 3));
        RandomStream random = new Seed(5).Stream();
        for (int i = 0; i < 600; i++)
        {
            SymbolicProgram program = generator.Next(ref random);
            if (Interpreter.Run(program).Hops == hops && MechanismCases.Draw(program, depth, new Seed(9).Split(i), 10) is { } one)
            {
                yield return one;
            }
        }
    }

    private static double[] OneHot(MechanismCase one, Mechanism mechanism, bool present, int i)
    {
        var probabilities = new double[10];
        int said = MechanismMixture.Said(one, present)[(int)mechanism];
        probabilities[said < 0 ? i * 7 % 10 : said] = 1;
        return probabilities;
    }
}
