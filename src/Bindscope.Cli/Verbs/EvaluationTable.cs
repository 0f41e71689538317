using System.Globalization;
using Bindscope.Analysis.Accuracy;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Cli.Verbs;

/// <summary>An <see cref="EvaluationReport"/> as lines for a person.</summary>
internal static class EvaluationTable
{
    public static void Write(EvaluationReport report, TextWriter output)
    {
        var split = report.Split.ToString().ToLowerInvariant();
        output.WriteLine(Text($"{report.Run}, step {report.Step}: {report.N:N0} programs of the {split} split"));
        output.WriteLine();
        output.WriteLine("               accuracy  95 % interval      right of programs");
        Row(output, "all", report.Accuracy, report.Correct, report.N);
        foreach (var group in report.ByHops)
        {
            Row(output, Text($"{group.Hops} {(group.Hops == 1 ? "hop" : "hops")}"), group.Accuracy, group.Correct, group.N);
        }

        foreach (var group in report.ByAnswerLine)
        {
            Row(output, Text($"answer line {group.Line}"), group.Accuracy, group.Correct, group.N);
        }

        output.WriteLine();
        output.WriteLine("share of the predictions");
        output.WriteLine("  digits 0-9" + string.Concat(report.Predictions.Select(share => Text($"{Percent(share, 1),8}"))));
        Share(output, "no digit", report.NonDigit);
        Share(output, "line 1's constant", report.Line1Constant);
        if (report.Line2Constant is { } share2)
        {
            Share(output, "line 2's constant, where it has one", share2);
        }

        Share(output, "one of the first two constants", report.FirstTwoConstants);
        Share(output, "any constant of the program", report.AnyConstant);
    }

    private static void Row(TextWriter output, string name, Proportion accuracy, int correct, int n)
    {
        var interval = $"{Percent(accuracy.Low, 2)} - {Percent(accuracy.High, 2)}";
        output.WriteLine(Text($"{name,-14}{Percent(accuracy.Value, 2),9}  {interval,-19}{correct,7:N0} of {n:N0}"));
    }

    private static void Share(TextWriter output, string name, double share)
        => output.WriteLine($"  {name,-38}{Percent(share, 1),7}");

    private static string Percent(double share, int decimals)
        => (100 * share).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
