using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Interventions.Passes;

/// <summary>Keeps the values of some sites of one forward pass; the owner disposes it, or the dispose scope that it was made in.</summary>
internal sealed class RecordingTap(IEnumerable<Site> sites) : IActivationTap, IDisposable
{
    private readonly HashSet<Site> wanted = [.. sites];
    private readonly Dictionary<Site, Tensor> values = [];

    /// <summary>The value of a site that was asked for.</summary>
    internal Tensor this[Site site] => values[site];

    public bool Wants(Site site) => wanted.Contains(site);

    public Tensor? Visit(Site site, Tensor value)
    {
        values[site] = value.detach().DetachFromDisposeScope();
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
