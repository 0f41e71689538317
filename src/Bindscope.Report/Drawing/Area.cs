namespace Bindscope.Report.Drawing;

/// <summary>A rectangle of a figure, in pixels from its upper left corner.</summary>
internal readonly record struct Area(double Left, double Top, double Width, double Height)
{
    internal double Right => Left + Width;

    internal double Bottom => Top + Height;

    internal double Centre => Left + (Width / 2);

    internal double Middle => Top + (Height / 2);
}
