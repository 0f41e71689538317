using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Attribution;

/// <summary>Adds a zero to every site of a kind and keeps it: its gradient is the gradient at the site.</summary>
internal sealed class GradientTap(SiteKind kind) : IActivationTap
{
    private readonly Dictionary<int, (Tensor Value, Tensor Zero)> layers = [];

    /// <summary>The site's value, and the zero that was added to it.</summary>
    /// <param name="layer">1-based.</param>
    internal (Tensor Value, Tensor Zero) this[int layer] => layers[layer];

    public bool Wants(Site site) => site.Kind == kind;

    public Tensor? Visit(Site site, Tensor value)
    {
        Tensor zero = zeros_like(value).requires_grad_(true).DetachFromDisposeScope();
        layers.Add(site.Layer, (value.detach().DetachFromDisposeScope(), zero));
        return value + zero;
    }

    /// <summary>Frees what was kept.</summary>
    internal void Free()
    {
        foreach ((Tensor value, Tensor zero) in layers.Values)
        {
            value.Dispose();
            zero.Dispose();
        }
    }
}
