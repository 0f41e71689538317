using Bindscope.Errors;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Interventions.Sweeps;

/// <summary>
/// The sweep in its plainest form: one whole forward pass for every cell, nothing skipped, nothing reused. It is what the fast sweep is
/// held to.
/// </summary>
public static class NaiveSweep
{
    private const int BlockRows = 64;

    /// <summary>Computes every cell for every row.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="request">What to compute.</param>
    /// <param name="progress">Told after each cell of a block of rows; null for nobody.</param>
    /// <param name="cancellation">Stops between cells.</param>
    /// <returns>The logits and effects.</returns>
    /// <exception cref="UserException">The request does not fit the model.</exception>
    public static SweepResult Run(
        Transformer model, SweepRequest request, IProgress<SweepProgress>? progress = null, CancellationToken cancellation = default)
    {
        SweepProblems.RequireNone(model, request);
        return Compute(model, PathPatches.Resolved(model, request, cancellation), progress, cancellation);
    }

    /// <summary>The same for a request that was checked.</summary>
    internal static SweepResult Compute(
        Transformer model, SweepRequest request, IProgress<SweepProgress>? progress, CancellationToken cancellation)
    {
        var result = new SweepResult(request.Base.Count, request.Cells.Length, request.ReadOut.Columns, request.Source is not null);
        long done = 0;
        for (int first = 0; first < request.Base.Count; first += BlockRows)
        {
            int count = Math.Min(BlockRows, request.Base.Count - first);
            var block = new NaiveBlock(model, request, first, count);
            block.WriteBaseAndSource(result);
            for (int cell = 0; cell < request.Cells.Length; cell++)
            {
                cancellation.ThrowIfCancellationRequested();
                block.WriteCell(cell, result);
                progress?.Report(new SweepProgress(done += count, (long)request.Cells.Length * request.Base.Count));
            }
        }

        long passes = (long)request.Cells.Length * request.Base.Count;
        long tokenLayers = passes * request.Base.Length * model.Spec.Layers;
        result.Cost = new SweepCost(passes, passes, tokenLayers, tokenLayers);
        return result;
    }
}

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
