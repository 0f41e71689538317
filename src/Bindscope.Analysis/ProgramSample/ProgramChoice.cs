using Bindscope.Analysis.Behaviour;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.ProgramSample;

/// <summary>Chooses the programs that are shown. A program may be in two groups: the random ones are drawn from all.</summary>
internal static class ProgramChoice
{
    /// <summary>Indices into the test set, with the group.</summary>
    /// <param name="learning">The histories of the first programs of the test set.</param>
    /// <param name="spec">How many.</param>
    internal static (int Index, ProgramGroup Group)[] Of(Learning learning, ProgramsSpec spec)
    {
        int count = learning.LearnedAt.Length;
        int[] all = [.. Enumerable.Range(0, count)];
        IEnumerable<int> easy = all.Where(i => learning.LearnedAt[i] >= 0 && learning.Forgotten[i] == 0).OrderBy(i => learning.LearnedAt[i]);
        IEnumerable<int> hard = all.OrderByDescending(i => learning.LearnedAt[i] < 0 ? int.MaxValue : learning.LearnedAt[i])
            .ThenByDescending(i => learning.Forgotten[i]);
        return
        [
            .. Drawn(all, Math.Min(spec.Random, count), spec.Seed).Order().Select(i => (i, ProgramGroup.Random)),
            .. easy.Take(spec.Extreme).Select(i => (i, ProgramGroup.Easy)),
            .. hard.Take(spec.Extreme).Select(i => (i, ProgramGroup.Hard)),
        ];
    }

    private static int[] Drawn(int[] from, int count, ulong seed)
    {
        RandomStream random = new Seed(seed).Split("shown programs").Stream();
        int[] shuffled = [.. from];
        for (int i = 0; i < count; i++)
        {
            int other = i + random.Next(shuffled.Length - i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled[..count];
    }
}
