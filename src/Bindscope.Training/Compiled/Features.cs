namespace Bindscope.Training.Compiled;

/// <summary>Where each feature of a compiled model lies in the residual stream: one component each, 0 or near 1 where it holds.</summary>
internal static class Features
{
    /// <summary>Which token stands here; 40 components.</summary>
    internal const int Token = 0;

    /// <summary>The digit that the token carries; 10 components. The unembedding reads it.</summary>
    internal const int Value = 40;

    /// <summary>The name on the left-hand side of the right-hand side's line; 26 components.</summary>
    internal const int LeftName = 50;

    /// <summary>The line, 1 to 16, on which the digit stands that the token resolves to; 16 components.</summary>
    internal const int Address = 76;

    /// <summary>The same number everywhere, and its negative: most of every vector's length, so that LayerNorm scales all tokens alike.</summary>
    internal const int Constant = 92;

    internal const int Negative = 93;

    /// <summary>Minus the sum of all features, so that every vector's mean is 0, as LayerNorm would make it.</summary>
    internal const int Balance = 94;

    /// <summary>The token is a right-hand side.</summary>
    internal const int IsRight = 95;

    /// <summary>The token is the queried variable.</summary>
    internal const int IsQuery = 96;

    /// <summary>A newline was seen: the line is not the first.</summary>
    internal const int IsLater = 97;

    /// <summary>Newlines among all tokens so far: tells the line.</summary>
    internal const int LineShare = 98;

    internal const int Width = 128;

    /// <summary>The constant's size: so large that what a token holds beside it changes its length by less than half a percent.</summary>
    internal const double Size = 32;
}
