using System.Text.Json;
using System.Text.Json.Nodes;
using Bindscope.Errors;
using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Training;

public sealed class PresetJsonTests
{
    [Theory]
    [MemberData(nameof(PresetTests.Names), MemberType = typeof(PresetTests))]
    public void WhatIsWrittenIsReadBack(string name)
    {
        var json = PresetJson.Write(Preset.Named(name));

        Assert.Equal(json, PresetJson.Write(PresetJson.Read(json, "there")));
        Assert.Equal(Preset.Named(name).Training.Curriculum, PresetJson.Read(json, "there").Training.Curriculum);
    }

    [Fact]
    public void FieldsAreSetByTheirPaths()
    {
        var changed = With(
            null, "model.layers=4", "training.learningRate.peak=2e-3", "training.objective.loss=answer", "model.biases=layerNorm",
            "training.curriculum.2.review=0.25", "training.curriculum[1].until=0.75", "training.seed=18446744073709551615", "task.names=unique");

        Assert.Equal((4, 2e-3), (changed.Model.Layers, changed.Training.LearningRate.Peak));
        Assert.Equal((LossScope.Answer, Bindscope.Model.Biases.LayerNorm), (changed.Training.Objective.Loss, changed.Model.Biases));
        Assert.Equal(0.75, changed.Training.Curriculum[1].Until);
        Assert.Equal((0.25, ulong.MaxValue), (changed.Training.Curriculum[2].Review, changed.Training.Seed));
        Assert.Equal(Bindscope.Programs.Generation.NamePolicy.Unique, changed.Task.Names);
        Assert.Equal(TinyPresets.Fresh.Training.Optimizer, changed.Training.Optimizer);
    }

    [Fact]
    public void AFileChangesFieldsAndSingleFieldsComeAfterIt()
    {
        var changed = With("""{"training":{"steps":90,"batch":4,"curriculum":[{"lines":4,"maximumHops":2}]}}""", "training.steps=70");

        Assert.Equal((70, 4), (changed.Training.Steps, changed.Training.Batch));
        Assert.Equal([new Stage(4, 2)], changed.Training.Curriculum);
    }

    [Fact]
    public void AWholePresetAsPrintedIsAFileOfFields()
        => Assert.Equal(PresetJson.Write(Preset.Paper), PresetJson.Write(With(PresetJson.Write(Preset.Paper))));

    [Fact]
    public void TheSpecOfARunIsItsPreset()
    {
        JsonObject spec = JsonNode.Parse($$"""{"format":1,"assistance":["of no matter here"],"preset":{{PresetJson.Write(Preset.SmallLm)}}}""")!.AsObject();
        Assert.Equal(PresetJson.Write(Preset.SmallLm), PresetJson.Write(With(spec.ToJsonString())));
        Assert.Equal(2UL, With(spec.ToJsonString(), "training.seed=2").Training.Seed);

        // A field that is younger than the run has its default, and not what the preset has that would be changed.
        Assert.True(spec["preset"]!["training"]!.AsObject().Remove("averageFrom"));
        Preset averaged = Preset.SmallLm with { Training = Preset.SmallLm.Training with { AverageFrom = 0.5 } };
        Assert.Equal(1, PresetJson.With(averaged, spec.ToJsonString(), "there.json", []).Training.AverageFrom);

        Assert.Contains("there.json: preset is not a field", Wrong("""{"preset":{"modle":1}}""").Message, StringComparison.Ordinal);
        spec["format"] = 7;
        Assert.Equal("there.json is the spec of a run of format 7; this version reads format 1", Wrong(spec.ToJsonString()).Message);
    }

    [Fact]
    public void EveryWrongFieldIsNamedInOneMessage()
    {
        var error = Wrong(
            """{"model":{"layerz":3,"width":"wide","mlpWidth":1.5},"colour":1,"name":5,"task":7,"training":{"batch":null,"curriculum":[{"lines":4}]}}""",
            "training.objective.loss=everything", "model.heads=two", "training.seed=-1", "nonsense", "=3",
            "training.curriculum.7.lines=3", "training.curriculum.0.line=3", "model.parameterCount=5", "model.heads.count=1");

        foreach (var part in new[]
        {
            "there.json: model.layerz is not a field; did you mean layers?",
            "there.json: model.width cannot be \"wide\": it wants a whole number",
            "there.json: model.mlpWidth cannot be 1.5",
            "there.json: colour is not a field; there are name, task, data, model, training",
            "there.json: task cannot be 7: it wants an object",
            "there.json: training.batch cannot be null",
            "there.json: training.curriculum cannot be [{\"lines\":4}]",
            "training.objective.loss cannot be \"everything\": it wants one of allTokens, noRightHandSides, answer",
            "model.heads cannot be \"two\"",
            "training.seed cannot be -1: it wants a whole number from 0",
            "there.json: name cannot be 5: it wants text",
            "'nonsense' is not FIELD=VALUE",
            "'=3' is not FIELD=VALUE",
            "training.curriculum.7.lines is not a field",
            "training.curriculum.0.line is not a field; did you mean lines?",
            "model.parameterCount follows from the other fields",
            "model.heads.count is not a field",
        })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, error.ExitCode);
    }

    [Fact]
    public void NumbersThatDoNotFitAreNamedTogether()
    {
        var error = Wrong(null, "training.steps=0", "model.positions=3");

        Assert.Contains("training.steps is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.positions is 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{\"model\":", "there.json: ")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "name")]
    public void AFileThatIsNoneIsNamed(string json, string part) => Assert.Contains(part, Wrong(json).Message, StringComparison.Ordinal);

    [Fact]
    public void AWholePresetMustHaveEveryKeyOnceAndNoOther()
    {
        var json = PresetJson.Write(TinyPresets.Fresh);
        foreach (var property in Keys(JsonDocument.Parse(json).RootElement).Distinct().Except(["parameterCount"]))
        {
            Refused(json.Replace($"\"{property}\":", $"\"{property}x\":", StringComparison.Ordinal), property);
        }

        Refused(json.Replace("\"steps\": 60,", "", StringComparison.Ordinal), "steps");
        Refused(json.Replace("\"fewNames\": 6", "\"fewNames\": 6, \"fewNames\": 6", StringComparison.Ordinal), "fewNames");
        Refused("null", "null");

        static void Refused(string text, string key)
        {
            var error = Assert.Throws<UserException>(() => PresetJson.Read(text, "there.json"));
            Assert.StartsWith("there.json", error.Message, StringComparison.Ordinal);
            Assert.Contains(key, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ThePrecisionIsWrittenAlwaysAndIsSingleWhereAnOlderRunLacksIt()
    {
        var json = PresetJson.Write(TinyPresets.Fresh);
        var older = json.Replace(",\n    \"precision\": \"single\"", "", StringComparison.Ordinal);

        Assert.NotEqual(json, older);
        Assert.Equal(json, PresetJson.Write(PresetJson.Read(older, "there")));
        Assert.Contains("\"precision\": \"mixedBFloat16\"", PresetJson.Write(TinyPresets.Mixed), StringComparison.Ordinal);
        Assert.Equal(Precision.MixedBFloat16, With(null, "training.precision=mixedBFloat16").Training.Precision);
        Assert.Contains(
            "training.precision cannot be \"half\": it wants one of single, mixedBFloat16",
            Wrong(null, "training.precision=half").Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Keys(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Keys),
        _ => [],
    };

    private static Preset With(string? config, params string[] assignments)
        => PresetJson.With(TinyPresets.Fresh, config, "there.json", assignments);

    private static UserException Wrong(string? config, params string[] assignments)
        => Assert.Throws<UserException>(() => With(config, assignments));
}
