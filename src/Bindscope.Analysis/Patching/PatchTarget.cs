namespace Bindscope.Analysis.Patching;

/// <summary>What a sweep patches.</summary>
public enum PatchTarget
{
    /// <summary>The residual stream that enters each block: what a token holds there. Figure 3a and 3b.</summary>
    Residual,

    /// <summary>Each head's contribution to the residual stream: what it writes at a token. Figure 3c and 10.</summary>
    Heads,

    /// <summary>Each block's MLP output at a token.</summary>
    Mlp,
}
