// Run by PatchNativeLibrary.targets: writes a copy of one of TorchSharp's two libraries with what keeps it from working here mended.
// Usage: PatchNativeLibrary SOURCE DESTINATION. Lines that start with "warning" become warnings of the build.
using Bindscope.Torch.Native;

var (source, destination) = (args[0], args[1]);
var bytes = File.ReadAllBytes(source);
var (state, consequence) = Path.GetExtension(source) == ".dll"
    ? (LifetimePatch.Apply(bytes), "numbers may be freed while they are in use: a training may stop or go wrong")
    : (StandardLibraryPatch.Apply(bytes), "it may not load where libstdc++ is older than GCC 13's");
if (state.Is == PatchState.Kind.Unknown)
{
    Console.WriteLine($"{source} : warning BSN001: left as it is, since {state.Reason}; {consequence}");
}

// A new file under a new name, then renamed: a link into the package cache is replaced and never written through.
var temporary = $"{destination}.{Environment.ProcessId}";
File.WriteAllBytes(temporary, bytes);
File.Move(temporary, destination, overwrite: true);
