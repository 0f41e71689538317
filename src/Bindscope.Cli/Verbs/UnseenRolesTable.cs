using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Generalisation.Unseen;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Unseen roles over the checkpoints, then the last of them in detail.</summary>
internal static class UnseenRolesTable
{
    public static void Write(string run, UnseenResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        console.WriteLine(
            $"{run}: pairs of one program, of which only one has a symbol in a role that training never showed it in, from {result.Programs} test "
            + $"programs; left out of training: {string.Join(", ", LeftOut(result.Unseen))}");
        WriteCurves(console, result);
        WriteComparisons(console, result.Checkpoints[^1]);
        WriteSayings(console, result.Checkpoints[^1]);
        WriteMilestones(console, result);
    }

    private static IEnumerable<string> LeftOut(UnseenRoles unseen) => Enum.GetValues<SymbolRole>()
        .Where(role => unseen.In(role).Length > 0)
        .Select(role => $"{BehaviourTable.Words(role.ToString())} {string.Join(" ", unseen.In(role).ToCharArray())}");

    private static void WriteCurves(IAnsiConsole console, UnseenResult result)
    {
        if (result.Checkpoints.Length < 2)
        {
            return;
        }

        console.WriteLine("accuracy in %, with the unseen symbol | with a known one, both kinds of pairs");
        SymbolRole[] roles = [.. result.Checkpoints[0].Comparisons.Select(one => one.Role).Distinct()];
        Table table = Tables.Plain(["step", .. roles.Select(role => BehaviourTable.Words(role.ToString()))]);
        foreach (CheckpointUnseen checkpoint in result.Checkpoints)
        {
            table.Row([$"{checkpoint.Step}", .. roles.Select(role => Pooled(checkpoint, role))]);
        }

        console.Write(table);
    }

    private static string Pooled(CheckpointUnseen checkpoint, SymbolRole role)
    {
        UnseenComparison[] kinds = [.. checkpoint.Comparisons.Where(one => one.Role == role && one.IsOfAll())];
        double pairs = kinds.Sum(one => one.Unseen.Programs);
        return $"{Tables.Percent(kinds.Sum(one => one.BothRight + one.UnseenAlone) / pairs)} | "
            + Tables.Percent(kinds.Sum(one => one.BothRight + one.SeenAlone) / pairs);
    }

    private static void WriteComparisons(IAnsiConsole console, CheckpointUnseen checkpoint)
    {
        console.WriteLine($"step {checkpoint.Step}: accuracy in % (interval); difference in points (paired interval, Newcombe); McNemar's exact p");
        Table table = Tables.Plain("role", "test program", "of", "pairs", "unseen symbol", "known symbol", "difference", "p");
        foreach (UnseenComparison one in checkpoint.Comparisons.Where(one => one.IsOfAll() || one.Original == Original.Seen))
        {
            table.Row(
                BehaviourTable.Words(one.Role.ToString()),
                Has(one.Original),
                Group(one),
                $"{one.Unseen.Programs}",
                Tables.Percent(one.Unseen),
                Tables.Percent(one.Seen),
                Tables.Invariant($"{100 * one.Difference.Value:+0.0;-0.0;0.0} ({100 * one.Difference.Low:0.0} to {100 * one.Difference.High:0.0})"),
                BehaviourTable.PValue(one.PValue));
        }

        console.Write(table);
    }

    private static string Group(UnseenComparison one) => one switch
    {
        { Hops: { } hops, AnswerLine: { } line } => $"{Hops(hops)}, {Line(line)}",
        { Hops: { } hops } => Hops(hops),
        { AnswerLine: { } line } => Line(line),
        { Symbol: { } symbol } => $"{symbol}",
        _ => "all",
    };

    private static string Hops(int hops) => $"{hops} hop{(hops == 1 ? "" : "s")}";

    private static string Line(AnswerLineGroup line) => line == AnswerLineGroup.Later ? "after line 2" : $"line {AnswerLineGroups.NameOf(line)}";

    private static void WriteSayings(IAnsiConsole console, CheckpointUnseen checkpoint)
    {
        console.WriteLine($"step {checkpoint.Step}: what is said where the unseen symbol stands, in % of the programs");
        Table table = Tables.Plain(["role", "test program", .. Enum.GetNames<Outcome>().Select(BehaviourTable.Words)]);
        UnseenSaying[] sayings = [.. checkpoint.Sayings.Where(one => one.Arm == Arm.Unseen)];
        foreach (UnseenSaying one in sayings)
        {
            table.Row(
            [
                BehaviourTable.Words(one.Role.ToString()),
                Has(one.Original),
                .. one.Outcomes.Select(outcome => Tables.Percent(outcome.Share.Value)),
            ]);
        }

        console.Write(table);
        foreach (UnseenSaying one in sayings.Where(one => one.Role == SymbolRole.Answer))
        {
            console.WriteLine(
                $"answer, test program {Has(one.Original)}: digits said, 0 to 9 and none: {string.Join(" ", one.Predictions)}; an unseen answer is said "
                + $"in {Share(one.UnseenDigits)} %; the right one has the largest logit of the unseen ones in {Share(one.BestOfUnseen)} %");
        }
    }

    private static string Has(Original original) => original == Original.Unseen ? "has the unseen one" : "has the known one";

    private static string Share(Proportion? share) => share is { } known ? Tables.Percent(known) : "-";

    private static void WriteMilestones(IAnsiConsole console, UnseenResult result)
    {
        foreach (UnseenMilestone one in result.Milestones)
        {
            console.WriteLine(
                $"{BehaviourTable.Words(one.Role.ToString())}, test program {Has(one.Original)}: "
                + $"{Tables.Percent(result.Level)} % and more for good with the unseen symbol {From(one.Unseen)}, with a known one {From(one.Seen)}");
        }
    }

    private static string From(int? step) => step is { } known ? $"from step {known}" : "never";
}
