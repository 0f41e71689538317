using System.Collections.Immutable;

namespace Bindscope.Interventions.Recompute;

/// <summary>What each intervention does to one vector.</summary>
internal static class EditActions
{
    /// <summary>Changes a vector in place.</summary>
    /// <param name="edit">What is done.</param>
    /// <param name="value">The vector; at scores and pattern only the keys that the query sees.</param>
    /// <param name="source">The source's vector, as wide or wider; empty where none is needed.</param>
    internal static void Apply(Edit edit, Span<float> value, ReadOnlySpan<float> source)
    {
        switch (edit.Action)
        {
            case Intervention.Patch:
                source[..value.Length].CopyTo(value);
                break;
            case Intervention.ReplaceWith x:
                x.Vector.AsSpan()[..value.Length].CopyTo(value);
                break;
            case Intervention.Mean x:
                MeanOf(x, edit).AsSpan()[..value.Length].CopyTo(value);
                break;
            case Intervention.Zero:
                value.Clear();
                break;
            case Intervention.Add x:
                AddScaled(value, x.Vector.AsSpan(), (float)x.Scale);
                break;
            case Intervention.Project x:
                Project(value, x.Subspace, x.Kept);
                break;
            case Intervention.SwapSubspace x:
                Swap(value, source, x.Subspace);
                break;
            case Intervention.CutEdges x:
                ReplaceEdges(value, default, edit.Keys!, x.Rest);
                break;
            case Intervention.PatchEdges x:
                ReplaceEdges(value, source, edit.Keys!, x.Rest);
                break;
            default:
                throw new InvalidOperationException($"no rule for {edit.Action.GetType().Name}");
        }
    }

    private static ImmutableArray<float> MeanOf(Intervention.Mean mean, Edit edit)
    {
        int head = SiteVectors.HasHeads(edit.Site.Kind) ? edit.Head + 1 : 0;
        foreach (SiteMean one in mean.Means)
        {
            if (one.Layer == edit.Site.Layer && one.Head == head)
            {
                return one.Vector;
            }
        }

        throw new InvalidOperationException($"no mean for {edit.Site}");
    }

    private static void AddScaled(Span<float> value, ReadOnlySpan<float> vector, float scale)
    {
        for (int i = 0; i < value.Length; i++)
        {
            value[i] += scale * vector[i];
        }
    }

    private static void Project(Span<float> value, Subspace subspace, KeptPart kept)
    {
        Span<float> before = stackalloc float[value.Length];
        value.CopyTo(before);
        if (kept == KeptPart.Inside)
        {
            value.Clear();
        }

        AddInside(value, before, subspace, kept == KeptPart.Inside ? 1 : -1);
    }

    private static void Swap(Span<float> value, ReadOnlySpan<float> source, Subspace subspace)
    {
        Span<float> difference = stackalloc float[value.Length];
        for (int i = 0; i < value.Length; i++)
        {
            difference[i] = source[i] - value[i];
        }

        AddInside(value, difference, subspace, 1);
    }

    /// <summary>Adds the part of a vector that is inside a subspace, with a sign.</summary>
    private static void AddInside(Span<float> value, ReadOnlySpan<float> vector, Subspace subspace, float sign)
    {
        foreach (ImmutableArray<float> direction in subspace.Basis)
        {
            double along = 0;
            for (int i = 0; i < value.Length; i++)
            {
                along += vector[i] * direction[i];
            }

            AddScaled(value, direction.AsSpan(), sign * (float)along);
        }
    }

    private static void ReplaceEdges(Span<float> pattern, ReadOnlySpan<float> source, int[] keys, RestOfPattern rule)
    {
        float put = 0;
        bool changes = false;
        foreach (int key in keys)
        {
            float weight = source.IsEmpty ? 0 : source[key];
            changes |= !weight.Equals(pattern[key]);
            pattern[key] = weight;
            put += weight;
        }

        // Where the weights are those that were there, scaling the others by what is nearly 1 would change them for nothing.
        if (rule == RestOfPattern.Left || !changes)
        {
            return;
        }

        float rest = 0;
        for (int key = 0; key < pattern.Length; key++)
        {
            rest += keys.AsSpan().Contains(key) ? 0 : pattern[key];
        }

        if (rest > 0 && put <= 1)
        {
            float factor = (1 - put) / rest;
            for (int key = 0; key < pattern.Length; key++)
            {
                pattern[key] *= keys.AsSpan().Contains(key) ? 1 : factor;
            }
        }
    }
}
