using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>Draws programs at random.</summary>
/// <remarks>
/// Lines are drawn from top to bottom: the name on the left; then, with the share of constants or where no other variable is bound yet, a
/// digit; else a variable by weight. The query is drawn by the same weights. A program whose query has another number of hops
/// than the one wanted is thrown away whole.
/// <para>The wanted number of hops is drawn <em>first</em>. This gives the same programs as drawing first and then rejecting until the
/// numbers of hops are balanced: either way each number of hops has an equal share, and among programs with the same number of
/// hops the chances are those of the process without rejection.</para>
/// </remarks>
public sealed class ProgramGenerator
{
    /// <summary>After so many programs in a row without the wanted number of hops a spec counts as impossible (seconds).</summary>
    private const int MaximumAttempts = 4_000_000;

    private readonly GeneratorSpec spec;
    private readonly DepthWeights rightWeights;
    private readonly DepthWeights queryWeights;

    /// <summary>Makes a generator.</summary>
    /// <param name="spec">What programs to draw.</param>
    /// <exception cref="UserException">The spec contradicts itself; the message lists every problem.</exception>
    public ProgramGenerator(GeneratorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ThrowIfAny(spec.Validated());
        this.spec = spec;
        queryWeights = new DepthWeights(spec.Lines, spec.DepthExponent);
        rightWeights = spec.Depth == DepthPolicy.Capped ? queryWeights.Below(spec.MaximumHops) : queryWeights;
    }

    /// <summary>What programs are drawn.</summary>
    public GeneratorSpec Spec => spec;

    /// <summary>Draws a program whose variables are the spec's first letters of the alphabet.</summary>
    /// <param name="random">The source of chance; moves on.</param>
    /// <exception cref="UserException">The spec allows the wanted number of hops so rarely that none was found.</exception>
    public SymbolicProgram Next(ref RandomStream random) => Next(ref random, "abcdefghijklmnopqrstuvwxyz".AsSpan(0, spec.NameCount));

    /// <summary>Draws a program that uses only the given variables.</summary>
    /// <param name="random">The source of chance; moves on.</param>
    /// <param name="names">Different letters a-z; as many as the spec needs for its lines and hops.</param>
    /// <exception cref="UserException">The spec cannot be met with so few names.</exception>
    public SymbolicProgram Next(ref RandomStream random, ReadOnlySpan<char> names)
    {
        if (names.Length != spec.NameCount)
        {
            ThrowIfAny((spec with { NameCount = names.Length }).Validated());
        }

        int wantedHops = spec.Balance == QueryBalance.UniformHops ? 1 + random.Next(spec.MaximumHops) : 0;
        Span<Assignment> lines = stackalloc Assignment[spec.Lines];
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (Attempt(ref random, names, wantedHops, lines) is { } query)
            {
                return new SymbolicProgram([.. lines], query);
            }
        }

        throw new UserException(
            $"No program with {(wantedHops == 0 ? $"at most {spec.MaximumHops}" : wantedHops)} hops was found among {MaximumAttempts} programs of {spec.Lines} lines.",
            "Raise MaximumHops, lower Lines or DepthExponent, or choose the depth policy Capped.");
    }

    /// <summary>Draws the lines and the query.</summary>
    /// <returns>The query; null where the program must be thrown away.</returns>
    private char? Attempt(ref RandomStream random, ReadOnlySpan<char> names, int wantedHops, Span<Assignment> lines)
    {
        // The current depth of each name, by its place in `names`; 0 while it is unbound.
        Span<int> depths = stackalloc int[names.Length];
        depths.Clear();
        for (int i = 0; i < lines.Length; i++)
        {
            int left = DrawName(ref random, depths, i);
            int right = random.NextDouble() < spec.ConstantShare ? -1 : rightWeights.Draw(ref random, depths, except: left);
            lines[i] = new Assignment(names[left], right < 0 ? (char)('0' + random.Next(spec.DigitCount)) : names[right]);
            depths[left] = right < 0 ? 1 : depths[right] + 1;
            if (spec.Depth == DepthPolicy.Rejected && depths[left] > spec.MaximumHops)
            {
                return null;
            }
        }

        int query = queryWeights.Draw(ref random, depths, except: -1);
        bool wanted = wantedHops == 0 ? depths[query] <= spec.MaximumHops : depths[query] == wantedHops;
        return wanted ? names[query] : null;
    }

    private int DrawName(ref RandomStream random, ReadOnlySpan<int> depths, int bound)
    {
        if (spec.Names == NamePolicy.Reuse)
        {
            return random.Next(depths.Length);
        }

        int skip = random.Next(depths.Length - bound);
        int name = 0;
        for (; depths[name] > 0 || skip-- > 0; name++)
        {
        }

        return name;
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
