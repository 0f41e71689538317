using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Tests.Model;

namespace Bindscope.Tests.Interventions;

public sealed class InterventionProblemsTests
{
    private static readonly ModelSpec Spec = Samples.Spec(layers: 2, heads: 3);
    private static readonly TokenPositions First = TokenPositions.At(0);

    [Fact]
    public void WhatTheModelDoesNotHaveIsNamedAndWhatItHasIsListed()
    {
        Refused(new Intervention.Zero(new Place(SiteKind.ResidualIn, [3], First)), "there is no layer 3", "layers 1-2");
        Refused(new Intervention.Zero(new Place(SiteKind.AttentionZ, [1], First, [4])), "there is no head 4", "heads 1-3");
        Refused(new Intervention.Zero(new Place(SiteKind.ResidualIn, [1], TokenPositions.At(8))), "there is no position 8", "positions 0-7");
        Refused(new Intervention.Zero(new Place(SiteKind.MlpOut, [1], First, [1])), "mlp.out has no heads");
        Refused(new Intervention.Zero(new Place(SiteKind.Logits, [1], First)), "the logits belong to no layer");
        Refused(new Intervention.Zero(new Place(SiteKind.MlpOut, [1, 1], First)), "layer 1 is listed twice");
        Refused(new Intervention.Zero(new Place(SiteKind.MlpOut, [1], TokenPositions.At([1, 2, 3]))), "given for 3 rows, there are 2");
    }

    [Fact]
    public void ContentThatDoesNotFitIsRefused()
    {
        var place = new Place(SiteKind.AttentionZ, [1], First, [1]);
        Refused(new Intervention.ReplaceWith(place, [1, 2]), "the vector has 2 numbers, the site's vectors have 4");
        Refused(new Intervention.ReplaceWithEach(place, [[1, 2, 3, 4]]), "vectors are given for 1 rows, there are 2");
        Refused(new Intervention.AddEach(place, [[1, 2, 3, 4], [1]]), "the vector has 1 numbers");
        Refused(new Intervention.Add(place, [1, 2, 3, float.NaN]), "not finite");
        Refused(new Intervention.Mean(place, []), "one mean is needed for layer 1 head 1");
        Refused(new Intervention.Project(place, new Subspace([[1, 0, 0, 0], [1, 0, 0, 0]]), KeptPart.Inside), "not orthonormal");
        Refused(new Intervention.Project(place with { Kind = SiteKind.AttentionPattern }, new Subspace([[1]]), KeptPart.Inside), "no subspaces");
        Refused(new Intervention.Patch(place, new TokenPositions.Same([1, 2])), "1 positions and 2 source positions");
        Refused(
            new Intervention.CutEdges(new EdgePlace([1], [1], new TokenEdges.Same([new(2, 5)])), RestOfPattern.Left),
            "position 2 does not see position 5");
    }

    [Fact]
    public void APathThatDoesNotExistIsRefused()
    {
        Place values = Place.At(new Site(SiteKind.AttentionV, 2), First, 1);
        Refused(new Intervention.PatchPath(values, new PathSender(SiteKind.ResidualMid, 1)), "a path begins at attention.head, attention.out or mlp.out, not at residual.mid");
        Refused(new Intervention.PatchPath(values with { Kind = SiteKind.AttentionZ }, new PathSender(SiteKind.MlpOut, 1)), "a path ends at attention.q, attention.k, attention.v, mlp.hidden, mlp.out or logits, not at attention.z");
        Refused(new Intervention.PatchPath(values, new PathSender(SiteKind.MlpOut, 2)), "attention.v of layer 2 does not read mlp.out of layer 2: name the layers from 3 on");
        Refused(new Intervention.PatchPath(new Place(SiteKind.MlpOut, [], First), new PathSender(SiteKind.AttentionOut, 2)), "mlp.out of layer 1 does not read attention.out of layer 2: name the layers from 2 on");
        Refused(new Intervention.PatchPath(values, new PathSender(SiteKind.AttentionHead, 1, 4)), "there is no head 4");
        Refused(new Intervention.PatchPath(values, new PathSender(SiteKind.MlpOut, 1, 1)), "mlp.out has no heads");
    }

    [Fact]
    public void ARequestThatCannotBeRunIsRefused()
    {
        SweepRequest fits = Request(SweepCell.Patch(new Site(SiteKind.ResidualIn, 1), First));
        Refused(fits with { Source = null }, "there is none");
        Refused(fits with { Source = fits.Base }, "the source of row 1 is the base itself");
        Refused(fits with { Source = new TokenRows([[0, 1, 2], [0, 1, 2]]) }, "2 rows of 3");
        Refused(fits with { ReadOut = ReadOut.At(8, 2, 2) }, "one position for each of the 2 rows");
        Refused(fits with { ReadOut = ReadOut.At(7, 2, 99) }, "token ids");
        Refused(fits with { Cells = [new SweepCell([])] }, "there is no intervention");
        Refused(fits with { Base = new TokenRows([[.. Enumerable.Repeat(99, 8)], [.. Enumerable.Repeat(0, 8)]]) }, "the token 99");
        Assert.Throws<UserException>(() => new TokenRows([]));
        Assert.Throws<UserException>(() => new TokenRows([[1, 2], [1]]));
        Assert.Throws<UserException>(() => Subspace.Spanning([[1, 2], [2, 4]]));
    }

    private static void Refused(Intervention intervention, params string[] expected)
    {
        UserException error = Refused(Request(new SweepCell([intervention])), expected[0]);
        Assert.All(expected[1..], part => Assert.Contains(part, error.Hint, StringComparison.Ordinal));
    }

    private static UserException Refused(SweepRequest request, string expected)
    {
        Transformer model = Samples.Model(Spec, 1);
        var error = Assert.Throws<UserException>(() => SweepSamples.Fast(model, request));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<UserException>(() => SweepSamples.Naive(model, request)).Message);
        return error;
    }

    private static SweepRequest Request(SweepCell cell)
    {
        int[] row = [0, 1, 2, 3, 4, 5, 6, 0];
        int[] other = [0, 1, 2, 3, 4, 5, 6, 1];
        ImmutableArray<SweepCell> cells = [cell];
        return new SweepRequest(new TokenRows([row, row]), new TokenRows([other, other]), cells, ReadOut.At(7, 2, 2));
    }
}
