using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Recording;

/// <summary>Keeps the values of chosen sites of one forward pass. What it keeps is freed with it.</summary>
internal sealed class ActivationRecorder(Predicate<Site> wanted) : IActivationTap, IDisposable
{
    private readonly Dictionary<Site, Tensor> values = [];

    /// <summary>A site's value, shaped as <see cref="SiteKind"/> says; the recorder's own.</summary>
    internal Tensor this[Site site] => values[site];

    public bool Wants(Site site) => wanted(site);

    public Tensor? Visit(Site site, Tensor value)
    {
        values.Add(site, value.detach().DetachFromDisposeScope());
        return null;
    }

    public void Dispose()
    {
        foreach (Tensor value in values.Values)
        {
            value.Dispose();
        }
    }
}
