namespace Bindscope.Bench;

/// <summary>Times several things in turns, A B A B, so that whatever slows the machine for a while slows all of them.</summary>
internal static class Turns
{
    /// <summary>The median time of each action, in seconds.</summary>
    /// <param name="clock">Of <see cref="Clock"/>: the thread's for work on the calling thread, the wall's for several threads.</param>
    /// <param name="rounds">How often each is timed.</param>
    /// <param name="warmUp">Seconds of untimed turns before, at least one turn: the runtime recompiles what runs often.</param>
    /// <param name="actions">What to time.</param>
    public static double[] Medians(Func<double> clock, int rounds, double warmUp, params Action[] actions)
    {
        double start = clock();
        do
        {
            Array.ForEach(actions, action => action());
        }
        while (clock() - start < warmUp);
        var times = new double[actions.Length][];
        for (int i = 0; i < actions.Length; i++)
        {
            times[i] = new double[rounds];
        }
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                double begin = clock();
                actions[i]();
                times[i][round] = clock() - begin;
            }
        }
        return [.. times.Select(Median)];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
