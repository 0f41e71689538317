using System.Globalization;

namespace Bindscope.Analysis.Everything;

/// <summary>The process's largest resident memory since it was last reset, as Linux counts it.</summary>
internal static class PeakMemory
{
    private const string Field = "VmHWM:";

    /// <summary>Begins to count anew; where that is not allowed, the count goes on.</summary>
    internal static void Reset()
    {
        try
        {
            // proc(5): 5 sets the peak to what is resident now.
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The peak is then that of the whole process, which is still an upper bound.
        }
    }

    /// <summary>In bytes; 0 where the machine does not tell.</summary>
    internal static long Read()
    {
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(one => one.StartsWith(Field, StringComparison.Ordinal));
            string? number = line?[Field.Length..].Trim().Split(' ')[0];
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes) ? kibibytes << 10 : 0;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
