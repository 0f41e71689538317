using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>Lines <c>variable=digit</c> that a training set must not contain.</summary>
/// <remarks>Paper, figure 7: a tenth of the combinations of variable and digit is held out of the training set.</remarks>
public sealed class HeldOutCombinations
{
    /// <summary>The largest share that can be held out.</summary>
    public const double MaximumShare = 0.5;

    private readonly HashSet<Assignment> combinations;

    private HeldOutCombinations(HashSet<Assignment> combinations) => this.combinations = combinations;

    /// <summary>Nothing is held out.</summary>
    public static HeldOutCombinations None { get; } = new([]);

    /// <summary>The held-out lines, by variable and then by digit.</summary>
    public IEnumerable<Assignment> All => combinations.OrderBy(line => line.Name).ThenBy(line => line.Right);

    /// <summary>Draws which combinations to hold out. Each variable keeps at least one digit.</summary>
    /// <param name="spec">Gives the variables and the digits.</param>
    /// <param name="share">The share of all combinations, 0-0.5; rounded to a whole number of them.</param>
    /// <param name="random">The source of chance; moves on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not 0-0.5, or nothing would be left of the digits.</exception>
    public static HeldOutCombinations Draw(GeneratorSpec spec, double share, ref RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, MaximumShare);
        int count = (int)Math.Round(share * spec.NameCount * spec.DigitCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, spec.NameCount * (spec.DigitCount - 1), nameof(share));

        HashSet<Assignment> drawn = [];
        Span<int> left = stackalloc int[spec.NameCount];
        left.Fill(spec.DigitCount);
        while (drawn.Count < count)
        {
            int name = random.Next(spec.NameCount);
            var line = new Assignment((char)('a' + name), (char)('0' + random.Next(spec.DigitCount)));
            if (left[name] > 1 && drawn.Add(line))
            {
                left[name]--;
            }
        }

        return new HeldOutCombinations(drawn);
    }

    /// <summary>Whether a line <c>name=digit</c> is held out.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="digit">The digit as a character.</param>
    public bool Contains(char name, char digit) => combinations.Contains(new Assignment(name, digit));

    /// <summary>Whether a program has a held-out line.</summary>
    /// <param name="program">The program.</param>
    public bool OccursIn(SymbolicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return combinations.Count > 0 && program.Lines.Any(combinations.Contains);
    }
}
