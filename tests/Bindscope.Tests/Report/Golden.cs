using Bindscope.Report.Drawing;
using Bindscope.Tests.Code;

namespace Bindscope.Tests.Report;

/// <summary>Drawings as files to compare with. BINDSCOPE_GOLDEN=write writes them anew, to be looked at before they are
/// committed.</summary>
internal static class Golden
{
    internal static void Matches(string name, SvgCanvas canvas)
    {
        string path = Path.Combine(Sources.Root, "tests/Bindscope.Tests/Report/Golden", name + ".svg");
        if (Environment.GetEnvironmentVariable("BINDSCOPE_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, canvas.ToElement());
        }

        Assert.Equal(File.ReadAllText(path), canvas.ToElement());
    }
}
