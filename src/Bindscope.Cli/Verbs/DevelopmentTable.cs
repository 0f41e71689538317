using Bindscope.Analysis.Development;
using Bindscope.Analysis.Pairs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Success at each cell over the checkpoints, and the order of emergence.</summary>
internal static class DevelopmentTable
{
    public static void Write(string run, DevelopmentResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine($"{run}: cells of the residual stream over {result.Checkpoints.Length} checkpoints, source into base");
        foreach (FollowedCell cell in result.Cells)
        {
            console.WriteLine($"  {Name(cell.Layer, cell.Role.ToString())}: {cell.Why}");
        }

        foreach (AnswerLineGroup line in result.Programs.Select(group => group.AnswerLine).Distinct().Order())
        {
            WriteCurves(console, result, line);
        }

        console.WriteLine(
            "order of emergence: from when success stays at half of its final value or above; interval by the cells' own 95 % intervals");
        Table table = Tables.Plain("step", "interval", "not yet at", "cell", "hops", "answer line", "final success, %");
        foreach (Emergence one in result.Order)
        {
            table.Row(
                $"{one.Step}",
                $"{one.Low}-{(one.High is { } high ? $"{high}" : "?")}",
                one.After is { } after ? $"{after}" : "",
                Name(one.Layer, one.Role.ToString()),
                $"{one.Hops}",
                AnswerLineGroups.NameOf(one.AnswerLine),
                Tables.Percent(one.Final));
        }

        console.Write(table);
    }

    private static void WriteCurves(IAnsiConsole console, DevelopmentResult result, AnswerLineGroup line)
    {
        GroupSize[] groups = [.. result.Programs.Where(group => group.AnswerLine == line)];
        console.WriteLine(
            $"answer on line {AnswerLineGroups.NameOf(line)}: success in % for {string.Join(", ", groups.Select(group => group.Hops))} "
            + $"hops ({string.Join(", ", groups.Select(group => group.Programs))} programs); accuracy is that of the unpatched model");
        Table table = Tables.Plain(["step", "accuracy", .. result.Cells.Select(cell => Name(cell.Layer, cell.Role.ToString()))]);
        foreach (CheckpointCells checkpoint in result.Checkpoints)
        {
            table.Row(
            [
                $"{checkpoint.Step}",
                Join(groups, group => checkpoint.Accuracy.Single(one => one.Hops == group.Hops && one.AnswerLine == line).Accuracy.Value),
                .. result.Cells.Select(cell => Join(groups, group => checkpoint.Values.FirstOrDefault(value =>
                    (value.Layer, value.Role, value.Hops, value.AnswerLine) == (cell.Layer, cell.Role, group.Hops, line))?.Success.Value)),
            ]);
        }

        console.Write(table);
    }

    private static string Join(GroupSize[] groups, Func<GroupSize, double?> share) =>
        string.Join(" ", groups.Select(group => share(group) is { } value ? Tables.Percent(value) : "."));

    private static string Name(int layer, string role) => Tables.Invariant($"({layer}, {role})");
}
