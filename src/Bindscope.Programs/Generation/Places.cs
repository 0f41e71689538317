namespace Bindscope.Programs.Generation;

/// <summary>The places that programs are to be drawn for, and which number of hops each place wants.</summary>
internal sealed class Places
{
    /// <summary>Stands for "any number of hops up to the maximum".</summary>
    private const int Any = 0;

    private readonly GeneratorSpec spec;

    /// <summary>For each place, the wanted number of hops.</summary>
    private readonly byte[] wanted;

    /// <summary>For each number of hops, the first free place that wants it; the number of places where none does.</summary>
    private readonly int[] free;

    public Places(ref RandomStream random, GeneratorSpec spec, int count)
    {
        this.spec = spec;
        wanted = new byte[count];
        for (int place = 0; IsBalanced && place < count; place++)
        {
            wanted[place] = (byte)(1 + random.Next(spec.MaximumHops));
        }

        free = new int[IsBalanced ? spec.MaximumHops + 1 : 1];
        Array.Fill(free, -1);
        for (int kind = 0; kind < free.Length; kind++)
        {
            Advance(kind);
        }
    }

    /// <summary>The largest number of hops that a free place takes.</summary>
    public int Deepest { get; private set; }

    /// <summary>Takes the first free place for a number of hops; null where there is none.</summary>
    public int? TryTake(int hops)
    {
        int kind = IsBalanced ? hops : Any;
        int place = free[kind];
        if (place == wanted.Length)
        {
            return null;
        }

        Advance(kind);
        return place;
    }

    private bool IsBalanced => spec.Balance == QueryBalance.UniformHops;

    /// <summary>Moves on to the next place that wants a number of hops.</summary>
    private void Advance(int kind)
    {
        do
        {
            free[kind]++;
        }
        while (free[kind] < wanted.Length && wanted[free[kind]] != kind);

        Deepest = !IsBalanced ? spec.MaximumHops : Array.FindLastIndex(free, place => place < wanted.Length);
    }
}
