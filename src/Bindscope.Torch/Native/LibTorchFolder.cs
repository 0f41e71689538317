using Bindscope.Errors;

namespace Bindscope.Torch.Native;

/// <summary>A folder with the libraries of a libtorch.</summary>
internal sealed class LibTorchFolder
{
    private static readonly string[] Order = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly string[] Required = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private LibTorchFolder(string path) => Path = path;

    /// <summary>Where the libraries are, as an absolute path.</summary>
    public string Path { get; }

    /// <summary>Whether it was built for CUDA.</summary>
    public bool IsBuiltForCuda => File.Exists(System.IO.Path.Combine(Path, "libtorch_cuda.so"));

    /// <summary>Finds the libraries in a folder, or in the folders where a libtorch archive and an installed PyTorch keep them.</summary>
    /// <exception cref="UserException">There is no libtorch (exit code 3).</exception>
    public static LibTorchFolder At(string directory)
    {
        const string hint = "Name the folder that holds libtorch_cpu.so; of an installed PyTorch, the one that\n"
            + "      python3 -c 'import torch; print(torch.__path__[0] + \"/lib\")' prints.";
        if (!Directory.Exists(directory))
        {
            throw new UserException($"There is no libtorch in {directory}: there is no such folder.", hint, 3);
        }

        foreach (var inside in new[] { "", "lib", "torch/lib" })
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, inside)).TrimEnd('/');
            if (Missing(path).Count == 0)
            {
                return new LibTorchFolder(path);
            }
        }

        throw new UserException($"There is no libtorch in {directory}: {string.Join(", ", Missing(directory))} missing.", hint, 3);
    }

    /// <summary>The folder, if all of libtorch is in it.</summary>
    public static LibTorchFolder? In(string directory) => Missing(directory).Count == 0 ? new LibTorchFolder(directory) : null;

    /// <summary>Loads the libraries, so that later ones find them already there, wherever they would have looked.</summary>
    /// <exception cref="UserException">One cannot be loaded; the message has the loader's reason (exit code 3).</exception>
    public void Load()
    {
        // What a library needs is looked up by name among the loaded ones first: so each before those that need it.
        var order = Directory.GetFiles(Path, "libgomp*.so*").Concat(Order.Select(name => System.IO.Path.Combine(Path, name)));
        foreach (var library in order.Where(File.Exists))
        {
            if (!DynamicLoader.TryOpen(library, out _, out var error))
            {
                throw new UserException(
                    $"libtorch cannot be loaded: {error}",
                    "The loader's words say which library is missing or does not fit. Name a complete libtorch in BINDSCOPE_LIBTORCH.",
                    3);
            }
        }
    }

    private static List<string> Missing(string directory) =>
        [.. Required.Where(name => !File.Exists(System.IO.Path.Combine(directory, name)))];
}
