using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>The form that a program is to have.</summary>
/// <param name="Lines">Assignments, 1-100.</param>
/// <param name="Hops">The query's referential depth, 1 to <paramref name="Lines"/>.</param>
/// <param name="RootLine">The line that holds the root, 1-based, with room for the rest of the chain below it; null for any line with room, all
/// equally likely.</param>
/// <remarks>The paper's figures 8 and 9 ask for 2-25 lines and 1-13 hops, with the root on line 1 and further down.</remarks>
public sealed record ProgramShape(int Lines, int Hops, int? RootLine = null)
{
    /// <summary>The last line that the root can stand on.</summary>
    public int LastRootLine => Lines - Hops + 1;
}

/// <summary>Draws programs of a given form, however rare the ordinary generator would draw one: for generalisation.</summary>
/// <remarks>
/// The lines of the query's chain are placed first, all choices equally likely; the other lines are distractors, drawn as
/// <see cref="ProgramGenerator"/> draws lines, except that they never bind a variable on which the chain still waits. Among programs
/// of one form the chances thus differ from those of the ordinary generator, which prefers chains that begin early and lines that continue them.
/// </remarks>
public sealed class ShapedProgramGenerator
{
    private readonly GeneratorSpec spec;
    private readonly ProgramShape shape;
    private readonly DepthWeights weights;

    /// <summary>Makes a generator.</summary>
    /// <param name="spec">How distractors are drawn, and which names and digits there are. Its number of lines, maximum of hops, depth policy
    /// and balance play no part.</param>
    /// <param name="shape">The form of the programs.</param>
    /// <exception cref="UserException">No program has this form; the message lists every problem.</exception>
    public ShapedProgramGenerator(GeneratorSpec spec, ProgramShape shape)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(shape);
        this.spec = spec with { Lines = shape.Lines, MaximumHops = 1 };
        this.shape = shape;
        ImmutableArray<string> problems = [.. this.spec.Validated(), .. Problems()];
        if (problems.Length > 0)
        {
            throw new UserException(
                $"No program has {shape.Lines} lines and {shape.Hops} hops"
                + $"{(shape.RootLine is { } root ? $" with its root on line {root}" : "")}: {string.Join("; ", problems)}.",
                "A chain of h hops needs h lines, from its root's line downwards.");
        }

        weights = new DepthWeights(shape.Lines, spec.DepthExponent);
    }

    /// <summary>Draws a program.</summary>
    /// <param name="random">The source of chance; moves on.</param>
    public SymbolicProgram Next(ref RandomStream random)
    {
        int root = shape.RootLine ?? 1 + random.Next(shape.LastRootLine);
        int pending = shape.Hops; // lines of the chain that are still to be placed
        var lines = ImmutableArray.CreateBuilder<Assignment>(shape.Lines);
        var bindings = new Bindings(spec, weights);
        char? awaited = null; // the variable that the chain's next line will use
        for (int line = 1; line <= shape.Lines; line++)
        {
            // Below the root, each line is the chain's next one with the chance that makes all placements equally likely.
            bool onChain = line == root || (line > root && random.Next(shape.Lines - line + 1) < pending);
            char name = bindings.DrawName(ref random, except: awaited);
            char? right = onChain ? awaited : bindings.DrawRight(ref random, name);
            bindings.Bind(name, right);
            lines.Add(new Assignment(name, right ?? (char)('0' + random.Next(spec.DigitCount))));
            if (onChain)
            {
                awaited = name;
                pending--;
            }
        }

        return new SymbolicProgram(lines.MoveToImmutable(), awaited!.Value);
    }

    private IEnumerable<string> Problems()
    {
        if (shape.Lines >= 1 && (shape.Hops < 1 || shape.Hops > shape.Lines))
        {
            yield return $"Hops must be 1-{shape.Lines}, the number of lines";
        }
        else if (shape.Lines >= 1 && shape.RootLine is { } root && (root < 1 || root > shape.LastRootLine))
        {
            yield return $"RootLine must be 1-{shape.LastRootLine}, so that the chain's lines fit below it";
        }

        if (spec.NameCount < 2 && shape.Lines > 1)
        {
            yield return $"NameCount is {spec.NameCount}, and other lines than the root's need another name";
        }
    }
}
