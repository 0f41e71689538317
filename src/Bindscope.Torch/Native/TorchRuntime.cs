using Bindscope.Errors;
using TorchSharp;

namespace Bindscope.Torch.Native;

/// <summary>Loads libtorch, from the build's package or from a folder of the user's, and finds its devices.</summary>
/// <remarks>
/// TorchSharp's native library needs <c>libtorch.so</c>, <c>libtorch_cpu.so</c> and <c>libc10.so</c> and looks for them beside itself.
/// The system's loader takes libraries that are loaded already under these names first. So another libtorch is used by loading it before
/// TorchSharp's library. Whether CUDA can be used depends on that libtorch alone: TorchSharp's library is the same for both.
/// </remarks>
public static class TorchRuntime
{
    private const string NativeLibraryName = "libLibTorchSharp.so";
    private static readonly Lock Gate = new();
    private static TorchInstallation? installation;


    /// <summary>Loads libtorch; further calls return what the first one found.</summary>
    /// <param name="libtorchDirectory">A folder with libtorch's libraries; null takes the one beside the program.</param>
    /// <exception cref="UserException">It cannot be loaded; the message has the loader's reason (exit code 3).</exception>
    public static TorchInstallation Initialize(string? libtorchDirectory)
    {
        lock (Gate)
        {
            return installation ??= OperatingSystem.IsLinux() ? Load(libtorchDirectory) : LoadByDefault(libtorchDirectory);
        }
    }

    /// <summary>The device with a name.</summary>
    /// <param name="name"><c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="UserException">There is no such name (exit code 2), or the machine has no such device (3).</exception>
    public static torch.Device ResolveDevice(string name) => name switch
    {
        "cpu" => torch.CPU,
        "cuda" => CudaProblem() is not { } problem ? torch.CUDA : throw new UserException(
            $"There is no CUDA device: {problem.Reason}.", problem.Remedy, 3),
        _ => throw new UserException($"There is no device '{name}'.", "The devices are cpu and cuda."),
    };

    /// <summary>Why CUDA cannot be used, and what would help; null when it can.</summary>
    /// <exception cref="UserException">libtorch cannot be loaded (exit code 3).</exception>
    public static (string Reason, string Remedy)? CudaProblem()
    {
        const string useCpu = "Use --device cpu";
        const string useOther = "name a libtorch that was built for CUDA in BINDSCOPE_LIBTORCH";
        var used = Initialize(libtorchDirectory: null);
        var lacksCuda = used.IsBuiltForCuda ? null : $"the libtorch in {used.Directory} was built for the CPU alone";
        return (CudaDriver.Problem(), lacksCuda) switch
        {
            ({ } driver, { } built) => ($"{driver}, and {built}", $"{useCpu}; on a machine with an NVIDIA device, {useOther}."),
            ({ } driver, null) => (driver, $"{useCpu}, or mend the driver: nvidia-smi must list a device."),
            (null, { } built) => (built, $"{useCpu}, or {useOther}."),
            _ when !torch.cuda.is_available() =>
                ("the driver has one, but libtorch cannot use it", $"{useCpu}, or a libtorch for this driver's version."),
            _ => null,
        };
    }

    /// <summary>The copy of TorchSharp's native library beside this program; it is not loaded.</summary>
    /// <exception cref="UserException">There is none (exit code 3).</exception>
    public static NativeLibraryCopy NativeLibrary()
    {
        var path = NativeLibraryPath();
        var state = StandardLibraryPatch.Inspect(File.ReadAllBytes(path));
        return new NativeLibraryCopy(path, state.Is switch
        {
            PatchState.Kind.Patched => "patched: loads with the C++ library of GCC 12 too",
            PatchState.Kind.Needed => "not patched: needs the C++ library of GCC 13",
            PatchState.Kind.NotNeeded => "needs no patch",
            _ => $"left as it is, since {state.Reason}",
        });
    }

    private static string NativeLibraryPath() =>
        ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator)
        .Append(AppContext.BaseDirectory).Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, NativeLibraryName)).FirstOrDefault(File.Exists)
        ?? throw new UserException(
            $"TorchSharp's native library {NativeLibraryName} is not beside the program in {AppContext.BaseDirectory}.",
            "Build again: make clean, then make test.", 3);

    private static TorchInstallation Load(string? libtorchDirectory)
    {
        var library = NativeLibraryPath();
        var folder = libtorchDirectory is null
            ? LibTorchFolder.In(Path.GetDirectoryName(library)!) ?? throw new UserException(
                $"There is no libtorch: neither beside {library}, nor is a folder named in BINDSCOPE_LIBTORCH.",
                "Set BINDSCOPE_LIBTORCH to a folder with libtorch_cpu.so, such as torch/lib of an installed PyTorch.", 3)
            : LibTorchFolder.At(libtorchDirectory);
        folder.Load();
        if (DynamicLoader.Loaded("libtorch_cpu.so") is { Count: > 1 } several)
        {
            throw new InvalidOperationException($"libtorch was in use before it was initialized: {string.Join(", ", several)}");
        }

        DynamicLoader.TryOpen(Path.Combine(folder.Path, "libtorch_cpu.so"), out var libtorch, out _);
        var configuration = LibTorchConfiguration.Of(libtorch);
        if (!DynamicLoader.TryOpen(library, out _, out var error))
        {
            throw Unloadable(library, error, configuration);
        }

        if (folder.IsBuiltForCuda)
        {
            // Without this TorchSharp looks for CUDA only when a CUDA tensor is made.
            torch.TryInitializeDeviceType(DeviceType.CUDA);
        }

        return new TorchInstallation(
            folder.Path,
            libtorchDirectory is null ? LibTorchSource.Package : LibTorchSource.Named,
            configuration.Version,
            configuration.CpuCapability,
            folder.IsBuiltForCuda,
            configuration.IsExpected ? null : $"The libtorch in {folder.Path} has version {configuration.Version}; "
                + $"Bindscope was built and tested with {LibTorchConfiguration.ExpectedVersion}. It loads; check a result or two.");
    }

    private static UserException Unloadable(string library, string error, LibTorchConfiguration configuration)
    {
        var isUnpatched = StandardLibraryPatch.Inspect(File.ReadAllBytes(library)).Is == PatchState.Kind.Needed;
        var hint = error.Contains("GLIBCXX", StringComparison.Ordinal)
            ? isUnpatched
                ? "This copy is not patched for this system's C++ library. Build again: make clean test."
                : "This system's C++ library is too old: Debian 12, Ubuntu 22.04 or later have a new enough one."
            : $"The libtorch has version {configuration.Version}, and TorchSharp was made for {LibTorchConfiguration.ExpectedVersion}: "
                + "name another one in BINDSCOPE_LIBTORCH.";
        return new UserException($"TorchSharp's native library cannot be loaded: {error}", hint, 3);
    }

    private static TorchInstallation LoadByDefault(string? libtorchDirectory) => libtorchDirectory is null
        ? new TorchInstallation(
            AppContext.BaseDirectory, LibTorchSource.Package, LibTorchConfiguration.ExpectedVersion, "unknown", IsBuiltForCuda: false, Warning: null)
        : throw new UserException("A libtorch of one's own can be named on Linux only.", "Unset BINDSCOPE_LIBTORCH.", 3);
}
