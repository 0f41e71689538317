using Bindscope.Interventions.Sweeps;
using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>Turns a cell and a row into the vectors to change, and tells what need not be computed because it cannot change the answer.</summary>
/// <param name="model">The weights.</param>
/// <param name="request">Already checked.</param>
/// <param name="rule">What is done with cells that change nothing.</param>
/// <param name="firstRow">The block's first row.</param>
/// <param name="plain">The base run's values at the sites of all cells.</param>
/// <param name="source">The source run's, at the sites where it is needed.</param>
internal sealed class CellCompiler(
    SweepModel model, SweepRequest request, NoOpRule rule, int firstRow, Captures plain, Captures? source)
{
    /// <summary>Compiles one cell for one row.</summary>
    /// <param name="cell">The cell, 0-based.</param>
    /// <param name="row">The row in the block.</param>
    /// <returns>What it does, and the work that is left; no work where the answer is known.</returns>
    internal (CellEffect Effect, WorkItem? Work) Compile(int cell, int row)
    {
        int readOut = request.ReadOut.Positions[firstRow + row];
        Edit[] edits =
        [
            .. request.Cells[cell].Interventions
                .SelectMany(intervention => Edit.Of(intervention, model.Spec, firstRow + row, model.Length)),
        ];
        if (edits.Length == 0)
        {
            return (CellEffect.Absent, null);
        }

        CellEffect effect = CellEffect.Unchanged;
        int first = int.MaxValue;
        foreach (Edit edit in edits)
        {
            bool reaches = Reaches(edit, readOut);
            if ((reaches || effect == CellEffect.Unchanged) && Changes(edit, row))
            {
                effect = reaches ? CellEffect.Changed : CellEffect.Unreachable;
                first = reaches ? Math.Min(first, FirstLayer(edit)) : first;
            }
        }

        if (rule == NoOpRule.Compute)
        {
            return (effect, new WorkItem(row, cell, 1, readOut, [.. edits.OrderBy(edit => edit.Order)], Whole: true));
        }

        if (effect != CellEffect.Changed)
        {
            return (effect, null);
        }

        // What comes before the first change meets the base run's values, so it changes nothing.
        IEnumerable<Edit> left = edits.Where(edit => Reaches(edit, readOut) && FirstLayer(edit) >= first).OrderBy(edit => edit.Order);
        return (effect, new WorkItem(row, cell, first, readOut, [.. left], Whole: false));
    }

    private int FirstLayer(Edit edit) => edit.Site.Kind == SiteKind.Logits ? model.Spec.Layers + 1 : edit.Site.Layer;

    private bool Reaches(Edit edit, int readOut) =>
        SiteVectors.Reaches(edit.Site.Kind, edit.Site.Layer, edit.Position, readOut, model.Spec.Layers);

    /// <summary>Whether an edit of the base run, alone, would change any number.</summary>
    private bool Changes(Edit edit, int row)
    {
        ReadOnlySpan<float> before = plain.Vector(edit.Site, row, edit.Position, edit.Head);
        ReadOnlySpan<float> from = Slots.NeedsSource(edit.Action) ? source!.Vector(edit.Site, row, edit.From, edit.Head) : default;
        if (edit.Site.Kind == SiteKind.AttentionHead && edit.Action is not Intervention.Patch)
        {
            Span<float> contribution = stackalloc float[model.Spec.Width];
            Span<float> edited = stackalloc float[model.Spec.Width];
            model.Contribution(edit.Site.Layer, edit.Head, before, contribution);
            HeadEdits.Contribution(model, new WorkItem(row, 0, 0, 0, [edit], false), edit, before, source, edited);
            return !contribution.SequenceEqual(edited);
        }

        before = SiteVectors.IsOverKeys(edit.Site.Kind) ? before[..(edit.Position + 1)] : before;
        Span<float> after = stackalloc float[before.Length];
        before.CopyTo(after);
        EditActions.Apply(edit, after, from);
        return !before.SequenceEqual(after);
    }
}
