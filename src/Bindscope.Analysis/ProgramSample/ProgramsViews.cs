using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.ProgramSample;

/// <summary>How many of the sample's programs each checkpoint answers rightly, as a table; the answers are in the result.</summary>
internal static class ProgramsViews
{
    internal static IEnumerable<View> Of(ProgramsResult result)
    {
        ProgramGroup[] groups = Enum.GetValues<ProgramGroup>();
        yield return View.Of(
            $"{result.Programs.Length} programs at {result.Steps.Length} checkpoints; % right",
            ["step", .. groups.Select(group => $"{Cell.Words(group)} ({In(group).Length})")],
            result.Steps.Select((step, at) => (IEnumerable<Cell>)[step, .. groups.Select(group => Right(In(group), at))]));

        int[] In(ProgramGroup group) => [.. Enumerable.Range(0, result.Programs.Length).Where(i => result.Programs[i].Group == group)];

        Cell Right(int[] programs, int at) => programs.Length == 0
            ? ""
            : Cell.Percent((double)programs.Count(i => result.Predictions[i][at] == result.Programs[i].Answer) / programs.Length, "0.0");
    }
}
