using System.Collections.Immutable;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Analysis.Abstraction;

/// <summary>Patches the places of a group of cases and compares each answer with the interpreter's.</summary>
internal static class InterchangeSweep
{
    /// <summary>One cell for every variable of the group's sources, layer and place that some case has.</summary>
    internal static ImmutableArray<InterchangeCell> Run(
        Transformer model, InterchangeGroup drawn, IReadOnlyList<(int Layer, InterchangePlace Place)> places, Work work)
    {
        if (places.Count == 0)
        {
            return [];
        }

        ImmutableArray<SweepCell> cells = [.. places.Select(place => Cell(drawn, place.Layer, place.Place))];
        SweepResult result = Sweep.Run(
            model,
            RoleSweep.Request([.. drawn.Cases.Select(one => one.Programs)], cells),
            new SweepOptions(work.Workers),
            null,
            work.Cancellation);
        ImmutableArray<string> variables = InterpreterVariable.Of(drawn.Edit, drawn.Depth);
        return
        [
            .. from variable in Enumerable.Range(0, variables.Length)
               from cell in Enumerable.Range(0, cells.Length)
               let rows = Enumerable.Range(0, drawn.Cases.Length).Where(row => result.Effect(cell, row) != CellEffect.Absent).ToArray()
               where rows.Length > 0
               let answers = rows.Select(row => LogitMetrics.Top(result.Logits(cell, row))).ToArray()
               select Scored(drawn, variables, variable, places[cell].Layer, places[cell].Place, rows, answers),
        ];
    }

    /// <summary>Tokens before the first difference are the same in both programs, so patching them must change nothing.</summary>
    internal static double NoOpLargestChange(Transformer model, InterchangeGroup drawn, Work work)
    {
        var equal = new TokenPositions.PerRow([.. drawn.Cases.Select(one => Equal(one).ToImmutableArray())]);
        ImmutableArray<SweepCell> cells =
            [.. Enumerable.Range(1, model.Spec.Layers).Select(layer => SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), equal))];
        SweepResult result = Sweep.Run(
            model,
            RoleSweep.Request([.. drawn.Cases.Select(one => one.Programs)], cells),
            new SweepOptions(work.Workers, NoOps: NoOpRule.Compute),
            null,
            work.Cancellation);
        return (from cell in Enumerable.Range(0, cells.Length)
                from row in Enumerable.Range(0, drawn.Cases.Length)
                where result.Effect(cell, row) != CellEffect.Absent
                select LogitMetrics.Distance(result.Logits(cell, row), result.Base(row))).DefaultIfEmpty(0).Max();
    }

    /// <summary>A cell's numbers from the answers of the rows that have it.</summary>
    internal static InterchangeCell Scored(
        InterchangeGroup drawn, ImmutableArray<string> variables, int variable, int layer, InterchangePlace place, int[] rows, int[] answers)
    {
        Proportion Share(Func<int, bool> holds) => Proportion.OfCounts(Enumerable.Range(0, rows.Length).Count(holds), rows.Length);
        int Predicted(int i, int which) => drawn.Cases[rows[i % rows.Length]].Predictions[which];
        return new InterchangeCell(
            variables[variable],
            drawn.Edit,
            drawn.Hops,
            layer,
            place.ToString(),
            Share(i => answers[i] == Predicted(i, variable)),
            Share(i => answers[i] == Predicted(i + 1, variable)).Value,
            variables.Length == 2 ? Share(i => answers[i] == Predicted(i, 1 - variable)) : null,
            Share(i => answers[i] == drawn.Cases[rows[i]].Programs.BaseExecution.Value));
    }

    private static SweepCell Cell(InterchangeGroup drawn, int layer, InterchangePlace place)
    {
        (ImmutableArray<int> To, ImmutableArray<int> From)[] positions = [.. drawn.Cases.Select(one => place.PositionsIn(one, drawn.Edit))];
        var where = Place.At(new Site(SiteKind.ResidualIn, layer), new TokenPositions.PerRow([.. positions.Select(one => one.To)]));
        bool moved = positions.Any(one => !one.To.SequenceEqual(one.From));
        return new SweepCell(
            [new Intervention.Patch(where, moved ? new TokenPositions.PerRow([.. positions.Select(one => one.From)]) : null)]);
    }

    private static IEnumerable<int> Equal(InterchangeCase one)
    {
        int[] tokens = Programs.Tokens.Tokenizer.Encode(one.Programs.Base);
        int[] others = Programs.Tokens.Tokenizer.Encode(one.Programs.Source);
        return Enumerable.Range(0, tokens.Length).TakeWhile(i => tokens[i] == others[i]);
    }
}
