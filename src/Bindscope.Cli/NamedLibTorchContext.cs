using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Bindscope.Cli;

/// <summary>Keeps TorchSharp from loading the build's libtorch where the user has named another one.</summary>
/// <remarks>
/// TorchSharp loads <c>torch_cpu</c> by name as soon as it is touched, and the runtime looks beside the program first: there it would find
/// the build's libtorch and load it on top of the named one, which ends the process. Only a load context can answer such a request itself.
/// So the program is run once more inside this one, in the same process. The bundle has no libtorch of its own and needs none of this.
/// </remarks>
internal sealed class NamedLibTorchContext() : AssemblyLoadContext(LibTorchVariable.Name)
{
    /// <summary>Whether the program is outside, and both the user and the build have a libtorch.</summary>
    public static bool IsNeeded() =>
        LibTorchVariable.Directory is not null
        && GetLoadContext(typeof(NamedLibTorchContext).Assembly) == Default
        && ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, FileName("torch_cpu"))));

    /// <summary>Runs the program inside.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string[] arguments)
    {
        var program = new NamedLibTorchContext().LoadFromAssemblyPath(typeof(NamedLibTorchContext).Assembly.Location);
        return (int)program.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [arguments], culture: null)!;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        // A bare name finds what is loaded already, and does not look beside the program.
        unmanagedDllName.StartsWith("torch_", StringComparison.Ordinal) && NativeLibrary.TryLoad(FileName(unmanagedDllName), out var handle)
            ? handle
            : 0;

    private static string FileName(string library) => $"lib{library}.so";
}
