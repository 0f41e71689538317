using System.Globalization;
using System.Text;
using Bindscope.Analysis.Phases;
using Bindscope.Errors;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Figures;

/// <summary>Draws accuracy over training as SVG: overall and by hops, on a logarithmic axis of steps, with the phases as bands.</summary>
/// <remarks>After Figure 2a and 2c of the paper; the dotted curve is the share of predictions that equal one of the program's first two
/// constants, which tells a heuristic plateau from chance. It follows the viewer's light or dark scheme.</remarks>
public static class AccuracyFigure
{
    private const double Width = 800;
    private const double Height = 380;
    private const double Left = 56;
    private const double Right = 160;
    private const double Top = 34;
    private const double Bottom = 46;

    /// <summary>The figure as a whole SVG document.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="metrics">The run's evaluations; at least two after step 0.</param>
    /// <param name="phases">The run's phases.</param>
    /// <exception cref="UserException">There are fewer evaluations.</exception>
    public static string Draw(string title, RunMetrics metrics, PhasesResult phases)
    {
        var evaluations = metrics.Evaluations.Where(evaluation => evaluation.Step > 0).ToArray();
        if (evaluations.Length < 2)
        {
            throw new UserException("a curve needs two evaluations after step 0", "let the run train a little longer", 3);
        }

        var axis = new StepAxis(evaluations[0].Step, evaluations[^1].Step);
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\">\n"));
        svg.Append($"<title>{Escape(title)}</title>\n").Append(Style);
        svg.Append(Invariant($"<rect class=\"page\" width=\"{Width}\" height=\"{Height}\"/>\n"));
        svg.Append(Invariant($"<text class=\"title\" x=\"{Left}\" y=\"18\">{Escape(title)}</text>\n"));
        Bands(svg, axis, phases);
        Axes(svg, axis);
        var hops = evaluations[^1].ByHops.Select(tally => tally.Hops).ToArray();
        var labels = new List<(double Y, string Class, string Text)>();
        Curve(svg, axis, evaluations, "first2", e => (double)e.FirstTwoConstants / e.N, "first two constants", labels);
        foreach (var hop in hops)
        {
            Curve(svg, axis, evaluations, $"hop{Math.Min(hop, 4)}", e => Share(e, hop), hop == 1 ? "1 hop" : $"{hop} hops", labels);
        }

        Curve(svg, axis, evaluations, "all", e => e.Accuracy, "accuracy", labels);
        Labels(svg, labels);
        return svg.Append("</svg>\n").ToString();
    }

    private static double Share(Evaluation evaluation, int hops)
    {
        var tally = evaluation.ByHops.First(tally => tally.Hops == hops);
        return (double)tally.Correct / tally.N;
    }

    private static void Bands(StringBuilder svg, StepAxis axis, PhasesResult phases)
    {
        foreach (var phase in phases.Phases)
        {
            var (from, to) = (axis.X(phase.FirstStep), axis.X(phase.LastStep));
            svg.Append(Invariant(
                $"<rect class=\"band\" x=\"{from:0.0}\" y=\"{Top}\" width=\"{Math.Max(1, to - from):0.0}\" height=\"{Height - Top - Bottom}\"/>\n"));
            var name = phase.Kind.ToString().ToLowerInvariant();
            svg.Append(Invariant($"<text class=\"phase\" x=\"{(from + to) / 2:0.0}\" y=\"{Height - Bottom - 8}\">{name}</text>\n"));
        }
    }

    private static void Axes(StringBuilder svg, StepAxis axis)
    {
        for (var percent = 0; percent <= 100; percent += 20)
        {
            var y = Y(percent / 100.0);
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{Left}\" y1=\"{y:0.0}\" x2=\"{Width - Right}\" y2=\"{y:0.0}\"/>\n"));
            svg.Append(Invariant($"<text class=\"tick\" text-anchor=\"end\" x=\"{Left - 8}\" y=\"{y + 4:0.0}\">{percent} %</text>\n"));
        }

        foreach (var step in axis.Ticks())
        {
            var x = axis.X(step);
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{x:0.0}\" y1=\"{Top}\" x2=\"{x:0.0}\" y2=\"{Height - Bottom}\"/>\n"));
            svg.Append(Invariant($"<text class=\"tick\" text-anchor=\"middle\" x=\"{x:0.0}\" y=\"{Height - Bottom + 16}\">{step:N0}</text>\n"));
        }

        svg.Append(Invariant(
            $"<text class=\"tick\" text-anchor=\"middle\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\">step (logarithmic)</text>\n"));
    }

    private static void Curve(
        StringBuilder svg,
        StepAxis axis,
        Evaluation[] evaluations,
        string style,
        Func<Evaluation, double> value,
        string label,
        List<(double Y, string Class, string Text)> labels)
    {
        var points = string.Join(" ", evaluations.Select(e => Invariant($"{axis.X(e.Step):0.0},{Y(value(e)):0.0}")));
        svg.Append($"<polyline class=\"{style}\" points=\"{points}\"/>\n");
        var last = value(evaluations[^1]);
        labels.Add((Y(last), style, Invariant($"{label} {100 * last:0.0} %")));
    }

    /// <summary>Labels at the curves' ends, pushed apart from the top down so that they do not cover each other.</summary>
    private static void Labels(StringBuilder svg, List<(double Y, string Class, string Text)> labels)
    {
        const double spacing = 15;
        var next = Top - 4;
        foreach (var (y, style, text) in labels.OrderBy(label => label.Y).ThenByDescending(label => label.Class == "all"))
        {
            next = Math.Max(next + spacing, y + 4);
            svg.Append(Invariant($"<text class=\"label {style}\" x=\"{Width - Right + 8}\" y=\"{next:0.0}\">{text}</text>\n"));
        }
    }

    private static double Y(double share) => Height - Bottom - share * (Height - Top - Bottom);

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Colours of Okabe and Ito, which most colour-blind people tell apart; dashes are the second channel.</summary>
    private const string Style = """
        <style>
          text { font: 12px system-ui, sans-serif; fill: #333 }
          .page { fill: #fff } .title { font-size: 14px; font-weight: 600 } .phase { fill: #666; text-anchor: middle; font-style: italic }
          .band { fill: #000; opacity: .05 } .grid { stroke: #000; opacity: .08 } .label { font-size: 11px }
          polyline { fill: none; stroke-width: 1.6; stroke-linejoin: round }
          polyline.all { stroke: #111; stroke-width: 2.6 } polyline.first2 { stroke: #888; stroke-dasharray: 2 3 }
          polyline.hop1 { stroke: #0072b2; stroke-dasharray: 7 3 } polyline.hop2 { stroke: #d55e00 }
          polyline.hop3 { stroke: #009e73; stroke-dasharray: 9 3 2 3 } polyline.hop4 { stroke: #cc79a7; stroke-dasharray: 4 2 }
          .label.hop1 { fill: #0072b2 } .label.hop2 { fill: #b84a00 } .label.hop3 { fill: #00795a } .label.hop4 { fill: #a8527f }
          .label.all { font-weight: 600 }
          @media (prefers-color-scheme: dark) {
            text { fill: #ddd } .page { fill: #16181d } .phase { fill: #aaa } .band { fill: #fff; opacity: .07 } .grid { stroke: #fff }
            polyline.all { stroke: #f4f4f4 }
            .label.hop1 { fill: #56b4e9 } .label.hop2 { fill: #ff8f4a } .label.hop3 { fill: #3fd0a4 } .label.hop4 { fill: #e5a3c8 }
          }
        </style>

        """;

    private readonly record struct StepAxis(long First, long Last)
    {
        public double X(long step)
            => Left + Math.Log((double)Math.Max(step, First) / First) / Math.Log((double)Last / First) * (Width - Left - Right);

        public IEnumerable<long> Ticks()
        {
            for (long decade = 1; decade <= Last; decade *= 10)
            {
                foreach (var factor in (long[])[1, 3])
                {
                    if (decade * factor >= First && decade * factor <= Last)
                    {
                        yield return decade * factor;
                    }
                }
            }
        }
    }
}
