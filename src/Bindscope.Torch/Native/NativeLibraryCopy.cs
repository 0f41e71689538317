namespace Bindscope.Torch.Native;

/// <summary>The copy of TorchSharp's native library that this program uses.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="State">How it stands to the patch for older C++ libraries, in words.</param>
public sealed record NativeLibraryCopy(string Path, string State);
