using static TorchSharp.torch;

namespace Bindscope.Torch;

/// <summary>
/// Reads and replaces values during a forward pass. It is handed to one call and nothing of it stays behind. Sites are visited in the
/// order of the forward pass, so what it replaces reaches every later site.
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

    /// <summary>Sees a site's value.</summary>
    /// <param name="site">The site.</param>
    /// <param name="value">
    /// Its value, shaped as <see cref="SiteKind"/> says. Never to be written in place, and freed when the block ends: a tap that keeps it
    /// takes a handle of its own, <c>value.detach().DetachFromDisposeScope()</c>.
    /// </param>
    /// <returns>Null to leave it, or a tensor of the same shape to take its place.</returns>
    Tensor? Visit(Site site, Tensor value);
}
