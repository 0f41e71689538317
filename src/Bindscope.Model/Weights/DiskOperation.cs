namespace Bindscope.Model.Weights;

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
