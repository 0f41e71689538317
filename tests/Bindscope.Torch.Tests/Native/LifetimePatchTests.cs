using System.Diagnostics;
using System.Reflection;
using Bindscope.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Tests.Model.Native;

public sealed class LifetimePatchTests
{
    private static readonly string Loaded = Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll");

    /// <summary>Unpatched, one call in about ten thousand met a number that the finalizer had freed.</summary>
    [Fact]
    public void NumbersLiveAsLongAsTheCallThatUsesThem()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor sum = zeros(16);
            Tensor one = ones(16);
            for (int i = 0; i < 40_000; i++)
            {
                sum.zero_();
                sum.add_(one).mul_(3);
            }

            Assert.Equal(48, sum.sum().item<float>());
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    [Fact]
    public void TheBuildPutsThePatchedAssemblyBesideThisProgram()
    {
        byte[] patched = Original();

        Assert.Equal(PatchState.Needed, LifetimePatch.Apply(patched));
        Assert.Equal(patched, File.ReadAllBytes(Loaded));
        Assert.Equal(Path.GetFullPath(Loaded), Path.GetFullPath(typeof(torch).Assembly.Location));
        Assert.True(typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled);
    }

    [Fact]
    public void ASecondPatchChangesNothing()
    {
        byte[] once = File.ReadAllBytes(Loaded);
        byte[] twice = [.. once];

        Assert.Equal(PatchState.Patched, LifetimePatch.Apply(twice));
        Assert.Equal(once, twice);
    }

    [Fact]
    public void OtherAttributesSayWhatTheySaid()
    {
        Assembly assembly = typeof(torch).Assembly;

        Assert.Equal("TorchSharp", assembly.GetCustomAttribute<AssemblyTitleAttribute>()!.Title);
        Assert.Equal("TorchSharp", assembly.GetCustomAttribute<AssemblyProductAttribute>()!.Product);
        Assert.StartsWith("0.", assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoSuchAssemblyIsLeftAlone()
    {
        byte[] cut = Original()[..1000];
        byte[] before = [.. cut];

        Assert.Equal(PatchState.Kind.Unknown, LifetimePatch.Apply(cut).Is);
        Assert.Equal(before, cut);
        Assert.Equal(PatchState.Kind.Unknown, LifetimePatch.Apply([]).Is);
    }

    private static byte[] Original()
    {
        string package = typeof(LifetimePatchTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TorchSharp").Value!;
        return File.ReadAllBytes(Path.Combine(package, "lib/net8.0/TorchSharp.dll"));
    }
}
