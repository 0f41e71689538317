namespace Bindscope.Errors;

/// <summary>Guesses which known word was meant by one that is not known.</summary>
public static class Spelling
{
    /// <summary>The known word that is fewest keystrokes away, if it is near enough to be what was meant.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">The words that could have been meant; of equally near ones the first is taken.</param>
    /// <returns>A word of <paramref name="known"/>; null when every one is further than a third of the letters.</returns>
    /// <remarks>Distance: insertions, deletions, substitutions and swaps of neighbours, each counting one.</remarks>
    public static string? Nearest(string word, IEnumerable<string> known) => Nearest(word, known, Math.Max(1, word.Length / 3));

    /// <summary>The known word that is fewest keystrokes away, if it is no further than allowed.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">The words that could have been meant; of equally near ones the first is taken.</param>
    /// <param name="most">The largest distance, 0 or more.</param>
    /// <returns>A word of <paramref name="known"/>; null when every one is further away.</returns>
    public static string? Nearest(string word, IEnumerable<string> known, int most)
    {
        string? nearest = null;
        var best = most + 1;
        foreach (var candidate in known)
        {
            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        var (older, old, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            old[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = old[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, 1 + Math.Min(old[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], older[j - 2] + 1);
                }
            }

            (older, old, row) = (old, row, older);
        }

        return old[b.Length];
    }
}
