namespace Bindscope.Bench;

/// <summary>
/// How a cost grows with one size: the exponents of power laws fitted to time, work and memory, by least squares on logarithms. Time is to
/// grow no faster than the work does.
/// </summary>
internal sealed class GrowthBenchmark(string name, Func<double> clock, int rounds, int[] sizes, Func<int, GrowthCase> make) : IBenchmark
{
    /// <summary>By how much time's exponent may exceed that of the work: what noise makes of equal ones.</summary>
    private const double Slack = 0.1;

    public string Name => $"growth.{name}";

    public IEnumerable<Measurement> Run()
    {
        GrowthCase[] cases = [.. sizes.Select(make)];
        double[] seconds = Turns.Medians(clock, rounds, 1, [.. cases.Select(one => one.Run)]);
        double work = Exponent(cases.Select(one => one.Work));
        yield return Measurement.AtMost(Math.Round(work + Slack, 2), Name, Exponent(seconds), "power of time");
        yield return Measurement.Of($"{Name}.work", work, "power of work");
        yield return Measurement.Of($"{Name}.memory", Exponent(cases.Select(one => one.Bytes)), "power of bytes");
        foreach ((int size, GrowthCase one, double time) in sizes.Zip(cases, seconds))
        {
            yield return Measurement.Of($"{Name}.{size}.time", 1e3 * time, "ms");
            yield return Measurement.Of($"{Name}.{size}.memory", one.Bytes / 1e6, "MB");
        }
    }

    private double Exponent(IEnumerable<double> costs)
    {
        double[] x = [.. sizes.Select(size => Math.Log(size))], y = [.. costs.Select(cost => Math.Log(cost))];
        (double meanX, double meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
