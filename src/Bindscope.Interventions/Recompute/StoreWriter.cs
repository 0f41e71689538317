using Bindscope.Numerics;

namespace Bindscope.Interventions.Recompute;

/// <summary>Keeps what the plain run of the base computes in one layer.</summary>
internal static unsafe class StoreWriter
{
    /// <summary>Writes every token of every item; the softmax's numbers are written by attention itself.</summary>
    internal static void Write(SweepModel model, Workspace work, ReadOnlySpan<WorkItem> chunk, int layer, BaseStore store)
    {
        for (int i = 0; i < chunk.Length; i++)
        {
            int row = chunk[i].Row;
            (int first, int end) = work.Inputs.Rows(i);
            for (int token = first; token < end; token++)
            {
                // Of a whole item every token is both an input and an output, in the same order.
                int position = token - first;
                Rows.Copy(work.Residual + ((nint)token * model.Spec.Width), store.Residual(row, layer) + ((nint)position * model.Spec.Width), model.Spec.Width);
                Rows.Copy(work.Mixed + ((nint)token * model.HeadsWidth), store.Mixed(row, layer) + ((nint)position * model.HeadsWidth), model.HeadsWidth);
                for (int head = 0; head < model.Spec.Heads; head++)
                {
                    WriteHead(model, work, token, store, row, layer, head, position);
                }
            }
        }
    }

    private static void WriteHead(
        SweepModel model, Workspace work, int token, BaseStore store, int row, int layer, int head, int position)
    {
        int width = model.Spec.HeadWidth;
        nint start = ((nint)token * model.HeadsWidth) + (head * width);
        float* queries = store.Queries(row, layer, head) + position;
        for (int i = 0; i < width; i++)
        {
            queries[i * model.KeyStride] = work.Queries[start + i];
        }

        nint place = (nint)position * model.HeadStride;
        Rows.Copy(work.Keys + start, store.Keys(row, layer, head) + place, width);
        Rows.Copy(work.Values + start, store.Values(row, layer, head) + place, width);
    }
}
