using System.CommandLine;
using System.Text.Json;
using Bindscope.Cli.Verbs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;

namespace Bindscope.Tests.Cli;

public sealed class PresetOptionsTests
{
    [Fact]
    public void TheChangesGivenToAnotherProcessMakeTheSamePreset()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("own.json"), """{"training":{"batch":12}}""");
        string[] own =
        [
            "--config", folder.File("own.json"), "--set", "model.layers=2", "--set", "training.curriculum=[]", "--steps", "700", "--workers", "3",
            "--constant-learning-rate",
        ];
        var (options, asked) = Parse(["--preset", "quick", "--seed", "7", .. own]);
        string[] changes = [.. options.Changes(asked)];
        var (again, passedOn) = Parse(["--preset", "quick", "--seed", "7", .. changes]);

        Assert.Equal(1, options.Resolve(asked).Training.LearningRate.DecayFrom);
        Assert.Equal(PresetJson.Write(options.Resolve(asked)), PresetJson.Write(again.Resolve(passedOn)));
    }

    [Fact]
    public void AJobTrainsTheKnownPresetUnderTheNameItWasGiven()
    {
        using var folder = new TemporaryFolder();
        string[] own = ["--preset", "quick", "--set", "name=mine", "--constant-learning-rate"];
        Assert.Equal(0, CommandLine.Run(["jobs", "seeds", .. own, "--seeds", "7", "--write", folder.File("job.json")]).ExitCode);
        using var job = JsonDocument.Parse(File.ReadAllText(folder.File("job.json")));
        var command = job.RootElement.GetProperty("tasks")[0].GetProperty("steps")[0].GetProperty("command");
        var train = new TrainVerb().Command;
        var written = new RootCommand { train }.Parse([.. command.EnumerateArray().Select(word => word.GetString()!)]);
        Assert.Empty(written.Errors);
        Assert.Equal(("quick", "runs/mine-7"), (written.GetValue<string>("--preset"), written.GetValue<string>("--run")));
        Assert.True(written.GetValue<bool>("--constant-learning-rate"));
    }

    [Fact]
    public void EveryOptionButPresetAndSeedIsAChange()
    {
        var command = new Command("train");
        new PresetOptions().AddTo(command);

        // Another one needs a place in the test above, and in the changes.
        Assert.Equal(
            ["--preset", "--config", "--set", "--seed", "--steps", "--constant-learning-rate", "--workers"],
            command.Options.Select(option => option.Name));
    }

    private static (PresetOptions Options, ParseResult Request) Parse(string[] arguments)
    {
        var options = new PresetOptions();
        var command = new Command("train");
        options.AddTo(command);
        var request = new RootCommand { command }.Parse(["train", .. arguments]);
        Assert.Empty(request.Errors);
        return (options, request);
    }
}
