using System.Text.Json.Nodes;
using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Batches;

namespace Bindscope.Tests.Training;

public sealed class UnseenRolesInTrainingTests
{
    private static readonly UnseenRoles Left = new("abcd", "efgh", "ijkl", "89");

    public static TheoryData<string> Presets { get; } = ["quick", "small", "paper"];

    /// <summary>What a batch asks is read back from its tokens: whatever way it came about, no asked query may need an unseen role.</summary>
    [Theory]
    [MemberData(nameof(Presets))]
    public void NoQueryOfAnyBatchHasAnUnseenRole(string name)
    {
        Preset preset = Preset.Named(name);
        preset = preset with { Data = preset.Data with { Train = name == "paper" ? 200 : 0, Validation = 20, Test = 50, Unseen = Left } };
        ProgramSplits splits = ProgramSplits.Generate(
            preset.Task, preset.Data.Splits, new Seed(1), cancellation: TestContext.Current.CancellationToken);
        IProgramSource source = preset.Training.Source == DataSource.Split
            ? new SplitSource(splits, TinyPresets.Split.Training with { Batch = 40 }, new Seed(2))
            : new FreshSource(preset.Task, splits, new Seed(2));
        Stage[] stages = preset.Training.Curriculum is { IsEmpty: false } several ? [.. several] : [new Stage(preset.Task.Lines, preset.Task.MaximumHops)];
        SymbolicProgram[] asked =
        [
            .. from stage in stages
               from step in Enumerable.Range(0, 3)
               from program in Asked(source.Programs(step, stage, 0, 40), preset, stage, step)
               select program,
        ];

        Assert.All(asked, program => Assert.Empty(Left.OccurringIn(program)));
        Assert.Equal(preset.Training.Objective.Queries > 1, asked.Length > 120 * stages.Length);
        Assert.Superset(
            "abcdefghijkl89".ToHashSet(), asked.SelectMany(program => program.Lines).SelectMany(line => new[] { line.Name, line.Right }).ToHashSet());

        // Not because the test means nothing: without the field such queries are asked.
        Assert.Contains(
            Asked(source.Programs(0, stages[^1], 0, 40), preset with { Data = preset.Data with { Unseen = UnseenRoles.None } }, stages[^1], 0),
            program => preset.Training.Objective.Queries == 1 || !Left.OccurringIn(program).IsEmpty);
    }

    [Fact]
    public void FewNamesMayBeLeftOutNames()
    {
        // Two names in a program, of which both must have every role: 1 in 28 draws of two.
        var unseen = new UnseenRoles("abcdefghijkl", "mnopq", "rst");
        ProgramSplits splits = ProgramSplits.Generate(
            Preset.Quick.Task, new SplitSpec(0, 20, 20, 0, unseen), new Seed(1), cancellation: TestContext.Current.CancellationToken);
        SymbolicProgram[] programs = new FreshSource(Preset.Quick.Task, splits, new Seed(4)).Programs(0, new Stage(6, 2, FewNames: 2), 0, 200);

        Assert.All(programs, program => Assert.Empty(unseen.OccurringIn(program)));
        Assert.Contains(programs, program => program.Lines.Select(line => line.Name).Distinct().Count() == 2);
    }

    [Fact]
    public void TheFieldIsSetLikeTheOthersAndDigitsNeedNoQuotes()
    {
        Preset changed = PresetJson.With(
            Preset.Quick,
            """{"data":{"unseen":{"root":"xy"}}}""",
            "there.json",
            ["data.unseen.queried=abc", "data.unseen.answer=89", "data.unseen.followed=d"]);

        Assert.Equal(new UnseenRoles("abc", "d", "xy", "89"), changed.Data.Unseen);
        Assert.Equal(changed.Data, PresetJson.Read(PresetJson.Write(changed), "there.json").Data);
        Assert.Contains(
            "did you mean queried",
            Assert.Throws<UserException>(() => PresetJson.With(Preset.Quick, null, "", ["data.unseen.querid=a"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ARunFromBeforeTheFieldIsTakenUpToTheSameEnd()
    {
        using var folder = new TemporaryFolder();
        Run whole = RunFolders.Train(folder.File("whole"), TinyPresets.Fresh);
        RunFolders.Train(folder.File("old"), TinyPresets.Fresh, stopAt: 25);
        string spec = Path.Combine(folder.File("old"), "spec.json");
        string json = File.ReadAllText(spec);
        int from = json.IndexOf(",\n      \"unseen\"", StringComparison.Ordinal);
        int to = json.IndexOf('}', from) + 1;
        File.WriteAllText(spec, json[..from] + json[to..]);
        RemoveChecksums(folder.File("old"));

        Run old = RunFolders.Resume(folder.File("old"));
        Assert.True(old.Preset.Data.Unseen.IsEmpty());
        File.Copy(Path.Combine(whole.Directory, "spec.json"), spec, overwrite: true);
        // The later checkpoints are tied to the shorter spec.json.
        RemoveChecksums(whole.Directory);
        RemoveChecksums(old.Directory);
        RunFolders.AssertSame(whole.Directory, old.Directory);
    }

    /// <summary>Runs from before the field are from before checksums.</summary>
    private static void RemoveChecksums(string run)
    {
        foreach (string meta in Directory.GetFiles(run, "meta.json", SearchOption.AllDirectories))
        {
            JsonNode json = JsonNode.Parse(File.ReadAllText(meta))!;
            json.AsObject().Remove("checksums");
            File.WriteAllText(meta, json.ToJsonString());
        }
    }

    [Fact]
    public void WhatWouldTellAnUnseenRoleIsRefusedBeforeARunIsMade()
    {
        Preset telling = TinyPresets.Fresh with { Data = TinyPresets.Fresh.Data with { Unseen = new UnseenRoles(Answer: "8") } };
        UserException error = Assert.Throws<UserException>(telling.Validated);

        Assert.Contains("training.objective.valueAtRightHandSide tells the value of every line", error.Message, StringComparison.Ordinal);
        _ = (telling with { Data = telling.Data with { Unseen = new UnseenRoles(Queried: "x") } }).Validated();
        Assert.Contains(
            "Unseen leaves 0 of 26 names",
            Assert.Throws<UserException>(() => PresetJson.With(Preset.Quick, null, "", ["data.unseen.queried=abcdefghijklmnopqrstuvwxyz"])).Message,
            StringComparison.Ordinal);
    }

    private static IEnumerable<SymbolicProgram> Asked(SymbolicProgram[] programs, Preset preset, Stage stage, int step)
    {
        Batch batch = BatchBuilder.Build(programs, preset.Training.Objective, stage.MaximumHops, new Seed(9).Split(step), 0, preset.Data.Unseen);
        int prefix = 4 * stage.Lines;
        for (int row = 0; row < batch.Programs; row++)
        {
            string text = string.Concat(batch.Tokens.Skip(row * batch.Layout.Length).Take(batch.Layout.Length).Select(id => Tokenizer.Decode((int)id)));
            for (int query = prefix; query < text.Length; query += 3)
            {
                yield return ProgramParser.Parse(text[..prefix] + text[query..(query + 3)]);
            }
        }
    }
}
