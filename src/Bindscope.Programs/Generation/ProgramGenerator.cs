using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>Draws programs at random.</summary>
/// <remarks>
/// Lines are drawn from top to bottom: the name on the left; then, with the share of constants or where no other variable may stand there,
/// a digit; else a variable by weight. The query is drawn by the same weights. A program whose query does not have a number of hops that is
/// wanted is thrown away whole.
/// <para>The wanted numbers of hops are drawn <em>first</em>. This gives the same programs as rejecting until the numbers of hops are
/// balanced: either way each number has an equal share, and among programs of the same number of hops the chances are those of
/// the process without rejection.</para>
/// </remarks>
public sealed class ProgramGenerator
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    private readonly GeneratorSpec spec;
    private readonly Drafter drafter;
    private readonly HeldOutCombinations heldOut;
    private readonly UnseenRoles unseen;

    /// <summary>Makes a generator.</summary>
    /// <param name="spec">What programs to draw.</param>
    /// <param name="heldOut">Lines <c>variable=digit</c> that are never written; a line's digit is drawn among those left. Null for none.</param>
    /// <param name="unseen">Symbols that have some role in no program. Null for none.</param>
    /// <exception cref="UserException">The spec contradicts itself; the message lists every problem.</exception>
    public ProgramGenerator(GeneratorSpec spec, HeldOutCombinations? heldOut = null, UnseenRoles? unseen = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ThrowIfAny(spec.Validated());
        this.spec = spec;
        this.heldOut = heldOut ?? HeldOutCombinations.None;
        this.unseen = unseen ?? UnseenRoles.None;
        drafter = new Drafter(spec);
    }

    /// <summary>What programs are drawn.</summary>
    public GeneratorSpec Spec => spec;

    /// <summary>After so many drafts in a row of which none fits, the spec counts as impossible.</summary>
    internal int MaximumAttempts { get; init; } = 1_000_000;

    /// <summary>The variables that are used where none are given.</summary>
    private ReadOnlySpan<char> Alphabet => Letters.AsSpan(0, spec.NameCount);

    /// <summary>Draws a program whose variables are the spec's first letters of the alphabet.</summary>
    /// <param name="random">The source of chance; moves on.</param>
    /// <exception cref="UserException">The spec allows the wanted number of hops so rarely that none was found.</exception>
    public SymbolicProgram Next(ref RandomStream random) => Next(ref random, Alphabet);

    /// <summary>Draws a program that uses only the given variables.</summary>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="names">Different letters a-z; as many as the spec needs for its lines and hops.</param>
    /// <exception cref="ArgumentException">A name is no letter a-z or is given twice.</exception>
    /// <exception cref="UserException">The spec cannot be met with so few names.</exception>
    public SymbolicProgram Next(ref RandomStream random, ReadOnlySpan<char> names)
    {
        var one = new SymbolicProgram[1];
        Fill(ref random, one, names);
        return one[0];
    }

    /// <summary>Draws many programs, nearly twice as fast as one by one: a draft that does not suit one place may suit another.</summary>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="programs">Receives the programs, each drawn independently of the others.</param>
    /// <exception cref="UserException">The spec allows the wanted number of hops so rarely that none was found.</exception>
    public void Fill(ref RandomStream random, Span<SymbolicProgram> programs) => Fill(ref random, programs, Alphabet);

    /// <inheritdoc cref="Fill(ref RandomStream, Span{SymbolicProgram})"/>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="programs">Receives the programs.</param>
    /// <param name="names">Different letters a-z; as many as the spec needs for its lines and hops.</param>
    public void Fill(ref RandomStream random, Span<SymbolicProgram> programs, ReadOnlySpan<char> names)
    {
        ThrowIfNoNames(names);
        if (names.Length != spec.NameCount)
        {
            ThrowIfAny((spec with { NameCount = names.Length }).Validated());
        }

        var draft = new Draft(
            names: stackalloc int[spec.Lines],
            sources: stackalloc int[spec.Lines],
            depths: stackalloc int[spec.Lines],
            lasting: stackalloc bool[spec.Lines],
            boundBy: stackalloc int[names.Length]);
        var places = new Places(ref random, spec, programs.Length);
        for (int filled = 0, attempts = 0; filled < programs.Length; attempts++)
        {
            if (attempts == MaximumAttempts)
            {
                throw NoneFound();
            }

            // Roles are asked about before a place is taken, so that leaving some out changes no share of the numbers of hops.
            if (drafter.TryDraw(ref random, draft, places.Deepest) is { } query
                && RootIfAllowed(draft, query, names) is { } root
                && places.TryTake(draft.Depths[query]) is { } place)
            {
                programs[place] = Write(ref random, draft, query, root, names);
                filled++;
                attempts = 0;
            }
        }
    }

    /// <summary>The root's line of a query, 0-based; null where a name would have a role that it must not have.</summary>
    private int? RootIfAllowed(Draft draft, int query, ReadOnlySpan<char> names)
    {
        bool allowed = !unseen.Queried.Contains(names[draft.Names[query]]);
        int line = query;
        for (int source; (source = draft.Sources[line]) != Draft.Constant; line = source)
        {
            allowed &= !unseen.Followed.Contains(names[draft.Names[source]]);
        }

        return allowed && !unseen.Root.Contains(names[draft.Names[line]]) ? line : null;
    }

    /// <summary>Turns a draft into a program: spells its names and draws its digits.</summary>
    private SymbolicProgram Write(ref RandomStream random, Draft draft, int query, int root, ReadOnlySpan<char> names)
    {
        var lines = ImmutableArray.CreateBuilder<Assignment>(spec.Lines);
        for (int line = 0; line < spec.Lines; line++)
        {
            char name = names[draft.Names[line]];
            int source = draft.Sources[line];
            char right = source == Draft.Constant ? DrawDigit(ref random, name, line == root ? unseen.Answer : "") : names[draft.Names[source]];
            lines.Add(new Assignment(name, right));
        }

        return new SymbolicProgram(lines.MoveToImmutable(), names[draft.Names[query]]);
    }

    private char DrawDigit(ref RandomStream random, char name, string except)
    {
        char digit;
        do
        {
            digit = (char)('0' + random.Next(spec.DigitCount));
        }
        while (heldOut.Contains(name, digit) || except.Contains(digit));
        return digit;
    }

    private UserException NoneFound() => new(
        $"Among {MaximumAttempts:N0} programs of {spec.Lines} lines none had a wanted number of hops (at most {spec.MaximumHops})"
        + $"{(unseen.IsEmpty() ? "" : " and no symbol in a role that it must not have")}.",
        unseen.IsEmpty()
            ? "Ask for fewer hops, more lines or another share of constants or depth exponent, or choose the depth policy capped."
            : "Leave fewer names out of a role (data.unseen), or make the programs shorter.");

    private static void ThrowIfNoNames(ReadOnlySpan<char> names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (!char.IsAsciiLetterLower(names[i]) || names[..i].Contains(names[i]))
            {
                throw new ArgumentException($"'{names[i]}' is no letter a-z or is given twice", nameof(names));
            }
        }
    }

    private static void ThrowIfAny(ImmutableArray<string> problems)
    {
        if (problems.Length > 0)
        {
            throw new UserException(
                $"No programs can be generated: {string.Join("; ", problems)}.",
                "Change the generator's numbers so that they fit together.");
        }
    }
}
