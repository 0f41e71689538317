using System.Collections.Immutable;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>
/// The least loss that a predictor of a program's tokens can have, by what it knows. Left-hand sides, digits and the kind of a right-hand side
/// are random: knowing more does not help. Which variable stands on the right, and which is queried, depends on how deep the variables are
/// (<see cref="GeneratorSpec.DepthExponent"/>), so a model that tracks depth is paid for it. All in nats per program.
/// </summary>
/// <param name="Programs">Programs that the floors were computed on.</param>
/// <param name="LeftHandSide">The names on the left, without line 1's, which nothing precedes.</param>
/// <param name="RightHandSideKind">Digit or variable, for each line's right-hand side.</param>
/// <param name="RightHandSideDigit">Which digit, for those that are one.</param>
/// <param name="RightHandSideVariable">Which variable, for those that are one: entry k of a predictor that knows the names that are bound
/// and tells depths 1 to k apart from one another and from the deeper ones; the last entry tells all depths.</param>
/// <param name="Query">Which variable is queried, with the same entries.</param>
/// <remarks>A predictor of knowledge k gives each candidate a weight that depends on its line and on its depth, as far as k tells it; the weights
/// are those of greatest likelihood over the programs (minorization-maximization for choices: D. Hunter, Annals of Statistics 2004), so that what
/// rejecting programs does to the draws is part of them. The floors have the sampling error of the programs, and no other.</remarks>
public sealed record KnowledgeFloors(
    int Programs,
    double LeftHandSide,
    double RightHandSideKind,
    double RightHandSideDigit,
    ImmutableArray<double> RightHandSideVariable,
    ImmutableArray<double> Query)
{
    private const int Iterations = 200;

    /// <summary>Computes the floors of a task.</summary>
    /// <param name="spec">How the programs were drawn.</param>
    /// <param name="programs">Programs of that task, all of its length; tens of thousands for a hundredth of a nat.</param>
    public static KnowledgeFloors Of(GeneratorSpec spec, IReadOnlyList<SymbolicProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfZero(programs.Count);
        var choices = new List<Choice>[spec.Lines + 1];
        for (int line = 0; line <= spec.Lines; line++)
        {
            choices[line] = new List<Choice>(programs.Count);
        }

        double names = 0;
        var (open, digits) = (new int[spec.Lines], new int[spec.Lines]);
        long allDigits = 0;
        Span<int> depths = stackalloc int[26];
        foreach (SymbolicProgram program in programs)
        {
            depths.Clear();
            int bound = 0;
            for (int line = 0; line < spec.Lines; line++)
            {
                (char name, char right) = program.Lines[line];
                names += line == 0 ? 0 : Math.Log(spec.Names == NamePolicy.Unique ? spec.NameCount - bound : spec.NameCount);
                int left = depths[name - 'a'];
                depths[name - 'a'] = 0; // a=a is excluded
                bool constant = program.Lines[line].IsConstant;
                allDigits += constant ? 1 : 0;
                if (bound - (left > 0 ? 1 : 0) > 0)
                {
                    open[line]++;
                    digits[line] += constant ? 1 : 0;
                }

                if (!constant)
                {
                    choices[line].Add(Choice.Of(depths, right));
                }

                bound += left > 0 ? 0 : 1;
                depths[name - 'a'] = constant ? 1 : depths[right - 'a'] + 1;
            }

            choices[spec.Lines].Add(Choice.Of(depths, program.Query));
        }

        int levels = spec.MaximumHops + 2;
        double Floor(int line, int level) => Loss(choices[line], level == levels - 1 ? spec.Lines : level);
        return new KnowledgeFloors(
            programs.Count,
            names / programs.Count,
            open.Zip(digits, Entropy).Sum() / programs.Count,
            allDigits * Math.Log(spec.DigitCount) / programs.Count,
            [.. Enumerable.Range(0, levels).Select(level => Enumerable.Range(0, spec.Lines).Sum(line => Floor(line, level)) / programs.Count)],
            [.. Enumerable.Range(0, levels).Select(level => Floor(spec.Lines, level) / programs.Count)]);
    }

    /// <summary>Summed over the draws.</summary>
    private static double Entropy(int count, int hits)
    {
        double Part(int part) => part == 0 ? 0 : -part * Math.Log((double)part / count);
        return Part(hits) + Part(count - hits);
    }

    /// <summary>The summed loss of the best weights for classes of depth.</summary>
    private static double Loss(List<Choice> choices, int told)
    {
        int classes = told + 1;
        var grouped = choices.GroupBy(choice => choice.Merged(told)).Select(group => (Choice: group.Key, Count: group.Count())).ToArray();
        var chosen = new double[classes];
        foreach ((Choice choice, int count) in grouped)
        {
            chosen[choice.Chosen] += count;
        }

        var weights = new double[classes];
        for (int c = 0; c < classes; c++)
        {
            weights[c] = chosen[c] > 0 ? 1 : 0;
        }

        var shares = new double[classes];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Array.Clear(shares);
            foreach ((Choice choice, int count) in grouped)
            {
                double total = choice.Total(weights);
                for (int c = 0; c < classes; c++)
                {
                    shares[c] += count * choice[c] / total;
                }
            }

            for (int c = 0; c < classes; c++)
            {
                weights[c] = chosen[c] > 0 ? chosen[c] / shares[c] : 0;
            }
        }

        return grouped.Sum(one => -one.Count * Math.Log(weights[one.Choice.Chosen] / one.Choice.Total(weights)));
    }

    /// <summary>One choice among bound variables: how many there were of each depth, and the depth of the one that was taken.</summary>
    /// <param name="Low">Counts of depths 1 to 8, eight bits each.</param>
    /// <param name="High">Counts of depths 9 to 16; deeper ones count as 16.</param>
    /// <param name="Chosen">Depth of the one taken, less 1; after <see cref="Merged"/> its class.</param>
    private readonly record struct Choice(ulong Low, ulong High, int Chosen)
    {
        private const int Classes = 16;

        public int this[int index] => index >= Classes ? 0 : (int)((index < 8 ? Low >> 8 * index : High >> 8 * (index - 8)) & 0xff);

        public static Choice Of(ReadOnlySpan<int> depths, char taken)
        {
            Choice choice = default;
            foreach (int depth in depths)
            {
                choice = depth == 0 ? choice : choice.With(Math.Min(depth, Classes) - 1, 1);
            }

            return choice with { Chosen = Math.Min(depths[taken - 'a'], Classes) - 1 };
        }

        /// <summary>Depths beyond those that are told apart fall into one class.</summary>
        public Choice Merged(int told)
        {
            Choice merged = default;
            for (int depth = 0; depth < Classes; depth++)
            {
                merged = merged.With(Math.Min(depth, Math.Min(told, Classes - 1)), this[depth]);
            }

            return merged with { Chosen = Math.Min(Chosen, Math.Min(told, Classes - 1)) };
        }

        public double Total(double[] weights)
        {
            double total = 0;
            for (int c = 0; c < Math.Min(weights.Length, Classes); c++)
            {
                total += this[c] * weights[c];
            }

            return total;
        }

        private Choice With(int index, int more) =>
            index < 8 ? this with { Low = Low + ((ulong)more << 8 * index) } : this with { High = High + ((ulong)more << 8 * (index - 8)) };
    }
}
