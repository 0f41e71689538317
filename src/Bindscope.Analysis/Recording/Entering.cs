using Bindscope.Model;
using Bindscope.Programs.Language;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Recording;

/// <summary>What enters a layer.</summary>
internal static class Entering
{
    /// <summary>The residual stream of programs of one length, [B,T,D]; the caller's scope's.</summary>
    internal static Tensor Of(Transformer model, int layer, IReadOnlyList<SymbolicProgram> programs)
    {
        var site = new Site(SiteKind.ResidualIn, layer);
        using var recorder = new ActivationRecorder(candidate => candidate == site);
        Tensor tokens = Rows.Tokens(programs, model.Device); // [B, T]
        using Tensor unused = model.Residual(tokens, new SequenceLayout((int)tokens.size(1)), tap: recorder);
        return recorder[site].clone();
    }
}
