using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;

namespace Bindscope.Tests.Training;

public sealed class BatchBuilderTests
{
    private static readonly SymbolicProgram Sample = ProgramParser.Parse("k=2\nj=k\nt=8\n#j:");

    private static readonly string Prefix = "k=2\nj=k\nt=8\n";

    [Fact]
    public void EveryNextTokenIsAskedForAndTheAnswerLast()
    {
        var batch = Build([Sample, ProgramParser.Parse("a=5\nb=a\na=7\n#b:")], new Objective());

        Assert.Equal(new SequenceLayout(15), batch.Layout);
        Assert.Equal((2, 2), (batch.Programs, batch.Answers));
        Assert.Equal(Prefix + "#j:", Text(batch, 0));
        Assert.Equal("a=5\nb=a\na=7\n#b:", Text(batch, 1));
        Assert.Equal([14, 29], batch.Places[..2]);
        Assert.Equal([2, 5], batch.Targets[..2]);
        Assert.Equal([.. Enumerable.Range(0, 14).Concat(Enumerable.Range(15, 14))], batch.Places[2..]);
        Assert.Equal([.. batch.Places[2..].Select(place => batch.Tokens[place + 1])], batch.Targets[2..]);
        Assert.All(batch.Weights, weight => Assert.Equal(1f / 15, weight));
        Assert.Equal(30, batch.Weights.Length);
    }

    [Fact]
    public void RightHandSidesCanBeLeftOutAndTheOthersWeighWhatTheyDid()
    {
        var batch = Build([Sample], new Objective(LossScope.NoRightHandSides));

        Assert.Equal([14, 0, 2, 3, 4, 6, 7, 8, 10, 11, 12, 13], batch.Places);
        Assert.DoesNotContain(batch.Places, place => Text(batch, 0)[place] == '=');
        Assert.Equal([2, .. batch.Places[1..].Select(place => batch.Tokens[place + 1])], batch.Targets);
        Assert.All(batch.Weights, weight => Assert.Equal(1f / 15, weight));
    }

    [Fact]
    public void TheAnswerAloneIsAskedForAtTheColon()
    {
        var batch = Build([Sample], new Objective(LossScope.Answer));

        Assert.Equal(Prefix + "#j:", Text(batch, 0));
        Assert.Equal(new SequenceLayout(15), batch.Layout);
        Assert.Equal([14], batch.Places);
        Assert.Equal([2], batch.Targets);
        Assert.Equal([1], batch.Weights);
        Assert.Equal(1, batch.Answers);
    }

    [Fact]
    public void TheExtraTermsHaveTheirOwnPlacesAndWeights()
    {
        var batch = Build([Sample], new Objective(LossScope.Answer, AnswerAtQueryVariable: 0.5, ValueAtRightHandSide: 0.25));

        Assert.Equal([14, 13, 2, 6, 10], batch.Places);
        Assert.Equal([2, 2, 2, 2, 8], batch.Targets);
        Assert.Equal([1, 0.5f, 0.25f / 3, 0.25f / 3, 0.25f / 3], batch.Weights);
        Assert.Equal(1, batch.Answers);
    }

    [Fact]
    public void ManyQueriesShareTheProgramAndAskForDifferentVariables()
    {
        var batch = Build([Sample, Sample], new Objective(LossScope.Answer, Queries: 3, AnswerAtQueryVariable: 2));

        Assert.Equal(new SequenceLayout(12, 3, 3), batch.Layout);
        Assert.Equal((2, 6), (batch.Programs, batch.Answers));
        for (var row = 0; row < 2; row++)
        {
            var text = Text(batch, row);
            Assert.StartsWith(Prefix + "#j:", text, StringComparison.Ordinal);
            Assert.Equal(["#j:", "#k:", "#t:"], text[12..].Chunk(3).Select(query => new string(query)).Order(StringComparer.Ordinal));
            for (var query = 0; query < 3; query++)
            {
                var (place, asked) = (row * 21 + 12 + 3 * query, text[13 + 3 * query]);
                Assert.Equal(place + 2, batch.Places[3 * row + query]);
                Assert.Equal(asked == 't' ? 8 : 2, batch.Targets[3 * row + query]);
                Assert.Equal(place + 1, batch.Places[6 + 3 * row + query]);
                Assert.Equal(batch.Targets[3 * row + query], batch.Targets[6 + 3 * row + query]);
                Assert.Equal((1f / 3, 2f / 3), (batch.Weights[3 * row + query], batch.Weights[6 + 3 * row + query]));
            }
        }
    }

    [Fact]
    public void WhenTheVariablesRunOutTheListStartsOver()
    {
        var text = Text(Build([Sample], new Objective(LossScope.Answer, Queries: 8)), 0)[12..];

        Assert.Equal(24, text.Length);
        Assert.Equal(text[..9], text[9..18]);
        Assert.Equal(text[..6], text[18..]);
    }

    [Fact]
    public void NoFurtherQueryIsDeeperThanAllowed()
    {
        var program = ProgramParser.Parse("k=2\nj=k\nt=8\n#t:");
        for (ulong seed = 0; seed < 20; seed++)
        {
            var batch = BatchBuilder.Build([program], new Objective(LossScope.Answer, Queries: 2), 1, new Seed(seed), 0);
            Assert.Equal("#t:#k:", Text(batch, 0)[12..]);
        }
    }

    [Fact]
    public void EveryDepthIsAsLikelyToBeAskedForHoweverManyVariablesHaveIt()
    {
        // One variable of depth 2 beside four of depth 1; the query itself is one more of depth 1.
        var program = ProgramParser.Parse("k=2\nj=k\na=1\nb=3\nc=4\nd=5\n#d:");
        var deep = Enumerable.Range(0, 2_000)
            .Count(from => Text(BatchBuilder.Build([program], new Objective(LossScope.Answer, Queries: 2), 2, new Seed(1), from), 0)[28] == 'j');

        Assert.InRange(deep, 900, 1_100); // 1,000 and 4.5 standard deviations
    }

    [Fact]
    public void AReboundVariableIsAskedForByItsLastValue()
    {
        var batch = Build([ProgramParser.Parse("a=5\nb=a\na=7\n#b:")], new Objective(LossScope.Answer, Queries: 2));

        Assert.Equal("#b:#a:", Text(batch, 0)[12..]);
        Assert.Equal([5, 7], batch.Targets);
    }

    [Fact]
    public void APartOfABatchIsThatPartOfTheWhole()
    {
        var programs = Programs(8);
        var objective = TinyPresets.Fresh.Training.Objective with { Queries = 4 };
        var whole = BatchBuilder.Build(programs, objective, 2, new Seed(9), 0);
        var first = BatchBuilder.Build(programs[..3], objective, 2, new Seed(9), 0);
        var second = BatchBuilder.Build(programs[3..], objective, 2, new Seed(9), 3);

        Assert.Equal(whole.Tokens, first.Tokens.Concat(second.Tokens));
        Assert.Equal(whole.Targets.Take(32), first.Targets.Take(12).Concat(second.Targets.Take(20)));
    }

    [Fact]
    public void WeightsAddUpToTheProgramsTimesTheTerms()
    {
        var programs = Programs(5);
        Assert.Equal(5, Build(programs, new Objective()).Weights.Sum(), 1e-4);
        Assert.Equal(5 * (1 + 2 + 0.5), Build(programs, new Objective(LossScope.Answer, 6, 2, 0.5)).Weights.Sum(), 1e-4);
    }

    [Fact]
    public void EveryTargetIsWhatThePlacesProgramResolvesTo()
    {
        var batch = Build(Programs(20), new Objective(LossScope.Answer, 4, 1, 1));
        for (var i = 0; i < batch.Places.Length; i++)
        {
            var (row, at) = (batch.Places[i] / batch.Layout.Length, batch.Places[i] % batch.Layout.Length);
            var text = Text(batch, row);

            // Cut off at a line: what the line's name resolves to there. In a query: what the program resolves to with that query.
            var program = at < 16 ? text[..(at + 2)] + $"#{text[at - 2]}:" : text[..16] + $"#{text[at - (at - 16) % 3 + 1]}:";
            Assert.Equal(Interpreter.Run(ProgramParser.Parse(program)).Value, batch.Targets[i]);
        }
    }

    private static SymbolicProgram[] Programs(int count)
    {
        var generator = new ProgramGenerator(TinyPresets.Fresh.Task);
        var random = new Seed(5).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => generator.Next(ref random))];
    }

    private static Batch Build(SymbolicProgram[] programs, Objective objective) => BatchBuilder.Build(programs, objective, 2, new Seed(1), 0);

    private static string Text(Batch batch, int row)
        => string.Concat(batch.Tokens.AsSpan(row * batch.Layout.Length, batch.Layout.Length).ToArray().Select(id => Tokenizer.Decode(id)));
}
