using Bindscope.Programs.Generation;

namespace Bindscope.Programs.Tests.Generation;

/// <summary>The chance of every program of a small task, by going through all that the words of docs/programs.md allow.</summary>
/// <remarks>Slow and obvious: the oracle for the generator, which takes short cuts. Programs are texts on one line; digits are left out (written 0).</remarks>
internal sealed class ExactDistribution(GeneratorSpec spec)
{
    private readonly Dictionary<(string Program, int Hops), double> chances = [];

    /// <summary>Each program with its chance; the chances sum to 1.</summary>
    public Dictionary<string, double> Programs()
    {
        Continue("", [], 1);
        double total = chances.Values.Sum();
        Dictionary<int, double> totalByHops = chances.GroupBy(e => e.Key.Hops).ToDictionary(g => g.Key, g => g.Sum(e => e.Value));
        return chances.ToDictionary(
            entry => entry.Key.Program,
            entry => spec.Balance == QueryBalance.UniformHops ? entry.Value / totalByHops[entry.Key.Hops] / spec.MaximumHops : entry.Value / total);
    }

    /// <param name="text">The lines so far.</param>
    /// <param name="depths">The current depth of each bound variable.</param>
    /// <param name="chance">The chance of the lines so far.</param>
    private void Continue(string text, Dictionary<char, int> depths, double chance)
    {
        if (spec.Depth == DepthPolicy.Rejected && depths.Values.Any(depth => depth > spec.MaximumHops))
        {
            return;
        }

        if (text.Length == 4 * spec.Lines)
        {
            double total = depths.Values.Sum(Weight);
            foreach ((char query, int depth) in depths.Where(e => e.Value <= spec.MaximumHops))
            {
                chances[($"{text}#{query}:", depth)] = chance * Weight(depth) / total;
            }

            return;
        }

        char[] names = [.. Enumerable.Range('a', spec.NameCount).Select(c => (char)c).Where(c => spec.Names == NamePolicy.Reuse || !depths.ContainsKey(c))];
        foreach (char name in names)
        {
            Dictionary<char, int> candidates = depths
                .Where(e => e.Key != name && (spec.Depth != DepthPolicy.Capped || e.Value < spec.MaximumHops))
                .ToDictionary();
            double constantShare = candidates.Count == 0 ? 1 : spec.ConstantShare;
            double nameChance = chance / names.Length;
            Continue($"{text}{name}=0 ", new(depths) { [name] = 1 }, nameChance * constantShare);
            double total = candidates.Values.Sum(Weight);
            foreach ((char right, int depth) in candidates)
            {
                Continue($"{text}{name}={right} ", new(depths) { [name] = depth + 1 }, nameChance * (1 - constantShare) * Weight(depth) / total);
            }
        }
    }

    private double Weight(int depth) => Math.Pow(depth, spec.DepthExponent);
}
