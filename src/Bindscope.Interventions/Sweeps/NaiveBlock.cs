using Bindscope.Interventions.Passes;
using Bindscope.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Bindscope.Interventions.Sweeps;

/// <summary>A block of rows of the naive sweep.</summary>
internal sealed class NaiveBlock(Transformer model, SweepRequest request, int first, int count) : IDisposable
{
    private readonly Tensor baseTokens = request.Base.ToTensor(first, count, model.Device); // [B, T]
    private readonly Tensor? sourceTokens = request.Source?.ToTensor(first, count, model.Device); // [B, T]
    private readonly Dictionary<string, RecordingTap> sources = new(StringComparer.Ordinal);

    public void Dispose()
    {
        baseTokens.Dispose();
        sourceTokens?.Dispose();
        foreach (RecordingTap source in sources.Values)
        {
            source.Dispose();
        }
    }

    internal void WriteBaseAndSource(SweepResult result)
    {
        Write(model.Forward(baseTokens), row => result.BaseSpan(first + row));
        if (sourceTokens is not null)
        {
            Write(model.Forward(sourceTokens), row => result.SourceSpan(first + row));
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

        using DisposeScope scope = NewDisposeScope();
        RecordingTap? source = SourceOf(asked);
        var tap = new InterventionTap(
            asked.Interventions, model.Spec, new Range(first, first + count), request.Base.Length, source, OnChange);
        Write(model.Forward(baseTokens, tap), row => result.LogitsSpan(cell, first + row));
        for (int row = first; row < first + count; row++)
        {
            if (result.Effect(cell, row) == CellEffect.Absent)
            {
                result.LogitsSpan(cell, row).Fill(float.NaN);
            }
        }

        void OnChange(Slot slot)
        {
            int row = first + slot.Row;
            bool reaches = SiteVectors.Reaches(
                slot.Site.Kind, slot.Site.Layer, slot.Position, request.ReadOut.Positions[row], model.Spec.Layers);
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
    private RecordingTap? SourceOf(SweepCell cell)
    {
        if (sourceTokens is null || !cell.Interventions.Any(Slots.NeedsSource))
        {
            return null;
        }

        Site[] sites = [.. cell.Interventions.SelectMany(one => Slots.SitesOf(one, model.Spec)).Distinct()];
        string key = string.Join(' ', sites.Select(site => site.ToString()).Order(StringComparer.Ordinal));
        if (!sources.TryGetValue(key, out RecordingTap? tap))
        {
            using DisposeScope scope = NewDisposeScope();
            sources.Add(key, tap = new RecordingTap(sites));
            model.Forward(sourceTokens, tap);
        }

        return tap;
    }

    private void Write(Tensor logits, Func<int, Span<float>> target)
    {
        using Tensor columns = tensor(request.ReadOut.Columns.Select(column => (long)column).ToArray(), device: model.Device);
        for (int row = 0; row < count; row++)
        {
            using Tensor answer = logits[row, request.ReadOut.Positions[first + row]].index_select(0, columns).cpu(); // [C]
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(answer.bytes).CopyTo(target(row));
        }
    }
}
