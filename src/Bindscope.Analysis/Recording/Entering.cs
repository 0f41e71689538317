using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Recording;

/// <summary>What enters a layer.</summary>
internal static class Entering
{
    /// <summary>The residual stream of programs of one length, [B,T,D].</summary>
    internal static Tensor Of(Transformer model, int layer, IReadOnlyList<SymbolicProgram> programs) =>
        At(model, new Site(SiteKind.ResidualIn, layer), programs);

    /// <summary>The value of any site, in programs of one length.</summary>
    internal static Tensor At(Transformer model, Site site, IReadOnlyList<SymbolicProgram> programs)
    {
        var recorder = new ActivationRecorder(candidate => candidate == site);
        var prompts = Prompts.Of(programs);
        model.Residual(prompts.Tokens, prompts.Layout, recorder);
        return recorder[site];
    }
}
