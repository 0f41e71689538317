namespace Bindscope.Web.Compute;

/// <summary>Answers that were computed last, as JSON, up to a number of bytes. Safe to use from any thread.</summary>
internal sealed class ResultCache(long capacityBytes = ResultCache.DefaultCapacity)
{
    private const long DefaultCapacity = 64L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, byte[] Json)>> byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, byte[] Json)> used = [];

    /// <summary>Bytes that are kept now.</summary>
    internal long Bytes { get; private set; }

    /// <summary>An answer that was given before; null where it is not known any more.</summary>
    internal byte[]? Find(string key)
    {
        lock (gate)
        {
            if (!byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            used.Remove(node);
            used.AddFirst(node);
            return node.Value.Json;
        }
    }

    /// <summary>Keeps an answer, and forgets the oldest where there are too many.</summary>
    internal void Keep(string key, byte[] json)
    {
        lock (gate)
        {
            if (byKey.ContainsKey(key) || json.LongLength > capacityBytes)
            {
                return;
            }

            byKey.Add(key, used.AddFirst((key, json)));
            Bytes += json.LongLength;
            while (Bytes > capacityBytes)
            {
                (string oldest, byte[] bytes) = used.Last!.Value;
                used.RemoveLast();
                byKey.Remove(oldest);
                Bytes -= bytes.LongLength;
            }
        }
    }
}
