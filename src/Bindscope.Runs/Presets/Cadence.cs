namespace Bindscope.Runs.Presets;

/// <summary>Steps at which something is done: 0, then spaced by a factor of the square root of two, then regularly, and the last
/// step.</summary>
/// <param name="First">The first step after 0.</param>
/// <param name="Every">The regular distance, taken as soon as the growing distance would exceed it.</param>
/// <remarks>Early training changes fast and the phases are read on a logarithmic axis, so equal ratios come first.</remarks>
public sealed record Cadence(int First, int Every)
{
    /// <summary>The steps in ascending order, never further apart than <see cref="Every"/> once they are regular.</summary>
    /// <param name="last">The last step of the training; always included.</param>
    public IReadOnlyList<int> Steps(int last)
    {
        var steps = new SortedSet<int> { 0, last };
        var newest = First;
        for (double exact = First; newest < last && exact * (Math.Sqrt(2) - 1) < Every; newest = (int)Math.Round(exact))
        {
            steps.Add(newest);
            exact *= Math.Sqrt(2);
        }

        steps.Add(Math.Min(newest, last));
        for (var step = (newest / (long)Every + 1) * Every; step < last; step += Every)
        {
            steps.Add((int)step);
        }

        return [.. steps];
    }

    internal IEnumerable<string> Problems(string path)
    {
        if (First < 1 || Every < 1)
        {
            yield return $"{path}: first ({First}) and every ({Every}) must be 1 or more";
        }
    }
}
