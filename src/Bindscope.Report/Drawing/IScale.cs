namespace Bindscope.Report.Drawing;

/// <summary>From values to places along one direction of a figure.</summary>
internal interface IScale
{
    /// <summary>The place of a value; values beyond the ends stand at the ends.</summary>
    double At(double value);

    /// <summary>Values to name along the axis, with their names.</summary>
    IEnumerable<(double Value, string Name)> Ticks();
}
