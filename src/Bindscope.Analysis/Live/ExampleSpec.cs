namespace Bindscope.Analysis.Live;

/// <summary>The example program over training; there is nothing to choose.</summary>
public sealed record ExampleSpec
{
    /// <summary>The name of the analysis's folder.</summary>
    public const string FolderName = "example";
}
