using Bindscope.Model;

namespace Bindscope.Interventions.Recompute;

/// <summary>The end of a chunk's pass: the last LayerNorm and the unembedding, of the read-outs alone.</summary>
internal sealed unsafe class ChunkReadOut(SweepModel model, Workspace work, ReadOnlyMemory<WorkItem> chunk, PassContext context)
{
    private static readonly Site Logits = new(SiteKind.Logits, 0);

    /// <summary>Computes and hands over the logits of every item.</summary>
    internal void Run(Func<int, float[]> baseLogits, ItemResult write)
    {
        if (context.Record is not null && context.Record.Wants(SiteKind.Logits, 0))
        {
            RecordAll();
        }

        int rows = 0;
        for (int i = 0; i < chunk.Length; i++)
        {
            int row = work.Previous.Find(i, chunk.Span[i].ReadOut);
            if (row >= 0)
            {
                new ReadOnlySpan<float>(work.Next + ((nint)row * model.Spec.Width), model.Spec.Width)
                    .CopyTo(new Span<float>(work.Branch + ((nint)rows++ * model.Spec.Width), model.Spec.Width));
            }
        }

        Unembed(work.Branch, rows);
        rows = 0;
        for (int i = 0; i < chunk.Length; i++)
        {
            WorkItem item = chunk.Span[i];
            Span<float> logits = work.Previous.Find(i, item.ReadOut) >= 0
                ? new Span<float>(work.Logits + ((nint)rows++ * model.Columns), model.Columns)
                : (float[])baseLogits(item.Row).Clone();
            foreach (Edit edit in item.EditsOf(0))
            {
                if (edit.Position == item.ReadOut)
                {
                    bool needed = Slots.NeedsSource(edit.Action);
                    EditActions.Apply(edit, logits, needed ? context.Source!.Vector(edit.Site, item.Row, edit.From, 0) : default);
                }
            }

            write(item, logits);
        }
    }

    private void RecordAll()
    {
        Unembed(work.Next, work.Previous.Count);
        for (int i = 0; i < chunk.Length; i++)
        {
            (int first, int end) = work.Previous.Rows(i);
            for (int row = first; row < end; row++)
            {
                new ReadOnlySpan<float>(work.Logits + ((nint)row * model.Columns), model.Columns)
                    .CopyTo(context.Record!.Vector(Logits, chunk.Span[i].Row, work.Previous.Position(row), 0));
            }
        }
    }

    private void Unembed(float* residual, int rows) => model.Unembed(residual, rows, work.Normal, work.Logits);
}
