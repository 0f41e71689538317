using System.Collections.Immutable;
using Bindscope.Analysis;
using Bindscope.Analysis.Subspaces;
using Bindscope.Analysis.Subspaces.Maps;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Charts;
using Bindscope.Report.Drawing;

namespace Bindscope.Report.Figures;

/// <summary>Figure 5: swaps of the components that hold digits and names, and maps of them.</summary>
internal static class SubspaceFigures
{
    internal static IEnumerable<Figure> Of(RunEvidence run)
    {
        yield return Swaps(run);
        yield return Map(run.DigitMap, "figure-5-digits", "Figure 5, digits");
        yield return Map(run.NameMap, "figure-5-names", "Figure 5, names");
    }

    private static Figure Swaps(RunEvidence run)
    {
        const string label = "Figure 5, swaps";
        const string what = "Share of programs whose answer follows when only some components of the chain's right-hand sides are swapped.";
        if (run.Subspaces.Shown is not { } result)
        {
            return Figure.Absent("figure-5-swaps", label, what, run.Subspaces.Missing, run.Subspaces.Command);
        }

        SubspaceFinding[] best = [.. Enum.GetValues<SubspaceTarget>().Select(target => SubspaceClaims.Best(result, target))
            .OfType<SubspaceFinding>()];
        string caption = run.Subspaces.Caption($"{what} Each at the layer, after the first, at which it does most; the paper's value is dotted. Controls: the"
            + $" whole vector is the ceiling. Step {Numbers.Whole(result.Checkpoint)}.");
        const double bar = 22;
        var canvas = new SvgCanvas(640, 16 + best.Sum(finding => 78 + (bar * finding.Swaps.Length)), "Success of subspace swaps", caption);
        double top = 44;
        foreach (SubspaceFinding finding in best)
        {
            bool digit = finding.Target == SubspaceTarget.Digit;
            var area = new Area(190, top, 360, bar * finding.Swaps.Length);
            new BarChart(
                $"{(digit ? "digits" : "names")}: {finding.Components.Length} of {result.Components} components, entering layer"
                    + $" {finding.Layer}, n = {finding.Pairs}",
                [.. finding.Swaps.Select(swap => new Bar(ArmName(swap.Arm), swap.Arm == SwapArm.Selected ? "s1" : "s7",
                    swap.Success.Value, swap.Success.Low, swap.Success.High, Measure.Of(swap.Success).Text()))],
                (digit ? PaperNumbers.Stated.Subspaces.Digit : PaperNumbers.Stated.Subspaces.Name).Success).Draw(canvas, area);
            top = area.Bottom + 78;
        }

        return new Figure("figure-5-swaps", label, caption, canvas, DataTable.Of(SubspaceAnalysis.Views(result)), "", run.Subspaces.Command);
    }

    private static Figure Map(Source<SubspaceMap> source, string id, string label)
    {
        const string what = "Right-hand sides of the queried chain in a UMAP of the selected components, over training, begun from aligned maps.";
        if (source.Shown is not { } map)
        {
            return Figure.Absent(id, label, what, source.Missing, source.Command);
        }

        string caption = $"{what} Input of layer {map.Layer}; {map.Classes.Length} tokens; colours are their"
            + $" {(map.Target == SubspaceTarget.Digit ? "digits" : "names")}.";
        const double side = 205;
        var shown = Shown(map.Checkpoints);
        var canvas = new SvgCanvas(20 + (shown.Length * (side + 14)), side + 50, label, caption);
        for (int i = 0; i < shown.Length; i++)
        {
            var checkpoint = shown[i];
            new ScatterChart(
                $"step {Numbers.Whole(checkpoint.Step)}, own centre {Numbers.Percent(checkpoint.NearestCentre)}",
                [.. checkpoint.UmapX.Select((x, point) => (x, checkpoint.UmapY[point], map.Classes[point]))])
                .Draw(canvas, new Area(10 + (i * (side + 14)), 28, side, side));
        }

        return new Figure(
            id,
            label,
            caption,
            canvas,
            DataTable.Of(MapAnalysis.Views(map)),
            "",
            source.Command);
    }

    /// <summary>Three of many: the first, the one in the middle, the last.</summary>
    private static ImmutableArray<MapCheckpoint> Shown(ImmutableArray<MapCheckpoint> all) =>
        all.Length <= 3 ? all : [all[0], all[all.Length / 2], all[^1]];

    private static string ArmName(SwapArm arm) => arm switch
    {
        SwapArm.Selected => "selected components",
        SwapArm.WholeVector => "whole vector",
        SwapArm.Complement => "all but the selected",
        SwapArm.LargestVariance => "largest variance",
        SwapArm.Random => "random, equal rank",
        SwapArm.EqualNorm => "random, equal norm",
        SwapArm.ShuffledLabels => "from shuffled labels",
        SwapArm.UnseenClasses => "on unseen classes",
        SwapArm.SelectedOnSamePairs => "selected, same pairs",
        SwapArm.RootAlone => "selected, root alone",
        SwapArm.LaterAlone => "selected, later tokens alone",
        SwapArm.LaterWhole => "whole vector, later tokens",
        SwapArm.LaterVariance => "largest variance, later tokens",
        SwapArm.LaterRandom => "random, later tokens",
        _ => "base and source exchanged",
    };
}
