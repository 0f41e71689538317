using System.Collections.Immutable;
using Bindscope.Analysis.Cumulative;
using Bindscope.Analysis.Pairs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>The routes' parts, what is right without them, and when the circuit's began to work.</summary>
internal static class CumulativeTable
{
    public static void Write(string run, CumulativeResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        if (result.Early is { } early)
        {
            console.WriteLine(
                $"{run}, step {result.Checkpoint}: patching the colon on entering layer {early.Layer} succeeds in "
                + $"{Tables.Percent(early.FirstTwoLines)} % with the answer on line 1 or 2, {Tables.Percent(early.Later)} % later: "
                + (early.IsRetained ? "an early route is left" : "no early route is left"));
        }

        console.WriteLine(result.Origin == RouteOrigin.None
            ? "no head carries a heuristic of this run: it has no heuristic phase, or nothing to be found in it"
            : $"the heuristic's parts are those of step {result.HeuristicCheckpoint}; {result.Shared} of them are the circuit's, too");
        Parts(console, "heuristic", result.Heuristic, result);
        Parts(console, "circuit", result.Circuit, result);
        foreach (AblationMethod method in Enum.GetValues<AblationMethod>())
        {
            Ablated(console, result, method);
        }

        console.WriteLine("accuracy in % with one block of weights exchanged between a checkpoint and the last");
        foreach (IGrouping<TransplantDirection, TransplantAccuracy> direction in result.Transplants.GroupBy(one => one.Direction))
        {
            string[] blocks = [.. direction.Select(one => one.Block).Distinct()];
            console.WriteLine(direction.Key == TransplantDirection.EarlierIntoLast
                ? "the checkpoint's block in the last checkpoint" : "the last checkpoint's block in the checkpoint");
            Table table = Tables.Plain(["step", .. blocks]);
            foreach (IGrouping<int, TransplantAccuracy> step in direction.GroupBy(one => one.Step))
            {
                table.Row([$"{step.Key}", .. step.Select(one => Tables.Percent(one.Accuracy.Value))]);
            }

            console.Write(table);
        }
    }

    private static void Parts(IAnsiConsole console, string name, ImmutableArray<RoutePart> parts, CumulativeResult result)
    {
        if (parts.IsEmpty)
        {
            return;
        }

        console.WriteLine($"{name}: heads and tokens that the digit passes through, by their effect on the answer's margin");
        Table table = Tables.Plain("head", "at every", "effect", "largest at", "hops", "answer line", "works from", "interval");
        for (int i = 0; i < parts.Length; i++)
        {
            RoutePart part = parts[i];
            int number = i;
            PartEmergence? emerged = name == "circuit" ? result.Order.FirstOrDefault(one => one.Part == number) : null;
            table.Row(
                Tables.Invariant($"{part.Layer}.{part.Head}"),
                BehaviourTable.Words(part.Token.ToString()),
                Tables.Signed(part.Effect),
                part.Role.ToString(),
                $"{part.Hops}",
                AnswerLineGroups.NameOf(part.AnswerLine),
                emerged is null ? "" : $"{emerged.Step}",
                emerged is null ? "" : $"{emerged.Low}-{(emerged.High is { } high ? $"{high}" : "?")}");
        }

        console.Write(table);
    }

    private static void Ablated(IAnsiConsole console, CumulativeResult result, AblationMethod method)
    {
        AblationAccuracy[] rows = [.. result.Ablations.Where(one => one.Method == method)];
        Ablation[] arms = [.. rows.Select(one => one.Ablation).Distinct()];
        string[] lines = [.. rows.Select(one => one.AnswerLine).Distinct()];
        if (arms.Length == 0)
        {
            return;
        }

        console.WriteLine(
            $"accuracy in % of {result.Programs} programs, answer on line {string.Join(" / ", lines)}, with parts ablated "
            + (method == AblationMethod.Mean ? "to their mean over other programs" : "to zero"));
        Table table = Tables.Plain(["step", .. arms.Select(arm => BehaviourTable.Words(arm.ToString()))]);
        foreach (IGrouping<int, AblationAccuracy> step in rows.GroupBy(one => one.Step))
        {
            table.Row(
            [
                $"{step.Key}",
                .. arms.Select(arm => string.Join(" ", step.Where(one => one.Ablation == arm).Select(one => Tables.Percent(one.Accuracy.Value)))),
            ]);
        }

        console.Write(table);
    }
}
