namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>Where a test program has a line that no training program had.</summary>
public enum HeldOutPlace
{
    /// <summary>Nowhere: such programs could have been trained on.</summary>
    None,

    /// <summary>The root of the query's chain: the answer itself comes from an unseen line.</summary>
    Root,

    /// <summary>Only on other lines.</summary>
    Elsewhere,
}
