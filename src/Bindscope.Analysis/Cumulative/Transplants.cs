using System.Collections.Immutable;
using Bindscope.Model;
using Bindscope.Runs;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Puts a block of one checkpoint's weights into another checkpoint.</summary>
internal static class Transplants
{
    /// <summary>Every block, both ways.</summary>
    internal static ImmutableArray<TransplantAccuracy> At(Run run, int step, int last, Answers answers, CancellationToken cancellation)
    {
        Transformer earlier = run.LoadModel(step);
        Transformer final = run.LoadModel(last);
        var found = ImmutableArray.CreateBuilder<TransplantAccuracy>();
        foreach (IGrouping<string, string> block in final.Parameters.Names.GroupBy(BlockOf))
        {
            foreach ((Transformer host, Transformer donor, TransplantDirection direction) in new[]
            {
                (final, earlier, TransplantDirection.EarlierIntoLast), (earlier, final, TransplantDirection.LastIntoEarlier),
            })
            {
                bool[] right = With(host, donor, [.. block], () => answers.Right(host, null, cancellation));
                int[] all = [.. Enumerable.Range(0, right.Length)];
                found.Add(new TransplantAccuracy(step, block.Key, direction, Answers.Share([right], all).Share));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Does something while the host has the donor's tensors of some names, and gives it its own back.</summary>
    internal static T With<T>(Transformer host, Transformer donor, IReadOnlyList<string> names, Func<T> measure)
    {
        float[][] own = [.. names.Select(name => host.Parameters.Values(name).ToArray())];
        Copy(host, names, [.. names.Select(name => donor.Parameters.Values(name).ToArray())]);
        try
        {
            return measure();
        }
        finally
        {
            Copy(host, names, own);
        }
    }

    /// <summary>The block that a tensor belongs to, by its name in docs/model.md.</summary>
    internal static string BlockOf(string name)
    {
        string[] parts = name.Split('.');
        return parts[0] switch
        {
            "layers" => $"layer {parts[1]}",
            "embedding" => "embedding",
            _ => "unembedding",
        };
    }

    private static void Copy(Transformer host, IReadOnlyList<string> names, float[][] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            host.Parameters.Write(names[i], values[i]);
        }
    }
}

/// <summary>Which way weights go.</summary>
public enum TransplantDirection
{
    /// <summary>The checkpoint's block in the last checkpoint: does it already do its work there?</summary>
    EarlierIntoLast,

    /// <summary>The last checkpoint's block in the checkpoint: would it have worked with what was there?</summary>
    LastIntoEarlier,
}
