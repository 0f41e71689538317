using System.Collections.Immutable;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Tokens;

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

/// <summary>Tokens by their role; for exchanged names the same token of both lines, such as <c>both:newline</c>.</summary>
/// <param name="Role">The token's role; null for a token of both lines.</param>
/// <param name="Offset">Tokens after the lines' names.</param>
internal readonly record struct InterchangePlace(TokenRole? Role, int Offset)
{
    private static readonly ImmutableArray<string> OffsetNames =
        ["both:name", "both:equals", "both:rhs", "both:newline", "both:next-name", "both:next-equals"];

    /// <summary>The places for a kind of source.</summary>
    internal static ImmutableArray<InterchangePlace> For(SourceEdit edit, int hops) => edit == SourceEdit.ExchangedNames
        ? [.. Enumerable.Range(0, OffsetNames.Length).Select(offset => new InterchangePlace(null, offset))]
        : [.. TokenRole.Spans(hops).Select(role => new InterchangePlace(role, 0))];

    /// <summary>Where the place is in base and source; as many tokens in both, none where either lacks it.</summary>
    internal (ImmutableArray<int> To, ImmutableArray<int> From) PositionsIn(InterchangeCase one, SourceEdit edit)
    {
        int offset = Offset;
        if (Role is not { } role)
        {
            int last = Positions.Newline(one.Programs.Base.Lines.Length);
            ImmutableArray<int> both = [.. one.Lines.Select(line => Positions.Name(line) + offset).Where(position => position <= last).Distinct()];
            return (both, both);
        }

        int to = role.PositionIn(one.Programs.BaseExecution);

        // Lines keep their places in every source but that of a moved root, whose chain is the base's from the second line on.
        int from = edit == SourceEdit.MovedRoot ? role.PositionIn(one.Programs.SourceExecution) : to;
        return to < 0 || from < 0 ? ([], []) : ([to], [from]);
    }

    public override string ToString() => Role is { } role ? role.ToString() : OffsetNames[Offset];
}
