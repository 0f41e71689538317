using Bindscope.Analysis.Description;

namespace Bindscope.Analysis.Seeds;

/// <summary>Several runs side by side, as tables.</summary>
internal static class SeedsViews
{
    internal static IEnumerable<View> Of(SeedsResult result)
    {
        yield return View.Of(
            $"{result.Runs.Length} runs; {result.AllThreePhases} go through chance, heuristic and solved, in this order",
            ["run", "seed", .. Enum.GetValues<Boundary>().Select(NameOf)],
            result.Runs.Select(run => (IEnumerable<Cell>)
                [run.Name, $"{run.Seed}", .. run.Boundaries.Select(boundary => boundary.Step is { } step ? step : (Cell)"-")]));
        if (result.Lengths() is { Length: > 0 } lengths)
        {
            yield return View.Of($"{lengths}");
        }

        yield return View.Of(
            $"levels, % (interval) of n",
            ["run", "right on the plateau", "says one of the first two constants", "right at the end"],
            result.Runs.Select(run => (IEnumerable<Cell>)
            [
                run.Name,
                run.Plateau is { } plateau ? Cell.Percent(plateau) : "-",
                run.PlateauFirstTwoConstants is { } share ? Cell.Percent(share) : "-",
                Cell.PercentOf(run.Final, "0.0"),
            ]));
        yield return View.Of(
            $"spread over runs; mean is geometric, with the interval of Student's t on logarithms",
            ["boundary", "runs", "earliest", "median", "latest", "mean (interval)"],
            result.Spread.Select(one => (IEnumerable<Cell>)
            [
                NameOf(one.Boundary),
                $"{one.Runs} of {one.Of}",
                one.Earliest,
                Cell.Number(one.Median, "0"),
                one.Latest,
                one switch
                {
                    { Mean: null } => "-",
                    { Low: null } => Cell.Number(one.Mean, "0"),
                    _ => new Cell(FormattableString.Invariant($"{one.Mean:0} ({one.Low:0}-{one.High:0})"), one.Mean, one.Low, one.High),
                },
            ]));
    }

    private static string NameOf(Boundary boundary) => boundary switch
    {
        Boundary.Ninety => "90 % from",
        Boundary.NinetyNine => "99 % from",
        Boundary.NinetyNinePointNine => "99.9 % from",
        _ => Cell.Words(boundary),
    };
}
