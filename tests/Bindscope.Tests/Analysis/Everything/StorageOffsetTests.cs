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
    [InlineData(2, 0)] // right-hand sides on entering layer 2, the equals sign of the next line on entering layer 5: docs/log/circuits.md
    [InlineData(5, 3)]
    public void TheTokenThatKeepsTheValueIsFound(int layer, int offset)
    {
        using var folder = new TemporaryFolder();
        Run run = Run.Open(RunFolders.Copy(Path.Combine(Sources.Root, "reference/small-42"), folder, "small"));

        Assert.Equal(offset, StorageOffset.Find(run, 30_000, layer, new Work(2)));
    }

    [Fact]
    public void WhereNothingIsSolvedThePapersTokenIsTaken()
    {
        using var run = new TinyRun(7);

        Assert.Equal(0, StorageOffset.Find(run.Run, 7, 2, new Work()));
    }
}
