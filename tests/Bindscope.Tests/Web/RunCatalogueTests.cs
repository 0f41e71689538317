using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;
using Bindscope.Web;
using Bindscope.Web.Problems;
using Bindscope.Web.Runs;

namespace Bindscope.Tests.Web;

public sealed class RunCatalogueTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RunCatalogueTests() => Run.Create(folder.File("runs/good"), TinyPresets.Fresh.Validated());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ARunThatBeginsLaterIsSeen()
    {
        RunCatalogue catalogue = Catalogue();
        Assert.Equal(["good"], catalogue.List().Runs.Select(run => run.Name));
        Run.Create(folder.File("runs/later"), TinyPresets.Fresh.Validated());

        Assert.Equal(["good", "later"], catalogue.List().Runs.Select(run => run.Name));
        Assert.Equal("later", catalogue.Get("later").Name);
    }

    [Fact]
    public void ADamagedRunIsReportedAndTheOthersAreShown()
    {
        Directory.CreateDirectory(folder.File("runs/bad"));
        File.WriteAllText(folder.File("runs/bad/spec.json"), "{\"format\": 99}");
        Directory.CreateDirectory(folder.File("runs/no-run"));
        SiteIndex index = RunReader.Index(Catalogue().List(), new SiteLimits(), live: true);

        Assert.Equal(["good"], index.Runs.Select(run => run.Name));
        Assert.Contains("bad", Assert.Single(index.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void ARunWithoutEvaluationsOrWithDamagedOnesIsShownWithoutAccuracy()
    {
        Run.Create(folder.File("runs/torn"), TinyPresets.Fresh.Validated());
        File.WriteAllText(folder.File("runs/torn/metrics.jsonl"), "{}\n");
        SiteIndex index = RunReader.Index(Catalogue().List(), new SiteLimits(), live: true);

        Assert.Equal(2, index.Runs.Length);
        Assert.All(index.Runs, run => Assert.Null(run.Accuracy));
        Assert.All(index.Runs, run => Assert.Equal(RunState.Stopped, run.State));
    }

    [Fact]
    public void ADamagedLineIsNamed()
    {
        File.WriteAllText(folder.File("runs/good/timing.jsonl"), "{\"step\":1}\n{\"step\":\n");
        UserException damaged = Assert.Throws<UserException>(() => RunFiles.JsonLines(Catalogue().Get("good"), TimingLine.FileName));

        Assert.Contains("timing.jsonl, line 2: ", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsTrainedAnewIsReadAnew()
    {
        RunCatalogue catalogue = Catalogue();
        ulong before = catalogue.Get("good").Run.Preset.Training.Seed;
        Directory.Delete(folder.File("runs/good"), recursive: true);
        Run.Create(folder.File("runs/good"), (TinyPresets.Fresh with { Training = TinyPresets.Fresh.Training with { Seed = before + 1 } }).Validated());
        File.SetLastWriteTimeUtc(folder.File("runs/good/spec.json"), File.GetLastWriteTimeUtc(folder.File("runs/good/spec.json")).AddSeconds(1));

        Assert.Equal(before + 1, catalogue.Get("good").Run.Preset.Training.Seed);
    }

    [Theory]
    [InlineData("good")]
    [InlineData(null)]
    public void ChosenRunsAreFoundByNameOrPath(string? name)
    {
        Run.Create(folder.File("runs/other"), TinyPresets.Fresh.Validated());

        Assert.Equal(["good"], Catalogue(name ?? folder.File("runs/good")).List().Runs.Select(run => run.Name));
    }

    [Fact]
    public void NamesAreNoPaths()
    {
        Run.Create(folder.File("outside"), TinyPresets.Fresh.Validated());

        Assert.Throws<NotFoundException>(() => Catalogue().Get("../outside"));
        Assert.Throws<NotFoundException>(() => Catalogue().Get(folder.File("outside")));
        Assert.Throws<UserException>(() => Catalogue("nobody").RequireChosen());
    }

    private RunCatalogue Catalogue(params string[] only) => new(new SiteOptions([new RunRoot(folder.File("runs"))], [.. only]));
}
