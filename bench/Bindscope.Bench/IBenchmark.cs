namespace Bindscope.Bench;

/// <summary>Something that is measured.</summary>
internal interface IBenchmark
{
    /// <summary>Unique; its measurements are named for it, with a point and more words where there are several.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    IEnumerable<Measurement> Run();
}
