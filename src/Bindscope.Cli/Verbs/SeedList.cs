using System.CommandLine;
using System.Globalization;
using Bindscope.Errors;

namespace Bindscope.Cli.Verbs;

/// <summary>Seeds as a user writes them: <c>42,256,416</c>, or with spaces between them.</summary>
internal static class SeedList
{
    /// <summary>The option of a command that trains from several seeds.</summary>
    /// <param name="description">What the command does with them.</param>
    public static Option<string[]> Option(string description) => new("--seeds") { Description = description, AllowMultipleArgumentsPerToken = true };

    /// <summary>Reads seeds, however many.</summary>
    /// <param name="words">One or more seeds each, with commas.</param>
    /// <exception cref="UserException">One is no seed.</exception>
    public static IReadOnlyList<ulong> Parse(IEnumerable<string> words) =>
        [.. words.SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(Seed)];

    /// <summary>Reads two seeds or more.</summary>
    /// <param name="words">One or more seeds each, with commas.</param>
    /// <exception cref="UserException">One is no seed, or occurs twice, or there are fewer than two.</exception>
    public static IReadOnlyList<ulong> ParseSeveral(IEnumerable<string> words)
    {
        IReadOnlyList<ulong> seeds = Parse(words);
        ulong[] twice = [.. seeds.GroupBy(seed => seed).Where(same => same.Count() > 1).Select(same => same.Key)];
        if (twice.Length > 0)
        {
            throw new UserException($"--seeds names {string.Join(", ", twice)} twice", "name each seed once");
        }

        return seeds.Count >= 2
            ? seeds
            : throw new UserException($"--seeds names {seeds.Count} seed", "name two or more with commas, or train one with --seed");
    }

    private static ulong Seed(string word) =>
        ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new UserException($"--seeds: '{word}' is not a seed", "write whole numbers with commas: --seeds 42,256,416");
}
