using System.Globalization;
using Bindscope.Errors;

namespace Bindscope.Cli.Verbs;

/// <summary>Seeds as a user writes them: <c>42,256,416</c>.</summary>
internal static class SeedList
{
    /// <summary>Reads seeds.</summary>
    /// <param name="text">Two or more, with commas.</param>
    /// <exception cref="UserException">One is no seed, or occurs twice, or there are fewer than two.</exception>
    public static IReadOnlyList<ulong> Parse(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var seeds = new List<ulong>();
        foreach (string part in parts)
        {
            if (!ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            {
                throw new UserException($"--seeds: '{part}' is no seed", "write whole numbers with commas: --seeds 42,256,416");
            }

            if (seeds.Contains(seed))
            {
                throw new UserException($"--seeds names {seed} twice", "name each seed once");
            }

            seeds.Add(seed);
        }

        return seeds.Count >= 2
            ? seeds
            : throw new UserException($"--seeds names {seeds.Count} seed", "name two or more with commas, or train one with --seed");
    }
}
