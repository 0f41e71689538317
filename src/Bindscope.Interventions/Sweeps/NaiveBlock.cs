using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Sweeps;

/// <summary>A block of rows of the naive sweep.</summary>
internal sealed class NaiveBlock(Transformer model, SweepRequest request, int first, int count)
{
    private readonly SequenceLayout layout = new(request.Base.Length);
    private readonly Dictionary<string, ActivationRecorder> sources = new(StringComparer.Ordinal);

    internal void WriteBaseAndSource(SweepResult result)
    {
        Write(model.Forward(request.Base.Some(first, count), layout), row => result.BaseSpan(first + row));
        if (request.Source is not null)
        {
            Write(model.Forward(request.Source.Some(first, count), layout), row => result.SourceSpan(first + row));
        }
    }

    internal void WriteCell(int cell, SweepResult result)
    {
        SweepCell asked = request.Cells[cell];
        for (int row = first; row < first + count; row++)
        {
            bool present = asked.Interventions.Any(one => Slots.Of(one, model.Spec, row, request.Base.Length).Any());
            result.Set(cell, row, present ? CellEffect.Unchanged : CellEffect.Absent);
        }

        var tap = new InterventionTap(
            asked.Interventions,
            model.Spec,
            new Range(first, first + count),
            request.Base.Length,
            SourceOf(asked),
            (row, edit) => OnChange(first + row, edit.Site, edit.Position));
        Write(model.Forward(request.Base.Some(first, count), layout, tap), row => result.LogitsSpan(cell, first + row));
        for (int row = first; row < first + count; row++)
        {
            if (result.Effect(cell, row) == CellEffect.Absent)
            {
                result.LogitsSpan(cell, row).Fill(float.NaN);
            }
        }

        void OnChange(int row, Site site, int position)
        {
            bool reaches = SiteVectors.Reaches(site.Kind, site.Layer, position, request.ReadOut.Positions[row], model.Spec.Layers);
            if (reaches || result.Effect(cell, row) != CellEffect.Changed)
            {
                result.Set(cell, row, reaches ? CellEffect.Changed : CellEffect.Unreachable);
            }
        }
    }

    /// <summary>
    /// The source run, tapped at just the sites of a cell: the way that attention is computed depends on what is tapped, and only values
    /// that were computed in the same way can be compared bit for bit.
    /// </summary>
    private ActivationRecorder? SourceOf(SweepCell cell)
    {
        if (request.Source is null || !cell.Interventions.Any(Slots.NeedsSource))
        {
            return null;
        }

        Site[] sites = [.. cell.Interventions.SelectMany(one => Slots.SitesOf(one, model.Spec)).Distinct()];
        string key = string.Join(' ', sites.Select(site => site.ToString()).Order(StringComparer.Ordinal));
        if (!sources.TryGetValue(key, out ActivationRecorder? recorder))
        {
            sources.Add(key, recorder = new ActivationRecorder(sites.Contains));
            model.Forward(request.Source.Some(first, count), layout, recorder);
        }

        return recorder;
    }

    private void Write(Tensor logits, RowTarget target)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> answer = logits.Row((row * request.Base.Length) + request.ReadOut.Positions[first + row]); // [V]
            Span<float> wanted = target(row);
            for (int i = 0; i < wanted.Length; i++)
            {
                wanted[i] = answer[request.ReadOut.Columns[i]];
            }
        }
    }

    private delegate Span<float> RowTarget(int row);
}
