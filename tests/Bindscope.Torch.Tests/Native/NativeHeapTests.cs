using Bindscope.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model.Native;

/// <summary>The heap belongs to the whole process: no other test may take from it meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class NativeHeapTests
{
    [Fact]
    public void MemoryThatWasFreedIsUsedAgainWithoutPageFaults()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/proc/thread-self/stat"), "needs Linux");
        Assert.SkipUnless(NativeHeap.KeepFreedMemory(), "needs glibc");
        long[] faults = [.. Enumerable.Range(0, 5).Select(_ => Touch())];
        // Each time 8,192 pages of 4 KiB are written.
        Assert.InRange(faults.Min(), 0, 1000);
    }

    private static long Touch()
    {
        long before = PageFaults();
        using DisposeScope scope = NewDisposeScope();
        ones(16 << 20, dtype: int8);
        ones(16 << 20, dtype: int8);
        return PageFaults() - before;
    }

    /// <summary>This thread's minor faults: field 10, counted after the command's name in parentheses.</summary>
    private static long PageFaults()
    {
        string line = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[7], System.Globalization.CultureInfo.InvariantCulture);
    }
}
