using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Passes;

/// <summary>Keeps the values of chosen sites of one forward pass, or the gradients of one backward pass.</summary>
/// <param name="wanted">Says which.</param>
public sealed class ActivationRecorder(Predicate<Site> wanted) : IActivationTap
{
    private readonly Dictionary<Site, Tensor> values = [];

    /// <summary>A site's value.</summary>
    /// <param name="site">One that was wanted and visited.</param>
    /// <returns>Shaped as <see cref="SiteKind"/> says.</returns>
    /// <exception cref="KeyNotFoundException">It was not wanted, or not visited.</exception>
    public Tensor this[Site site] => values[site];

    /// <inheritdoc/>
    public bool Wants(Site site) => wanted(site);

    /// <inheritdoc/>
    public Tensor? Visit(Site site, Tensor value)
    {
        values.Add(site, value.Clone());
        return null;
    }
}
