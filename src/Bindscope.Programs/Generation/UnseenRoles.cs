using System.Collections.Immutable;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>Symbols that a model never meets in some role while it is trained, though it meets them everywhere else.</summary>
/// <param name="Queried">Variables that are never asked for, such as <c>xyz</c>.</param>
/// <param name="Followed">Variables that never stand on the right-hand side of a line of a query's chain.</param>
/// <param name="Root">Variables that never stand on the left of a root's line.</param>
/// <param name="Answer">Digits that are never the answer, such as <c>89</c>.</param>
/// <remarks>Held-out combinations leave out pairs of symbols, each of which is known in every role. These leave out a symbol's role: does what was
/// learned about others hold for it?</remarks>
public sealed record UnseenRoles(string Queried = "", string Followed = "", string Root = "", string Answer = "")
{
    /// <summary>The fewest digits that must be left as answers.</summary>
    private const int FewestAnswers = 2;

    /// <summary>Every symbol is met in every role.</summary>
    public static UnseenRoles None { get; } = new();

    private bool AnyName => Queried.Length + Followed.Length + Root.Length > 0;

    /// <summary>Whether every symbol is met in every role.</summary>
    public bool IsEmpty() => !AnyName && Answer.Length == 0;

    /// <summary>The symbols that are never met in a role.</summary>
    /// <param name="role">The role.</param>
    public string In(SymbolRole role) => role switch
    {
        SymbolRole.Queried => Queried,
        SymbolRole.Followed => Followed,
        SymbolRole.Root => Root,
        _ => Answer,
    };

    /// <summary>The roles in which a program's query needs an unseen symbol; none where the program could be trained on.</summary>
    /// <param name="program">A program that runs.</param>
    public ImmutableArray<SymbolRole> OccurringIn(SymbolicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (IsEmpty())
        {
            return [];
        }

        ImmutableArray<int> chain = Interpreter.Run(program).ChainLines;
        return [.. Enum.GetValues<SymbolRole>().Where(role => SymbolsIn(role, program, chain).Any(In(role).Contains))];
    }

    /// <summary>The symbols that have a role in a program.</summary>
    /// <param name="role">The role.</param>
    /// <param name="program">A program that runs.</param>
    /// <returns>From the root to the query; none of <see cref="SymbolRole.Followed"/> with one hop.</returns>
    public static ImmutableArray<char> SymbolsIn(SymbolRole role, SymbolicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return [.. SymbolsIn(role, program, Interpreter.Run(program).ChainLines)];
    }

    /// <summary>Whether any chain can be made of some names without an unseen role: two names that have every role can take turns.</summary>
    /// <param name="names">Different letters a-z.</param>
    /// <param name="generator">What is generated with them.</param>
    public bool LeavesEnough(ReadOnlySpan<char> names, GeneratorSpec generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return !AnyName || FreeAmong(names) >= FewestFree(generator);
    }

    /// <summary>Checks every role against what is generated.</summary>
    /// <param name="generator">Gives the names and the digits.</param>
    /// <returns>Every problem as a sentence; empty when programs are left to train on.</returns>
    internal IEnumerable<string> Problems(GeneratorSpec generator)
    {
        string names = Letters(generator.NameCount), digits = "0123456789"[..Math.Clamp(generator.DigitCount, 0, 10)];
        foreach (SymbolRole role in Enum.GetValues<SymbolRole>())
        {
            string allowed = role == SymbolRole.Answer ? digits : names;
            char[] wrong = [.. In(role).Where((symbol, i) => !allowed.Contains(symbol) || In(role).IndexOf(symbol) < i).Distinct()];
            if (wrong.Length > 0)
            {
                yield return $"Unseen.{role} is \"{In(role)}\", must be some of {allowed[..1]}-{allowed[^1..]} written together, each once "
                    + $"(not so: {string.Join(" ", wrong)})";
            }
        }

        if (!LeavesEnough(names, generator))
        {
            yield return $"Unseen leaves {FreeAmong(names)} of {generator.NameCount} names that have every role, must leave at least "
                + $"{FewestFree(generator)}, of which chains of {generator.MaximumHops} hops can be made";
        }

        if (Answer.Length > 0 && digits.Except(Answer).Count() < FewestAnswers)
        {
            yield return $"Unseen.Answer is \"{Answer}\", which leaves {digits.Except(Answer).Count()} digits as answers, must leave at least {FewestAnswers}";
        }
    }

    private static int FewestFree(GeneratorSpec generator) =>
        generator.Names == NamePolicy.Unique ? generator.MaximumHops : Math.Min(2, generator.MaximumHops);

    /// <summary>How many of some names have every role.</summary>
    private int FreeAmong(ReadOnlySpan<char> names)
    {
        int free = 0;
        foreach (char name in names)
        {
            free += Queried.Contains(name) || Followed.Contains(name) || Root.Contains(name) ? 0 : 1;
        }

        return free;
    }

    private static string Letters(int count) => "abcdefghijklmnopqrstuvwxyz"[..Math.Clamp(count, 1, 26)];

    private static IEnumerable<char> SymbolsIn(SymbolRole role, SymbolicProgram program, ImmutableArray<int> chain) => role switch
    {
        SymbolRole.Queried => [program.Query],
        SymbolRole.Followed => chain.Skip(1).Select(line => program.Lines[line - 1].Right),
        SymbolRole.Root => [program.Lines[chain[0] - 1].Name],
        _ => [program.Lines[chain[0] - 1].Right],
    };
}

/// <summary>What a symbol does for the answer of a query. Wherever else it stands, on a distractor for example, it has none of these roles.</summary>
public enum SymbolRole
{
    /// <summary>The variable that is asked for.</summary>
    Queried,

    /// <summary>A variable on the right-hand side of a line of the query's chain: a reference to it has to be followed.</summary>
    Followed,

    /// <summary>The variable on the left of the root's line: it is bound to the answer's digit directly. With one hop it is the queried variable as
    /// well, with more it is a followed one as well.</summary>
    Root,

    /// <summary>The digit that is the answer.</summary>
    Answer,
}
