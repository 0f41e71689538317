using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>
/// Reads and replaces values during a forward pass, or gradients during a backward pass. It is handed to one call and nothing of it stays
/// behind. Sites are visited in the order of the pass, so what it replaces reaches every later site.
/// </summary>
public interface IActivationTap
{
    /// <summary>
    /// Whether this site is to be visited. May be asked more than once in a pass, and always answers the same. False everywhere gives
    /// the untapped pass, bit for bit.
    /// </summary>
    /// <param name="site">The site.</param>
    /// <returns>True to be visited there.</returns>
    bool Wants(Site site);

    /// <summary>Sees a site's value or, in a backward pass, the gradient with respect to the value that the later sites were computed of.</summary>
    /// <param name="site">The site.</param>
    /// <param name="value">
    /// Shaped as <see cref="SiteKind"/> says. The pass's own memory: valid during this call alone and never to be written in place. A tap
    /// that keeps it takes a copy, <c>value.Clone()</c>.
    /// </param>
    /// <returns>
    /// Null to leave it, or a tensor of the same shape to take its place, which is copied at once. In a backward pass, null lets the gradient
    /// flow on to what comes before the site, as it should where the value was replaced by itself and something added; zeros stop it, as
    /// they should where it was replaced by a constant.
    /// </returns>
    Tensor? Visit(Site site, Tensor value);
}
