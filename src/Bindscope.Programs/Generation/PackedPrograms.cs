using System.Collections;
using System.Collections.Immutable;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>Many programs of one length in little memory: two bytes a line and one for the query. A program is made when it is asked for.</summary>
/// <param name="lines">The lines of every program.</param>
/// <param name="count">How many programs there is room for.</param>
internal sealed class PackedPrograms(int lines, int count) : IReadOnlyList<SymbolicProgram>
{
    /// <summary>Programs per array: small enough for any length of program to fit.</summary>
    private const int ChunkLength = 4096;

    private readonly int stride = 2 * lines + 1;
    private readonly byte[][] chunks = new byte[(count + ChunkLength - 1) / ChunkLength][];

    /// <summary>How many programs have been added.</summary>
    public int Count { get; private set; }

    public SymbolicProgram this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            ReadOnlySpan<byte> packed = Slot(index);
            var assignments = ImmutableArray.CreateBuilder<Assignment>(lines);
            for (int line = 0; line < lines; line++)
            {
                assignments.Add(new Assignment((char)packed[2 * line], (char)packed[2 * line + 1]));
            }

            return new SymbolicProgram(assignments.MoveToImmutable(), (char)packed[^1]);
        }
    }

    public void Add(SymbolicProgram program)
    {
        Span<byte> packed = Slot(Count++);
        for (int line = 0; line < lines; line++)
        {
            (char name, char right) = program.Lines[line];
            packed[2 * line] = (byte)name;
            packed[2 * line + 1] = (byte)right;
        }

        packed[^1] = (byte)program.Query;
    }

    public IEnumerator<SymbolicProgram> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Span<byte> Slot(int index)
    {
        byte[] chunk = chunks[index / ChunkLength] ??= new byte[ChunkLength * stride];
        return chunk.AsSpan(index % ChunkLength * stride, stride);
    }
}
