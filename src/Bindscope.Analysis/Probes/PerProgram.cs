using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.Probes;

/// <summary>Means over programs of shares within each program: tokens of one program are no independent samples.</summary>
internal sealed class PerProgram
{
    private readonly int[] programOf;
    private readonly int programs;
    private readonly Dictionary<int, Bootstrap> bootstraps = [];

    /// <summary>Tokens, program after program.</summary>
    /// <param name="tokens">Tokens of each program.</param>
    internal PerProgram(IReadOnlyList<int> tokens)
    {
        programs = tokens.Count;
        programOf = [.. tokens.SelectMany((count, program) => Enumerable.Repeat(program, count))];
    }

    /// <summary>The mean, over programs that have such tokens, of the share that is right.</summary>
    /// <param name="isRight">One for each token.</param>
    /// <param name="counts">Which tokens count; null for all.</param>
    internal Estimate Share(IReadOnlyList<bool> isRight, IReadOnlyList<bool>? counts = null)
    {
        var right = new double[programs];
        var all = new double[programs];
        for (int i = 0; i < isRight.Count; i++)
        {
            if (counts is null || counts[i])
            {
                all[programOf[i]]++;
                right[programOf[i]] += isRight[i] ? 1 : 0;
            }
        }

        double[] shares = [.. Enumerable.Range(0, programs).Where(i => all[i] > 0).Select(i => right[i] / all[i])];
        if (shares.Length == 0)
        {
            return new Estimate(0, 0, 1, 0);
        }

        if (!bootstraps.TryGetValue(shares.Length, out Bootstrap? bootstrap))
        {
            bootstraps.Add(shares.Length, bootstrap = new Bootstrap(shares.Length));
        }

        return bootstrap.Mean(shares);
    }
}
