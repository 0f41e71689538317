namespace Bindscope.Report.Claims;

/// <summary>What a number is.</summary>
public enum MeasureKind
{
    /// <summary>A share of programs, 0 to 1.</summary>
    Share,

    /// <summary>A difference of two shares, -1 to 1.</summary>
    Difference,
}
