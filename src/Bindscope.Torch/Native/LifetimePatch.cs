using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Bindscope.Torch.Native;

/// <summary>Keeps TorchSharp's arguments alive while native code uses them, by having its methods compiled without optimization.</summary>
/// <remarks>
/// <para>
/// TorchSharp 0.107 hands bare pointers of objects with finalizers to native code and does not keep these objects alive. Optimized code counts
/// an argument as dead once its pointer was read; if garbage is collected just then, the finalizer frees what the native function is still
/// reading. It was seen with the scalars that <c>x.add_(y)</c> or <c>x * 2</c> make: about one call in ten thousand under constant collection,
/// one training in thousands of steps under load, as "Exception raised from toFloat", or worse as a wrong number. Unoptimized code keeps
/// arguments alive to the end of the method, and these methods do nothing but call native ones, so it costs next to nothing.
/// </para>
/// <para>
/// Whether an assembly is optimized is said by its <see cref="System.Diagnostics.DebuggableAttribute"/>. Its value in the file is shared with
/// other attributes, so it gets a place of its own: that of the text "Release" of <c>AssemblyConfiguration</c>, which then shows the
/// title's text instead. Only a copy is changed, and only when everything is as described.
/// </para>
/// </remarks>
internal static class LifetimePatch
{
    private const string Debuggable = "DebuggableAttribute";
    private const string Configuration = "AssemblyConfigurationAttribute";
    private const string Title = "AssemblyTitleAttribute";

    /// <summary>Length 8; then prolog, the flags Default, IgnoreSymbolStoreSequencePoints and DisableOptimizations, and no named values.</summary>
    private static readonly byte[] Unoptimized = [8, 0x01, 0x00, 0x03, 0x01, 0x00, 0x00, 0x00, 0x00];

    /// <summary>Changes the assembly's bytes where that is safe and needed.</summary>
    /// <param name="bytes">The whole assembly; changed in place when the result is <see cref="PatchState.Kind.Needed"/>.</param>
    /// <returns>The state before the call.</returns>
    public static PatchState Apply(byte[] bytes)
    {
        try
        {
            using var image = new PEReader(new MemoryStream(bytes, writable: false));
            return Apply(bytes, image.PEHeaders.MetadataStartOffset, image.GetMetadataReader());
        }
        catch (Exception damaged) when (damaged is BadImageFormatException or InvalidOperationException)
        {
            return PatchState.Unknown(damaged.Message);
        }
    }

    private static PatchState Apply(byte[] bytes, int start, MetadataReader metadata)
    {
        var attributes = metadata.GetAssemblyDefinition().GetCustomAttributes()
            .GroupBy(handle => NameOf(metadata, handle)).ToDictionary(group => group.Key, group => group.ToArray());
        if (attributes.GetValueOrDefault(Debuggable) is not [var debuggable]
            || attributes.GetValueOrDefault(Configuration) is not [var configuration]
            || attributes.GetValueOrDefault(Title) is not [var title])
        {
            return PatchState.Unknown($"it does not have one {Debuggable}, {Configuration} and {Title} each");
        }

        BlobHandle Value(CustomAttributeHandle handle) => metadata.GetCustomAttribute(handle).Value;
        if (metadata.GetBlobBytes(Value(debuggable)) is [_, _, var first, var second, ..] && (first & 1) == 1 && (second & 1) == 1)
        {
            return PatchState.Patched;
        }

        var place = Value(configuration);
        if (metadata.CustomAttributes.Count(handle => Value(handle) == place) != 1 || metadata.GetBlobBytes(place).Length < Unoptimized.Length)
        {
            return PatchState.Unknown($"the value of its {Configuration} cannot be spared");
        }

        var heap = start + metadata.GetHeapMetadataOffset(HeapIndex.Blob);
        var table = start + metadata.GetTableMetadataOffset(TableIndex.CustomAttribute);
        var row = metadata.GetTableRowSize(TableIndex.CustomAttribute);
        var column = metadata.GetHeapSize(HeapIndex.Blob) > ushort.MaxValue ? sizeof(uint) : sizeof(ushort);

        // An attribute's value is the last column of its row.
        void Point(CustomAttributeHandle handle, BlobHandle to)
        {
            var end = table + row * MetadataTokens.GetRowNumber(handle);
            var offset = MetadataTokens.GetHeapOffset(to);
            for (var i = 0; i < column; i++)
            {
                bytes[end - column + i] = (byte)(offset >> (8 * i));
            }
        }

        Unoptimized.CopyTo(bytes, heap + MetadataTokens.GetHeapOffset(place));
        Point(debuggable, place);
        Point(configuration, Value(title));
        return PatchState.Needed;
    }

    private static string NameOf(MetadataReader metadata, CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        return constructor.Kind == HandleKind.MemberReference
            && metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : "";
    }
}
