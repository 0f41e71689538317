using Bindscope.Model;
using static TorchSharp.torch;

namespace Bindscope.Analysis.Recording;

/// <summary>Replaces one site's value.</summary>
/// <param name="site">The site.</param>
/// <param name="replace">Gives the new value from the old one, without writing into it.</param>
internal sealed class ReplacingTap(Site site, Func<Tensor, Tensor> replace) : IActivationTap
{
    public bool Wants(Site candidate) => candidate == site;

    public Tensor? Visit(Site visited, Tensor value) => replace(value);
}
