namespace Bindscope.Interventions.Recompute;

/// <summary>
/// Where the keys and values lie that the queries of one head of one item see: the base run's, and in their place the item's own where
/// they differ.
/// </summary>
internal sealed unsafe class HeadKeys
{
    private readonly SweepModel model;
    private readonly nint[] pointers;

    internal HeadKeys(SweepModel model)
    {
        this.model = model;
        pointers = GC.AllocateArray<nint>(2 * model.Length, pinned: true);
        Keys = (float**)System.Runtime.CompilerServices.Unsafe.AsPointer(ref pointers[0]);
        Values = Keys + model.Length;
    }

    /// <summary>Of each position, its rotated key, [K].</summary>
    internal float** Keys { get; }

    /// <summary>Of each position, its value, [K].</summary>
    internal float** Values { get; }

    /// <summary>Finds them.</summary>
    /// <param name="work">The item's own keys and values.</param>
    /// <param name="index">The item's number in the lists.</param>
    /// <param name="place">The head.</param>
    /// <param name="store">The base run; not read where the item is whole.</param>
    internal void Find(Workspace work, int index, HeadPlace place, BaseStore? store)
    {
        if (!place.Item.Whole)
        {
            float* keys = store!.Keys(place.Item.Row, place.Layer, place.Head);
            float* values = store.Values(place.Item.Row, place.Layer, place.Head);
            for (int position = 0; position <= place.Item.ReadOut; position++)
            {
                Keys[position] = keys + (position * model.HeadStride);
                Values[position] = values + (position * model.HeadStride);
            }
        }

        (int first, int end) = work.Inputs.Rows(index);
        for (int row = first; row < end; row++)
        {
            int position = work.Inputs.Position(row);
            nint start = ((nint)row * model.HeadsWidth) + (place.Head * model.Spec.HeadWidth);
            Keys[position] = work.Keys + start;
            Values[position] = work.Values + start;
        }
    }
}
