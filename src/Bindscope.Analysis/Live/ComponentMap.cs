using System.Collections.Immutable;

namespace Bindscope.Analysis.Live;

/// <summary>What patching each component's output at each token did to one program.</summary>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Heads">Heads of each layer; 0 where the components are MLPs, which the lists hold as one entry a layer.</param>
/// <param name="Change">
/// Change of the logit of the source's answer, patched minus base; by layer, then head, then token. 0 where the patch cannot change the answer.
/// </param>
/// <param name="Top">The patched run's top digit, in the same order.</param>
/// <param name="Changed">Whether the patch changed an activation that the answer can depend on, in the same order.</param>
public sealed record ComponentMap(
    int Layers,
    int Heads,
    ImmutableArray<ImmutableArray<ImmutableArray<float>>> Change,
    ImmutableArray<ImmutableArray<ImmutableArray<int>>> Top,
    ImmutableArray<ImmutableArray<ImmutableArray<bool>>> Changed);
