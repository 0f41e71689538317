using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Development;

/// <summary>Parts a group's programs: some choose the cells, on the others the cells are followed. Of too few, half each; one serves both.</summary>
internal static class ProgramHalves
{
    /// <summary>The programs on which cells are followed: the first ones.</summary>
    internal static PairGroup Followed(PairGroup group, int programs) => group with { Pairs = group.Pairs[..Count(group, programs)] };

    /// <summary>The programs that choose the cells: those after them.</summary>
    internal static PairGroup Choosing(PairGroup group, int programs) =>
        group.Pairs.Length == 1 ? group : group with { Pairs = group.Pairs[Count(group, programs)..] };

    private static int Count(PairGroup group, int programs) => Math.Min(programs, (group.Pairs.Length + 1) / 2);
}
