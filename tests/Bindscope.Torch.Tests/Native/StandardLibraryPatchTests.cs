using System.Reflection;
using Bindscope.Torch.Native;

namespace Bindscope.Tests.Model.Native;

public sealed class StandardLibraryPatchTests
{
    private static readonly byte[] Original = File.ReadAllBytes(Path.Combine(
        typeof(StandardLibraryPatchTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TorchSharp").Value!,
        "runtimes/linux-x64/native/libLibTorchSharp.so"));

    [Fact]
    public void ThePackagesLibraryDiffersFromThePatchedOneInTheFlagAlone()
    {
        var patched = Patched();

        Assert.Equal(PatchState.Needed, StandardLibraryPatch.Inspect(Original));
        Assert.Equal(PatchState.Patched, StandardLibraryPatch.Inspect(patched));
        var need = ElfImage.Read(Original).Needs().Single(n => n.Version == "GLIBCXX_3.4.32");
        var changed = Enumerable.Range(0, Original.Length).Where(i => Original[i] != patched[i]);
        Assert.Equal([need.FlagsOffset], changed);
        Assert.Equal(VersionNeed.Weak, patched[need.FlagsOffset]);
    }

    [Fact]
    public void TheBuildPutsThePatchedLibraryBesideThisProgram() =>
        Assert.Equal(Patched(), File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native/libLibTorchSharp.so")));

    [Fact]
    public void ASecondPatchChangesNothing()
    {
        var patched = Patched();
        var twice = (byte[])patched.Clone();

        Assert.Equal(PatchState.Patched, StandardLibraryPatch.Apply(twice));
        Assert.Equal(patched, twice);
    }

    [Fact]
    public void OtherVersionsStayStrict()
    {
        var needs = ElfImage.Read(Patched()).Needs();

        Assert.Contains(needs, n => n is { Library: "libstdc++.so.6", Version: "GLIBCXX_3.4.30", IsWeak: false });
        Assert.Equal("GLIBCXX_3.4.32", Assert.Single(needs, n => n.IsWeak).Version);
    }

    [Fact]
    public void ALibraryThatUsesMoreOfTheVersionIsLeftAlone()
    {
        // Bind the symbol that has version 3.4.30 to 3.4.32 as well: now the demand is no longer empty.
        var library = (byte[])Original.Clone();
        var needs = ElfImage.Read(library).Needs();
        var other = needs.Single(n => n.Version == "GLIBCXX_3.4.30");
        var versions = needs.Single(n => n.Version == "GLIBCXX_3.4.32");
        BitConverter.TryWriteBytes(library.AsSpan(other.FlagsOffset + 2), (ushort)versions.Index);
        for (var at = 0x3dfae; at < 0x3dfae + 0x193c; at += 2)
        {
            if (BitConverter.ToUInt16(library, at) == other.Index)
            {
                BitConverter.TryWriteBytes(library.AsSpan(at), (ushort)versions.Index);
            }
        }

        AssertLeftAlone(library, "condition_variable");
    }

    [Fact]
    public void ALibraryWithoutTheVersionIsLeftAlone()
    {
        var library = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native/libc10.so"));
        var before = (byte[])library.Clone();

        Assert.Equal(PatchState.NotNeeded, StandardLibraryPatch.Apply(library));
        Assert.Equal(before, library);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(0x3f900)]
    [InlineData(2_000_000)]
    public void ATruncatedLibraryIsLeftAlone(int length) => AssertLeftAlone(Original[..length], length < 64 ? "not a 64-bit" : "cut short");

    [Theory]
    [InlineData(0, 0)] // no ELF file
    [InlineData(4, 1)] // 32 bits
    [InlineData(5, 2)] // big-endian
    [InlineData(40, 0xff)] // the section table lies elsewhere
    [InlineData(47, 0xff)] // ... or beyond what a file can be
    [InlineData(58, 0)] // section headers of another size
    public void ADamagedLibraryIsLeftAlone(int at, byte value)
    {
        var library = (byte[])Original.Clone();
        library[at] = value;

        AssertLeftAlone(library, "");
    }

    private static byte[] Patched()
    {
        var library = (byte[])Original.Clone();
        Assert.Equal(PatchState.Needed, StandardLibraryPatch.Apply(library));
        return library;
    }

    private static void AssertLeftAlone(byte[] library, string reason)
    {
        var before = (byte[])library.Clone();

        var state = StandardLibraryPatch.Apply(library);

        Assert.Contains(state.Is, new[] { PatchState.Kind.Unknown, PatchState.Kind.NotNeeded });
        if (reason.Length > 0)
        {
            Assert.Contains(reason, state.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(before, library);
    }
}
