using System.Runtime.InteropServices;

namespace Bindscope.Model.Weights;

/// <summary>
/// Every operation by which Bindscope changes files that must not be lost, in one place: so that a test can look at a folder as it stands before
/// each of them, and make each of them fail.
/// </summary>
public static partial class Disk
{
    private const int BufferSize = 1 << 16;

    private static readonly AsyncLocal<Action<DiskOperation>?> Watcher = new();

    /// <summary>Has a test told of each operation before it is done, in this thread and those that it starts; what it throws is what the disk says.</summary>
    /// <param name="before">Told; null for nobody.</param>
    internal static void Watch(Action<DiskOperation>? before) => Watcher.Value = before;

    /// <summary>Makes a folder where there is none.</summary>
    public static void CreateFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            Tell(DiskOperationKind.CreateFolder, path);
            Directory.CreateDirectory(path);
        }
    }

    /// <summary>Makes a file to write, empty; others are kept out of it.</summary>
    public static FileStream Create(string path)
    {
        Tell(DiskOperationKind.Create, path);
        return new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize);
    }

    /// <summary>Opens a file to add to its end, or makes it; others may read it.</summary>
    public static FileStream OpenToAppend(string path)
    {
        Tell(DiskOperationKind.Append, path);
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Waits until what was written is on the disk.</summary>
    public static void Flush(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Tell(DiskOperationKind.Flush, file.Name);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Copies a file to a name that is free, and waits until it is on the disk.</summary>
    public static void Copy(string from, string to)
    {
        using FileStream source = File.OpenRead(from);
        using FileStream target = Create(to);
        source.CopyTo(target);
        Flush(target);
    }

    /// <summary>Gives a file a name, in the place of the file that has it, and waits until that is on the disk.</summary>
    public static void Rename(string from, string to)
    {
        Tell(DiskOperationKind.Rename, to);
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Gives a folder, or a file, a name that is free, and waits until that is on the disk.</summary>
    public static void RenameFolder(string from, string to)
    {
        Tell(DiskOperationKind.Rename, to);
        Directory.Move(from, to);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>Removes a file where there is one.</summary>
    public static void Delete(string path)
    {
        if (File.Exists(path))
        {
            Tell(DiskOperationKind.Delete, path);
            File.Delete(path);
        }
    }

    /// <summary>Removes a folder and all that is in it, where there is one.</summary>
    public static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Tell(DiskOperationKind.Delete, path);
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Waits until a folder's names are on the disk: after a power cut a rename may be gone otherwise. A file system that has no such thing
    /// is left at that.</summary>
    public static void FlushFolder(string path)
    {
        Tell(DiskOperationKind.FlushFolder, path);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int folder = Open(path, 0);
        if (folder >= 0)
        {
            _ = Sync(folder);
            _ = Close(folder);
        }
    }

    private static void Tell(DiskOperationKind kind, string path) => Watcher.Value?.Invoke(new DiskOperation(kind, Path.GetFullPath(path)));

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}

/// <summary>A change of files that is about to be made.</summary>
/// <param name="Kind">What.</param>
/// <param name="Path">Of which file or folder: the new name, where it is renamed.</param>
internal readonly record struct DiskOperation(DiskOperationKind Kind, string Path);

/// <summary>What can be done to files.</summary>
internal enum DiskOperationKind
{
    /// <summary>A folder is made.</summary>
    CreateFolder,

    /// <summary>A file is made, empty.</summary>
    Create,

    /// <summary>A file is added to.</summary>
    Append,

    /// <summary>What was written goes to the disk; part of it may be there already.</summary>
    Flush,

    /// <summary>A file or folder gets another name.</summary>
    Rename,

    /// <summary>A file or folder is removed.</summary>
    Delete,

    /// <summary>A folder's names go to the disk.</summary>
    FlushFolder,
}
