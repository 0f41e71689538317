namespace Bindscope.Programs.Generation;

/// <summary>A program while it is being drawn: which name each line binds and which line it refers to; digits do not matter yet.</summary>
/// <remarks>Dozens of drafts are thrown away for each that is kept, so a draft allocates nothing and is drawn over and over in one place.</remarks>
internal readonly ref struct Draft(Span<int> names, Span<int> sources, Span<int> depths, Span<bool> lasting, Span<int> boundBy)
{
    /// <summary>The source of a line that holds a digit.</summary>
    public const int Constant = -1;

    /// <summary>For each line, the name that it binds.</summary>
    public readonly Span<int> Names = names;

    /// <summary>For each line, the line that its right-hand variable refers to, 0-based, or <see cref="Constant"/>.</summary>
    public readonly Span<int> Sources = sources;

    /// <summary>For each line, its referential depth; 0 once its variable is bound again below.</summary>
    public readonly Span<int> Depths = depths;

    /// <summary>For each line, whether its variable is never bound again below.</summary>
    public readonly Span<bool> Lasting = lasting;

    /// <summary>For each name, the last line that binds it, 0-based; -1 where none does.</summary>
    public readonly Span<int> BoundBy = boundBy;
}
