using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Tests.Model;

namespace Bindscope.Tests.Interventions;

public sealed class InterventionJsonTests
{
    [Fact]
    public void EveryInterventionSurvivesTheRoundTrip()
    {
        var draw = new InterventionDraw(Samples.Spec(), new Random(1), rows: 3, length: 9);
        Intervention[] all =
        [
            .. SiteKinds.All.Select(draw.Patch),
            .. SiteKinds.All.SelectMany(draw.Others),
            new Intervention.CutEdges(draw.Edges(), RestOfPattern.Left),
            new Intervention.PatchEdges(draw.Edges(), RestOfPattern.Rescaled),
            new Intervention.PatchPath(Place.At(new Site(SiteKind.AttentionV, 2), TokenPositions.At(3), 1), new PathSender(SiteKind.MlpOut, 1)),
        ];
        Assert.Equal(
            typeof(Intervention).GetNestedTypes().Select(type => type.Name).Order(), all.Select(one => one.GetType().Name).Distinct().Order());
        string json = InterventionJson.Write(all);
        Assert.Equal(json, InterventionJson.Write(InterventionJson.Read(json, "test")));
    }

    [Fact]
    public void NamesAreThoseOfTheSitesAndAliasesAreRead()
    {
        const string Aliased = """[{"kind":"zero","where":{"kind":"resid_pre","layers":[3],"positions":{"kind":"same","positions":[5]}}}]""";
        Intervention one = Assert.Single(InterventionJson.Read(Aliased, "test"));
        var zero = Assert.IsType<Intervention.Zero>(one);
        Assert.Equal(SiteKind.ResidualIn, zero.Where.Kind);
        Assert.Empty(zero.Where.Heads);
        Assert.Contains("\"residual.in\"", InterventionJson.Write([one]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"kind":"zero"}]""", "where")]
    [InlineData("""[{"kind":"zeroo"}]""", "[0].kind: there is no kind 'zeroo'; there are patch, replaceWith,")]
    [InlineData(
        """[{"kind":"zero","where":{"kind":"residual.in","layers":[1],"positions":{"kind":"all"}}}]""",
        "[0].where.positions.kind: there is no kind 'all'; there are every, same, perRow")]
    [InlineData("""[{"where":{"kind":"residual.in","layers":[1],"positions":{"kind":"every"}}}]""", "needs a kind")]
    [InlineData("""[{"kind":"zero","where":{"kind":"residual.in","layers":[1],"positions":{}}}]""", "needs a kind")]
    [InlineData("""[{"kind":"zero","where":{"kind":"residual","layers":[1],"positions":{"kind":"every"}}}]""", "'residual' is no kind of site")]
    [InlineData("""[{"kind":"zero","where":{"kind":"residual.in","layers":[1],"positions":{"kind":"every"},"head":1}}]""", "head")]
    [InlineData("""[{"kind":"zero","where":{"kind":"residual.in","layers":[1],"layers":[1],"positions":{"kind":"every"}}}]""", "layers")]
    [InlineData("""{"kind":"zero"}""", "file.json")]
    [InlineData("null", "no list")]
    public void AnythingElseIsRefusedByName(string json, string named)
    {
        var error = Assert.Throws<UserException>(() => InterventionJson.Read(json, "file.json"));
        Assert.StartsWith("file.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
