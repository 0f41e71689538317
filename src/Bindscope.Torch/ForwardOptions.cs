using static TorchSharp.torch;

namespace Bindscope.Torch;

/// <summary>How a forward pass is run.</summary>
/// <param name="Training">True to drop activations as the spec's dropout says.</param>
/// <param name="DropoutGenerator">
/// Draws what is dropped, on the model's device; the caller's. Null for torch's own generator, which the caller seeds. Threads that
/// train at once need one each, or what they drop depends on which of them comes first. On the CPU torch reads the low 32 bits of a
/// generator's seed alone.
/// </param>
public sealed record ForwardOptions(bool Training = false, Generator? DropoutGenerator = null);
