using Bindscope.Analysis.KnownCircuits;
using Bindscope.Cli.Verbs;

namespace Bindscope.Tests.Cli;

/// <summary>What <c>calibrate --into</c> has answered is kept, and gone on with.</summary>
public sealed class CalibrateVerbTests : IDisposable
{
    private static readonly CalibrationResult Nothing = new(CalibrationResult.CurrentFormat, [], [], []);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bindscope-calibrate-");

    private string FilePath => Path.Combine(folder.FullName, "counts.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void AStopKeepsWhatIsAnsweredAndNamesTheRest()
    {
        CommandLine stopped = Calibrate("patch-heads", (_, before, keep, _) =>
        {
            Assert.Null(before);
            keep(Nothing);
            throw new OperationCanceledException();
        });
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains($"calibrate --into {FilePath} --only sites", stopped.Error, StringComparison.Ordinal);

        CommandLine again = Calibrate("sites", (only, before, _, _) =>
        {
            Assert.Equal(["sites"], only);
            Assert.Equal(Nothing.Format, before!.Format);
            return before;
        });
        Assert.Equal(0, again.ExitCode);
    }

    [Theory]
    [InlineData("{}", "no calibration that could be gone on with")]
    [InlineData("""{"format":1,"circuits":[],"nulls":[],"unasked":[]}""", "has format 1")]
    public void AFileOfSomethingElseIsNotWrittenOver(string content, string error)
    {
        File.WriteAllText(FilePath, content);
        CommandLine refused = Calibrate("sites", (_, _, _, _) => Nothing);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(error, refused.Error, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    private CommandLine Calibrate(string only, CalibrateVerb.Calibration calibration) => CommandLine.Run(
        [new CalibrateVerb(calibration)], "", ["calibrate", "--into", FilePath, "--only", only], TestContext.Current.CancellationToken);
}
