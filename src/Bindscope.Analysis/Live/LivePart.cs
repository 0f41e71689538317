namespace Bindscope.Analysis.Live;

/// <summary>What can be asked about one program at one checkpoint.</summary>
public enum LivePart
{
    /// <summary>The ten digits' logits of base and source.</summary>
    Logits,

    /// <summary>Figure 3a: every token's residual, on entering every layer, patched from the source.</summary>
    Residual,

    /// <summary>Every head's contribution at every token patched from the source.</summary>
    Heads,

    /// <summary>Every MLP's output at every token patched from the source.</summary>
    Mlp,

    /// <summary>The residual of every layer and token read as if it were the last.</summary>
    Lens,

    /// <summary>What every head looks at.</summary>
    Attention,
}
