using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Language;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Code;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

/// <summary>
/// The engine of the pages (web/engine) and this one give the same numbers: both are held to the files in tests/fixtures/engine, here and in
/// web/engine/answers.test.ts. BINDSCOPE_GOLDEN=write writes the answers anew, to be looked at before they are committed.
/// </summary>
public sealed class EngineFixtureTests
{
    private static readonly string Folder = Path.Combine(Sources.Root, "tests/fixtures/engine");

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheAnswersAreThoseOfTheFile(string name)
    {
        string path = Path.Combine(Folder, name + ".json");
        Fixture stored = JsonSerializer.Deserialize<Fixture>(File.ReadAllText(path), SiteJson.Options)!;
        ProgramPair pair = ProgramPair.Of(ProgramParser.Parse(stored.Program), ProgramParser.Parse(stored.Source));
        Transformer model = ModelWeights.Load(Path.Combine(Sources.Root, stored.Weights), stored.Model.Deserialize<ModelSpec>(PresetJson.Options)!);
        Fixture computed = stored with
        {
            Answers = LiveAnalysis.Run(model, stored.Step, pair, stored.Parts.ToHashSet(), new Work()),
            Patches =
            [
                .. stored.Patches.Select(patch => patch with
                {
                    Answer = PairPatch.Intervene(
                        model, pair, InterventionJson.Read(patch.Interventions.GetRawText(), path), TestContext.Current.CancellationToken),
                }),
            ],
        };
        if (Environment.GetEnvironmentVariable("BINDSCOPE_GOLDEN") == "write")
        {
            File.WriteAllText(path, JsonSerializer.Serialize(computed, SiteJson.Options) + "\n");
        }

        Assert.NotNull(stored.Answers);
        Assert.All(stored.Patches, patch => Assert.NotNull(patch.Answer));
        Assert.Equal([], Differences(JsonSerializer.SerializeToElement(stored, SiteJson.Options), JsonSerializer.SerializeToElement(computed, SiteJson.Options), name));
    }

    [Fact]
    public void EveryKindOfInterventionIsAmongThem() => Assert.Equal(
        typeof(Intervention).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(one => $"{one.TypeDiscriminator}").Order(),
        Names.SelectMany(name => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name.Data + ".json"))).RootElement.GetProperty("patches").EnumerateArray())
            .SelectMany(patch => patch.GetProperty("interventions").EnumerateArray())
            .Select(one => one.GetProperty("kind").GetString()!).Distinct().Order());

    /// <summary>Where two results differ by more than rounding. Which cells are equal to the bit is each engine's own.</summary>
    private static IEnumerable<string> Differences(JsonElement stored, JsonElement computed, string at) => (stored.ValueKind, computed.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => stored.EnumerateObject().Where(one => one.Name is not "changed" and not "effect")
            .SelectMany(one => Differences(one.Value, computed.GetProperty(one.Name), $"{at}.{one.Name}")),
        (JsonValueKind.Array, JsonValueKind.Array) when stored.GetArrayLength() == computed.GetArrayLength() =>
            stored.EnumerateArray().Zip(computed.EnumerateArray()).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{at}[{i}]")),
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(stored.GetDouble() - computed.GetDouble()) <= Tolerance(at)
            ? []
            : [$"{at}: {stored} and {computed}"],
        (JsonValueKind.Null, _) or (_, JsonValueKind.Null) when at.EndsWith(".logits", StringComparison.Ordinal) => [],
        _ => stored.ToString() == computed.ToString() ? [] : [$"{at}: {stored} and {computed}"],
    };

    /// <summary>1e-4; where a result is rounded, one unit of its last place more.</summary>
    private static double Tolerance(string at) =>
        at.Contains(".cells[", StringComparison.Ordinal) && at.Contains(".logits[", StringComparison.Ordinal) ? 1.1e-3
        : at.Contains(".pattern[", StringComparison.Ordinal) ? 2e-4
        : 1e-4;

    /// <param name="Model">The model's shape, as a run's spec.json has it.</param>
    /// <param name="Weights">The weights' file, from the sources' root.</param>
    /// <param name="Step">A checkpoint's step, which the answers repeat.</param>
    /// <param name="Program">The base.</param>
    /// <param name="Source">The source.</param>
    /// <param name="Parts">What is asked.</param>
    /// <param name="Answers">What is answered; null until it was written.</param>
    /// <param name="Patches">Patches at every kind of site, and every kind of intervention.</param>
    private sealed record Fixture(
        JsonElement Model,
        string Weights,
        int Step,
        string Program,
        string Source,
        ImmutableArray<LivePart> Parts,
        LiveProgram? Answers,
        ImmutableArray<Patch> Patches);

    private sealed record Patch(JsonElement Interventions, PairPatchResult? Answer);
}
