using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Tests.Analysis;

public sealed class SinglePatchTests
{
    private static readonly ProgramPair Pair = ProgramPair.Of(
        ProgramParser.Parse("k=2\nj=k\nt=8\nw=j\n#w:"), ProgramParser.Parse("k=7\nj=k\nt=8\nw=j\n#w:"));

    [Theory]
    [InlineData("residual.in:1", "rhs:1")]
    [InlineData("residual.out:2", "colon")]
    [InlineData("logits", "colon")]
    public void PatchingEverythingThatReachesTheAnswerGivesTheSource(string site, string role)
    {
        PairPatchResult result = Patch(site, role);

        Assert.Equal("changed", result.Effect);
        Assert.Equal(result.SourceTop, result.PatchedTop);
        Assert.All(result.Source.Zip(result.Patched), logits => Assert.Equal(logits.First, logits.Second, 1e-4));
    }

    [Theory]
    [InlineData("residual.in:1", "rhs:2", "unchanged")]
    [InlineData("attention.head:2", "name:1", "unchanged")]
    [InlineData("residual.out:2", "query", "unreachable")]
    public void APatchThatCannotChangeTheAnswerSaysSo(string site, string role, string effect)
    {
        PairPatchResult result = Patch(site, role);

        Assert.Equal(effect, result.Effect);
        Assert.Equal(result.Base, result.Patched);
    }

    [Theory]
    [InlineData("residual.in:3", 0, "colon", "layers 1-2")]
    [InlineData("attention.head:1", 3, "colon", "heads 1-2")]
    [InlineData("residual.in:1", 2, "colon", "residual.in has no heads")]
    [InlineData("residual.in:1", 0, "rhs:4", "depths 1-3")]
    [InlineData("residual.between:1", 0, "colon", "residual.in")]
    public void WhatDoesNotExistIsRefusedWithWhatDoes(string site, int head, string role, string said)
    {
        var wrong = Assert.Throws<UserException>(() => Patch(site, role, head));
        Assert.Contains(said, $"{wrong.Message} {wrong.Hint}", StringComparison.Ordinal);
    }

    [Fact]
    public void AnyInterventionsAreDoneAtOnce()
    {
        Transformer model = TinyRun.Weights(3);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Place everything = new(SiteKind.ResidualIn, [2], new TokenPositions.Every());
        PairPatchResult patched = PairPatch.Intervene(model, Pair, [new Intervention.Patch(everything)], cancellation);
        PairPatchResult undone = PairPatch.Intervene(
            model, Pair.Swapped(), [new Intervention.Zero(everything), new Intervention.Patch(everything)], cancellation);

        Assert.Equal((-1, "changed"), (patched.Position, patched.Effect));
        Assert.All(patched.Source.Zip(patched.Patched), logits => Assert.Equal(logits.First, logits.Second, 1e-4));
        Assert.All(patched.Base.Zip(undone.Patched), logits => Assert.Equal(logits.First, logits.Second, 1e-4));
        var nothing = new Intervention.Zero(everything with { Positions = new TokenPositions.Same([]) });
        Assert.Equal("absent", PairPatch.Intervene(model, Pair, [nothing], cancellation).Effect);
    }

    [Fact]
    public void TheMapOfOneProgramIsNormalisedByItsLargestRise()
    {
        Transformer model = TinyRun.Weights(3);
        ProgramPair pair = ResidualMap.WithOtherDigit(Pair.Base, new Seed(1));
        PatchMap map = ResidualMap.Run(model, 3, pair, new Work());

        Assert.Equal(2 * 19, map.Cells.Length);
        Assert.Equal("k=2\nj=k\nt=8\nw=j\n#w:", string.Concat(map.Tokens.Select(token => token.Text)));
        Assert.Equal(["rhs:1", "rhs:2", "rhs:3", "query", "colon"], map.Tokens.Select(token => token.Role).OfType<string>());
        double largest = map.Cells.Max(cell => cell.NewDigitChange);
        Assert.All(map.Cells, cell => Assert.Equal(largest > 0 ? cell.NewDigitChange / largest : 0, cell.Normalised, 1e-9));
        Assert.All(map.Cells.Where(cell => cell.Position < 2), cell => Assert.Equal((0, false), (cell.NewDigitChange, cell.Changed)));
        MapCell root = map.Cells.Single(cell => cell.Layer == 1 && cell.Position == 2);
        Assert.Equal(map.SourceLogits[map.SourceAnswer] - map.BaseLogits[map.SourceAnswer], root.NewDigitChange, 1e-4);
        Assert.All(map.Cells, cell => Assert.Equal(cell.Changed, cell.Logits is not null));
        Assert.Equal(root.NewDigitChange, root.Logits!.Value[map.SourceAnswer] - map.BaseLogits[map.SourceAnswer], 1e-3);
        Assert.Equal(root.Top, root.Logits.Value.IndexOf(root.Logits.Value.Max()));
    }

    private static PairPatchResult Patch(string site, string role, int head = 0)
    {
        Transformer model = TinyRun.Weights(3);
        return PairPatch.Run(model, Pair, new PairPatchSpec(site, head, TokenRole.Parse(role)), CancellationToken.None);
    }
}
