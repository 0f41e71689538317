using System.Runtime.InteropServices;
using Bindscope.Analysis.Results;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.HeadStatistics;

/// <summary>A number that is measured several times in each program: its sums and counts, program by program.</summary>
internal sealed class ProgramSums
{
    private readonly List<double> sums = [];
    private readonly List<double> counts = [];
    private int program = -1;

    /// <summary>Adds a measurement.</summary>
    /// <param name="number">The program; never falls from one call to the next.</param>
    /// <param name="value">The number.</param>
    internal void Add(int number, double value)
    {
        if (number != program)
        {
            program = number;
            sums.Add(0);
            counts.Add(0);
        }

        sums[^1] += value;
        counts[^1]++;
    }

    /// <summary>The mean over measurements, with an interval over programs; 0 of 0 where there is none.</summary>
    /// <param name="bootstraps">By number of programs.</param>
    internal Estimate Mean(Bootstraps bootstraps) =>
        sums.Count == 0 ? default : bootstraps[sums.Count].Mean(CollectionsMarshal.AsSpan(sums), CollectionsMarshal.AsSpan(counts));
}
