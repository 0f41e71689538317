using System.Collections.Immutable;
using Bindscope.Analysis.HeadStatistics;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Language;

namespace Bindscope.Tests.Analysis;

public sealed class HeadAnalysisTests
{
    private static readonly ProgramPair Pair = ProgramPair.Of(
        ProgramParser.Parse("k=2\nj=k\nt=8\nw=j\n#w:"), ProgramParser.Parse("k=7\nj=k\nt=8\nw=j\n#w:"));

    [Fact]
    public void ThePartsSumToTheLogitDifference()
    {
        Transformer model = TinyRun.Weights(3);
        HeadResult result = HeadAnalysis.Of(model, 3, [Pair, Pair.Swapped()], 2, new Work());

        Assert.Equal(1 + (2 * (2 + 1 + 1)) + 1, result.Logits.Length);
        Assert.NotEqual(0, result.LogitDifference);
        Assert.Equal(result.LogitDifference, result.Logits.Sum(share => share.Contribution.Value), 1e-3);
    }

    private static readonly ImmutableArray<TokenRole> Chain = TokenRole.Chain(3);

    [Fact]
    public void WeightsAreSharesAndEntropyIsBounded()
    {
        Transformer model = TinyRun.Weights(3);
        HeadResult result = HeadAnalysis.Of(model, 3, [Pair], 1, new Work());

        Assert.Equal(4, result.Heads.Length);
        foreach (HeadAttention head in result.Heads)
        {
            Assert.All(
                new[] { head.PreviousToken, head.TwoBack, head.LineStart, head.SameName, head.Binding }, share => Assert.InRange(share, 0, 1));
            Assert.InRange(head.Entropy, 0, Math.Log2(19));
            Assert.Equal(10, head.BetweenRoles.Count(pair => Chain.Contains(pair.From) && Chain.Contains(pair.To)));
            Assert.All(head.BetweenRoles, pair => Assert.True(pair.Weight >= 0.1 || (Chain.Contains(pair.From) && Chain.Contains(pair.To))));
        }
    }

    [Fact]
    public void AHeadThatLooksAtThePreviousTokenIsSeenToDoSo()
    {
        HeadAttention head = With(query => query == 0 ? 0 : query - 1);

        Assert.Equal((1, 0, 0), (head.PreviousToken, head.TwoBack, head.Entropy));
        Assert.Equal(1, head.BetweenRoles.Single(pair => pair.To == TokenRole.Colon && pair.From == TokenRole.Query).Weight);
    }

    [Fact]
    public void AHeadThatLooksFromNewlineToNewlineIsSeenToDoSo()
    {
        // The newlines after the three chain lines stand at 3, 7 and 15.
        HeadAttention head = With(query => query switch { 7 => 3, 15 => 7, _ => query });
        TokenRole Newline(int depth) => new(TokenRoleKind.ChainRight, depth, 1);
        Assert.Equal(1, head.BetweenRoles.Single(pair => pair.To == Newline(2) && pair.From == Newline(1)).Weight);
        Assert.Equal(1, head.BetweenRoles.Single(pair => pair.To == Newline(3) && pair.From == Newline(2)).Weight);
        Assert.DoesNotContain(head.BetweenRoles, pair => pair.To == Newline(3) && pair.From == Newline(1));
    }

    [Fact]
    public void IntervalsAreOverProgramsDrawnWhole()
    {
        var sums = new ProgramSums();
        for (int program = 0; program < 50; program++)
        {
            sums.Add(program, program % 2);
            sums.Add(program, program % 2);
            sums.Add(program, program % 2);
        }

        // Half of the programs are all ones: as much is known as from 50 tosses of a coin, though there are 150 numbers.
        Estimate mean = sums.Mean(new());
        Assert.Equal((0.5, 50), (mean.Value, mean.Programs));
        Assert.InRange(mean.High - mean.Low, 0.2, 0.32);
        Assert.Equal(default, new ProgramSums().Mean(new()));
    }

    [Fact]
    public void AHeadThatLooksUpVariablesIsSeenToDoSo()
    {
        // k=2 j=k t=8 w=j #w: - the variables stand at 6, 14 and 17, and are bound at 2, 6 and 14.
        HeadAttention head = With(query => query switch { 6 => 2, 14 => 6, 17 => 14, _ => query });

        Assert.Equal(1, head.Binding);
        Assert.Equal(0, head.SameName);
        Assert.Equal(1, head.BetweenRoles.Single(pair => pair.To == TokenRole.Right(3) && pair.From == TokenRole.Right(2)).Weight);
    }

    [Fact]
    public void AHeadThatLooksAtTheSameNameIsSeenToDoSo() =>
        Assert.Equal(1, With(query => query switch { 6 => 0, 14 => 4, 17 => 12, _ => query }).SameName);

    [Fact]
    public void AHeadThatLooksAtTheLinesStartIsSeenToDoSo() => Assert.Equal(1, With(query => query - (query % 4)).LineStart);

    private static HeadAttention With(Func<int, int> lookedAt)
    {
        const int length = 19;
        var pattern = new float[length * length];
        for (int query = 0; query < length; query++)
        {
            pattern[(query * length) + lookedAt(query)] = 1;
        }

        var tally = new AttentionTally(TinyRun.Spec with { Layers = 1, Heads = 1 });
        tally.Add(0, 0, pattern, length, 0, Pair);
        return Assert.Single(tally.Result());
    }
}
