namespace Bindscope.Model;

/// <summary>How a forward pass is run.</summary>
/// <param name="Training">True to drop activations as the spec's dropout says; the caller seeds torch's generator.</param>
public sealed record ForwardOptions(bool Training = false);
