using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>Makes pairs of programs in which a symbol stands in a role that it never had in training, and in which another stands there.</summary>
/// <remarks>
/// The new symbol never stands in the program already, so that renaming is one to one and the programs mean the same. The symbol that is known
/// is known in every role, and the program without the unseen symbol has no other in a role that it never had.
/// </remarks>
internal static class UnseenPairs
{
    private static readonly Seed Choices = new(1);

    /// <summary>At most one pair of each role from each program; the same ones always.</summary>
    internal static UnseenPair[] Of(IReadOnlyList<SymbolicProgram> programs, UnseenRoles unseen, GeneratorSpec task) =>
    [
        .. from role in Enum.GetValues<SymbolRole>()
           where unseen.In(role).Length > 0
           from i in Enumerable.Range(0, programs.Count)
           let pair = Of(programs[i], role, unseen, task, Choices.Split(role.ToString()).Split(i).Stream())
           where pair is not null
           select pair,
    ];

    /// <summary>The program with one symbol spelt otherwise everywhere.</summary>
    /// <param name="program">The program.</param>
    /// <param name="from">A name or a digit.</param>
    /// <param name="to">Another of the same kind that the program does not have.</param>
    internal static SymbolicProgram Renamed(SymbolicProgram program, char from, char to)
    {
        return new SymbolicProgram([.. program.Lines.Select(line => new Assignment(Of(line.Name), Of(line.Right)))], Of(program.Query));

        char Of(char symbol) => symbol == from ? to : symbol;
    }

    private static UnseenPair? Of(SymbolicProgram program, SymbolRole role, UnseenRoles unseen, GeneratorSpec task, RandomStream random)
    {
        char[] known = [.. Symbols(role, task).Where(symbol => IsKnown(symbol, unseen))];
        char[] standing = [.. UnseenRoles.SymbolsIn(role, program).Distinct()];
        char[] strange = [.. standing.Where(unseen.In(role).Contains)];
        if (strange.Length > 1)
        {
            return null;
        }

        bool isStrange = strange.Length == 1;
        char[] replaced = isStrange ? strange : [.. standing.Intersect(known)];
        char[] replacing = [.. (isStrange ? known : unseen.In(role).ToCharArray()).Where(symbol => !Has(program, symbol))];
        if (replaced.Length == 0 || replacing.Length == 0)
        {
            return null;
        }

        (char from, char to) = (replaced[random.Next(replaced.Length)], replacing[random.Next(replacing.Length)]);
        SymbolicProgram other = Renamed(program, from, to);
        UnseenPair pair = isStrange
            ? new UnseenPair(role, Original.Unseen, from, program, other)
            : new UnseenPair(role, Original.Seen, to, other, program);
        return unseen.OccurringIn(pair.Seen).IsEmpty ? pair : null;
    }

    private static IEnumerable<char> Symbols(SymbolRole role, GeneratorSpec task) => role == SymbolRole.Answer
        ? Enumerable.Range('0', task.DigitCount).Select(digit => (char)digit)
        : Enumerable.Range('a', task.NameCount).Select(name => (char)name);

    private static bool IsKnown(char symbol, UnseenRoles unseen) =>
        Enum.GetValues<SymbolRole>().All(role => !unseen.In(role).Contains(symbol));

    private static bool Has(SymbolicProgram program, char symbol) => program.Lines.Any(line => line.Name == symbol || line.Right == symbol);
}

/// <summary>Two programs that are the same but for the spelling of one symbol.</summary>
/// <param name="Role">What the symbol does for the answer.</param>
/// <param name="Original">Which of the two is of the test set.</param>
/// <param name="Symbol">The symbol that never had the role in training.</param>
/// <param name="Unseen">The program with that symbol.</param>
/// <param name="Seen">The program with a symbol that is known in every role.</param>
internal sealed record UnseenPair(SymbolRole Role, Original Original, char Symbol, SymbolicProgram Unseen, SymbolicProgram Seen)
{
    internal Execution UnseenExecution { get; } = Interpreter.Run(Unseen);

    internal Execution SeenExecution { get; } = Interpreter.Run(Seen);

    internal SymbolicProgram In(Arm arm) => arm == Arm.Unseen ? Unseen : Seen;

    internal Execution ExecutionIn(Arm arm) => arm == Arm.Unseen ? UnseenExecution : SeenExecution;
}
