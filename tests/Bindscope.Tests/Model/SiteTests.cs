using Bindscope.Errors;
using Bindscope.Model;

namespace Bindscope.Tests.Model;

public sealed class SiteTests
{
    [Fact]
    public void EverySitesTextIsReadBack()
    {
        foreach (Site site in Samples.Sites(Samples.Spec(layers: 12)))
        {
            Assert.Equal(site, Site.Parse(site.ToString()));
        }
    }

    [Theory]
    [InlineData("resid_pre:3", SiteKind.ResidualIn)]
    [InlineData("q:3", SiteKind.AttentionQ)]
    [InlineData("k:3", SiteKind.AttentionK)]
    [InlineData("v:3", SiteKind.AttentionV)]
    [InlineData("attention.scores:3", SiteKind.AttentionScores)]
    [InlineData("pattern:3", SiteKind.AttentionPattern)]
    [InlineData("z:3", SiteKind.AttentionZ)]
    [InlineData("result:3", SiteKind.AttentionHead)]
    [InlineData("attn_out:3", SiteKind.AttentionOut)]
    [InlineData("resid_mid:3", SiteKind.ResidualMid)]
    [InlineData("post:3", SiteKind.MlpHidden)]
    [InlineData("mlp_out:3", SiteKind.MlpOut)]
    [InlineData("resid_post:3", SiteKind.ResidualOut)]
    public void TheFieldsNamesAreAccepted(string text, SiteKind kind) => Assert.Equal(new Site(kind, 3), Site.Parse(text));

    [Fact]
    public void TransformerLensNamesAreReadWithTheirBlocksFromZero()
    {
        foreach (SiteKind kind in SiteKinds.All.Where(kind => kind != SiteKind.Logits))
        {
            Assert.Equal(new Site(kind, 3), Site.Parse($"blocks.2.{SiteKinds.HookOf(kind)}"));
            Assert.Equal(new Site(kind, 3), Site.Parse($"{SiteKinds.HookOf(kind)!.Split('.')[^1]}:3"));
        }

        Assert.Equal(new Site(SiteKind.ResidualIn, 2), Site.Parse("blocks.1.hook_resid_pre"));
        Assert.Equal(new Site(SiteKind.AttentionPattern, 1), Site.Parse("blocks.0.attn.hook_pattern"));
        Assert.Equal(new Site(SiteKind.ResidualIn, 1), Site.Parse("hook_embed"));
    }

    [Theory]
    [InlineData("blocks.1.attn.hook_rot_q")]
    [InlineData("blocks.1.ln1.hook_normalized")]
    [InlineData("ln_final.hook_normalized")]
    [InlineData("blocks.-1.hook_resid_pre")]
    [InlineData("blocks.1.resid_pre")]
    [InlineData("blocks.1.logits")]
    [InlineData("blocks.hook_resid_pre")]
    [InlineData("")]
    [InlineData("residual")]
    [InlineData("residual.in")]
    [InlineData("residual.in:0")]
    [InlineData("residual.in:-1")]
    [InlineData("residual.in:1:2")]
    [InlineData("Residual.In:1")]
    [InlineData("logits:1")]
    public void AnythingElseIsRefusedWithTheNames(string text)
    {
        var error = Assert.Throws<UserException>(() => Site.Parse(text));
        Assert.Contains("attention.pattern (attn.hook_pattern)", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTableOfNamesIsInTheOrderOfTheEnum() => Assert.Equal(Enum.GetValues<SiteKind>(), SiteKinds.All);
}
