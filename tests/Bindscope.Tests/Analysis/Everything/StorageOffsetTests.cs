using Bindscope.Analysis.Everything;
using Bindscope.Analysis.Results;
using Bindscope.Runs;
using Bindscope.Tests.Code;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Analysis.Everything;

public sealed class StorageOffsetTests
{
    [Theory]
    [InlineData("small-lm-256", 2, 0)] // right-hand sides; the newline behind them in demo-1: docs/log/circuits.md
    [InlineData("small-lm-256", 5, 0)]
    [InlineData("demo-1", 2, 1)]
    public void TheTokenThatKeepsTheValueIsFound(string name, int layer, int offset)
    {
        using var folder = new TemporaryFolder();
        Run run = Run.Open(RunFolders.Copy(Path.Combine(Sources.Root, "reference", name), folder, name));

        Assert.Equal(offset, StorageOffset.Find(run, run.Preset.Training.Steps, layer, new Work(2)));
    }

    [Fact]
    public void WhereNothingIsSolvedThePapersTokenIsTaken()
    {
        using var run = new TinyRun(7);

        Assert.Equal(0, StorageOffset.Find(run.Run, 7, 2, new Work()));
    }
}
