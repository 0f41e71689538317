using Bindscope.Model;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Compute;

/// <summary>
/// The models that were used last. Used on the compute thread alone.
/// </summary>
internal sealed class ModelCache(long capacityParameters = ModelCache.DefaultCapacity)
{
    /// <summary>Parameters that are kept in memory: 400 MB of weights, all checkpoints of a small run.</summary>
    private const long DefaultCapacity = 100_000_000;

    private readonly LinkedList<(string Folder, DateTime Written, Transformer Model)> used = [];

    /// <summary>Parameters in memory now.</summary>
    internal long Parameters => used.Sum(one => one.Model.Spec.ParameterCount);

    /// <summary>A checkpoint's model; the cache's own.</summary>
    internal Transformer Get(RunEntry run, int step)
    {
        string folder = run.Run.Checkpoints.Folder(step);
        DateTime written = Directory.GetLastWriteTimeUtc(folder);
        for (var node = used.First; node is not null; node = node.Next)
        {
            if (node.Value.Folder == folder)
            {
                used.Remove(node);
                if (node.Value.Written == written)
                {
                    used.AddFirst(node);
                    return node.Value.Model;
                }

                break;
            }
        }

        Transformer model = run.Run.LoadModel(step);
        used.AddFirst((folder, written, model));
        while (used.Count > 1 && Parameters > capacityParameters)
        {
            used.RemoveLast();
        }

        return model;
    }
}
