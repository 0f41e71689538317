namespace Bindscope.Torch.Native;

/// <summary>Where the libtorch of a process comes from.</summary>
public enum LibTorchSource
{
    /// <summary>The package that the build put beside the program.</summary>
    Package,

    /// <summary>A folder that the user named.</summary>
    Named,
}
