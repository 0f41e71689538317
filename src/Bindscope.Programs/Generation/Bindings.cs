namespace Bindscope.Programs.Generation;

/// <summary>The variables of a program that is being written line by line, and how a distractor chooses among them.</summary>
internal sealed class Bindings(GeneratorSpec spec, DepthWeights weights)
{
    /// <summary>For each name, its current depth; 0 while it is unbound.</summary>
    private readonly int[] depths = new int[spec.NameCount];

    /// <summary>Draws the name on the left, all that are allowed equally likely.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="except">A name that must not be bound again; null for none.</param>
    public char DrawName(ref RandomStream random, char? except)
    {
        Span<char> allowed = stackalloc char[spec.NameCount];
        int count = 0;
        for (char name = 'a'; name < 'a' + spec.NameCount; name++)
        {
            if (name != except && (spec.Names == NamePolicy.Reuse || depths[name - 'a'] == 0))
            {
                allowed[count++] = name;
            }
        }

        return allowed[random.Next(count)];
    }

    /// <summary>Draws the right-hand side of a distractor: a variable by weight, or null for a digit.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="left">The name that the line binds; it does not stand on the right as well.</param>
    public char? DrawRight(ref RandomStream random, char left)
    {
        if (random.NextDouble() < spec.ConstantShare)
        {
            return null;
        }

        Span<int> candidates = stackalloc int[depths.Length];
        depths.CopyTo(candidates);
        candidates[left - 'a'] = 0;
        ulong total = 0;
        foreach (int depth in candidates)
        {
            total += weights[depth];
        }

        return total == 0 ? null : (char)('a' + weights.Draw(ref random, candidates, total));
    }

    /// <summary>Takes note of a line.</summary>
    /// <param name="name">The name that the line binds.</param>
    /// <param name="right">The variable on its right; null for a digit.</param>
    public void Bind(char name, char? right) => depths[name - 'a'] = right is { } source ? depths[source - 'a'] + 1 : 1;
}
