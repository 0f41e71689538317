using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Training.Batches;
using Bindscope.Training.Loop;

namespace Bindscope.Tests.Training;

public sealed class ClampTests
{
    private static readonly Preset Clamped =
        TinyPresets.Split with { Training = TinyPresets.Split.Training with { Clamp = new Clamp(Lines: 2, From: 0.1, Until: 0.2) } };

    /// <summary>With one layer, what the colon does not look at cannot reach it.</summary>
    [Fact]
    public void TheColonDoesNotDependOnWhatItDoesNotLookAt()
    {
        var model = Transformer.Create(TinyPresets.Split.Model with { Layers = 1 }, 5);
        SymbolicProgram[] programs = [.. "17".Select(digit => ProgramParser.Parse($"a={digit}\nb=2\nc=3\nd=b\n#d:"))];
        Assert.NotEqual(Colon(programs[0], null), Colon(programs[1], null));
        Assert.Equal(Colon(programs[0], new LineClamp(new Clamp(1))), Colon(programs[1], new LineClamp(new Clamp(1))));
        Assert.NotEqual(Colon(programs[0], null), Colon(programs[0], new LineClamp(new Clamp(1))));

        float[] Colon(SymbolicProgram program, IClamp? clamp)
        {
            float[] last = [];
            Predictor.Answers(
                model, [program], 1, (_, logits) => last = logits[^model.Spec.Vocabulary..].ToArray(), clamp, TestContext.Current.CancellationToken);
            return last;
        }
    }

    /// <summary>Each of several queries is clamped as it is alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SeveralQueriesAreClampedLikeOne(bool queryVariable)
    {
        Clamp clamp = new(2, After: 1, QueryVariable: queryVariable);
        var model = Transformer.Create(TinyPresets.Split.Model, 5);
        int[] program = [.. Tokenizer.Encode(ProgramParser.Parse("a=1\nb=2\nc=3\nd=b\n#d:"))];
        int[] others = [.. Tokenizer.Encode(ProgramParser.Parse("a=1\nb=2\nc=3\nd=b\n#c:"))];
        foreach (IClamp held in new IClamp[] { new LineClamp(clamp), Heads(model, queryVariable, frozen: false), Heads(model, queryVariable, frozen: true) })
        {
            Tensor together = Forward(model, [.. program, .. others[16..]], new SequenceLayout(16, 2, 3), held);
            AssertSame(Row(Forward(model, program, new SequenceLayout(19), held), 18), Row(together, 18));
            AssertSame(Row(Forward(model, others, new SequenceLayout(19), held), 18), Row(together, 21));
        }

        float[] Row(Tensor logits, int row) => logits.Values.Slice(row * model.Spec.Vocabulary, model.Spec.Vocabulary).ToArray();
        static void AssertSame(float[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    /// <summary>With one layer, the queried variable's own logits depend on what it looks at, and not on what it does not.</summary>
    [Fact]
    public void TheQueriedVariableIsClampedWhereThatIsSaid()
    {
        var model = Transformer.Create(TinyPresets.Split.Model with { Layers = 1 }, 5);
        Assert.NotEqual(Query("1", new Clamp(1)), Query("7", new Clamp(1)));
        Assert.Equal(Query("1", new Clamp(1, QueryVariable: true)), Query("7", new Clamp(1, QueryVariable: true)));

        float[] Query(string digit, Clamp clamp)
        {
            int[] tokens = [.. Tokenizer.Encode(ProgramParser.Parse($"a={digit}\nb=2\nc=3\nd=b\n#d:"))];
            return Forward(model, tokens, new SequenceLayout(19), new LineClamp(clamp)).Values.Slice(17 * model.Spec.Vocabulary, model.Spec.Vocabulary).ToArray();
        }
    }

    /// <summary>The control's lines are others: there the first line is looked at as ever, and the second is not.</summary>
    [Fact]
    public void OtherLinesCanBeClampedInItsPlace()
    {
        var model = Transformer.Create(TinyPresets.Split.Model with { Layers = 1 }, 5);
        var control = new LineClamp(new Clamp(1, After: 1));
        Assert.NotEqual(Colon("a=1\nb=2\nc=3\nd=b\n#d:"), Colon("a=7\nb=2\nc=3\nd=b\n#d:"));
        Assert.Equal(Colon("a=1\nb=2\nc=3\nd=b\n#d:"), Colon("a=1\nb=5\nc=3\nd=b\n#d:"));
        Assert.NotEqual(Colon("a=1\nb=2\nc=3\nd=b\n#d:"), Colon("a=1\nb=2\nc=8\nd=b\n#d:"));

        float[] Colon(string program)
        {
            float[] last = [];
            Predictor.Answers(
                model, [ProgramParser.Parse(program)], 1, (_, logits) => last = logits[^model.Spec.Vocabulary..].ToArray(),
                control, TestContext.Current.CancellationToken);
            return last;
        }
    }

    [Fact]
    public void ATrainingIsAnotherWhileItHoldsAndTheSameBefore()
    {
        using var plain = new TrainingLoop(TinyPresets.Split, Splits());
        using var clamped = new TrainingLoop(Clamped, Splits());
        for (int step = 0; step < 14; step++)
        {
            Assert.Equal(step is >= 6 and < 12, clamped.Clamp is not null);
            bool same = plain.Model.Parameters.Flat.SequenceEqual(clamped.Model.Parameters.Flat);
            Assert.Equal(step <= 6, same);
            plain.Advance();
            clamped.Advance();
        }
    }

    /// <summary>The gradient is that of the clamped loss: a small step along it lowers that loss as it says, and every weight's slope is its own.</summary>
    [Theory]
    [InlineData(1, "lines")]
    [InlineData(3, "lines")]
    [InlineData(1, "everyToken")]
    [InlineData(1, "mean")]
    [InlineData(3, "mean")]
    [InlineData(1, "frozen")]
    [InlineData(3, "frozen")]
    public void TheGradientIsOfTheClampedLoss(int queries, string kind)
    {
        var model = Transformer.Create(TinyPresets.Split.Model, 5);
        Objective objective = queries == 1 ? new Objective() : new Objective(LossScope.Answer, queries);
        Batch batch = BatchBuilder.Build(Splits().Train.Take(8).ToArray(), objective, 2, new Seed(1), 0);
        Transformer then = Transformer.Create(TinyPresets.Split.Model, 6);
        IClamp clamp = kind switch
        {
            "lines" => new LineClamp(new Clamp(2)),
            "everyToken" => new LineClamp(new Clamp(2, EveryToken: true)),
            _ => Heads(then, queryVariable: queries > 1, frozen: kind == "frozen"),
        };
        using var workers = new GradientWorkers(model, 1) { Clamp = clamp };
        double before = Loss();
        float[] gradient = workers.Gradient.Values.ToArray();
        float[] weights = model.Parameters.Flat.ToArray();
        for (int i = 7; i < weights.Length; i += weights.Length / 60)
        {
            Assert.Equal((With(i, 1e-2f) - With(i, -1e-2f)) / 2e-2, gradient[i], 2e-3);
        }

        model.Parameters.WriteAll(weights);
        double square = gradient.Sum(value => (double)value * value);
        const double expected = 1e-3;
        model.Parameters.WriteAll([.. model.Parameters.Flat.ToArray().Zip(gradient, (weight, slope) => weight - (float)(expected / square * slope))]);

        Assert.Equal(expected, before - Loss(), 2e-4);

        double Loss() => workers.Run(8, (_, _) => batch, 0).MeanLoss;

        double With(int weight, float added)
        {
            float[] moved = [.. weights];
            moved[weight] += added;
            model.Parameters.WriteAll(moved);
            return Loss();
        }
    }

    /// <summary>With a line out of every token's sight, nothing behind it depends on it, in any layer; with hash and colon alone, much does.</summary>
    [Fact]
    public void NothingOfALineThatNoTokenLooksAtGetsAnywhere()
    {
        var model = Transformer.Create(TinyPresets.Split.Model, 5);
        Clamp lines = new(1, After: 1);
        Assert.Equal(Behind("b=2", lines with { EveryToken = true }), Behind("x=7", lines with { EveryToken = true }));
        Assert.NotEqual(Behind("b=2", lines), Behind("x=7", lines));

        float[] Behind(string line, Clamp clamp)
        {
            int[] tokens = [.. Tokenizer.Encode(ProgramParser.Parse($"a=1\n{line}\nc=3\nd=c\n#d:"))];
            return Forward(model, tokens, new SequenceLayout(19), new LineClamp(clamp)).Values[(8 * model.Spec.Vocabulary)..].ToArray();
        }
    }

    /// <summary>
    /// A frozen head brings the digit that it finds with the weights it had, and one that is held at its mean brings the same in every program: with all
    /// heads of a model of one layer held, the colon says the same whatever the first line binds, but where heads are frozen.
    /// </summary>
    [Fact]
    public void AFrozenHeadKnowsTheProgramAndAMeanDoesNot()
    {
        var model = Transformer.Create(TinyPresets.Split.Model with { Layers = 1 }, 5);
        Clamp all = new() { Heads = ["1.1", "1.2"] };
        SymbolicProgram[] drawn = [.. Splits().Train.Take(20)];
        Assert.Equal(Colon("1", new HeadClamp(all, model, drawn)), Colon("7", new HeadClamp(all, model, drawn)));
        Assert.NotEqual(Colon("1", new HeadClamp(all with { Frozen = true }, model, drawn)), Colon("7", new HeadClamp(all with { Frozen = true }, model, drawn)));
        Assert.Equal(Colon("1", null), Colon("1", new HeadClamp(all with { Frozen = true }, model, drawn)));
        Assert.NotEqual(Colon("1", new HeadClamp(all with { Heads = ["1.2"] }, model, drawn)), Colon("7", new HeadClamp(all with { Heads = ["1.2"] }, model, drawn)));

        float[] Colon(string digit, IClamp? clamp)
        {
            int[] tokens = [.. Tokenizer.Encode(ProgramParser.Parse($"a={digit}\nb=2\nc=3\nd=b\n#d:"))];
            return Forward(model, tokens, new SequenceLayout(19), clamp).Values[^model.Spec.Vocabulary..].ToArray();
        }
    }

    /// <summary>A training whose heads are held has the same bytes with one worker and with two, and when it was stopped before, at and after the clamp's step.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ATrainingWithHeldHeadsHasTheSameBytesHoweverItIsRun(bool frozen)
    {
        using var folder = new TemporaryFolder();
        Preset preset = WithHeads(TinyPresets.Fresh, frozen);
        RunFolders.Train(folder.File("whole"), preset);
        RunFolders.Train(folder.File("one"), preset with { Training = preset.Training with { Workers = 1 } });
        Run stopped = RunFolders.Train(folder.File("stopped"), preset, stopAt: 12);
        RunFolders.Resume(stopped.Directory, stopAt: 24);
        RunFolders.Resume(stopped.Directory, stopAt: 33);
        RunFolders.Resume(stopped.Directory);

        byte[] whole = Weights("whole");
        Assert.Equal(whole, Weights("one"));
        Assert.Equal(whole, Weights("stopped"));
        Assert.Equal(File.ReadAllBytes(Run.Open(folder.File("whole")).MetricsPath), File.ReadAllBytes(stopped.MetricsPath));
        Assert.Contains(24, Run.Open(folder.File("whole")).Checkpoints.Steps());
        RunFolders.Train(folder.File("plain"), preset with { Training = preset.Training with { Clamp = null } });
        Assert.NotEqual(whole, Weights("plain"));

        byte[] Weights(string name) => File.ReadAllBytes(Path.Combine(Run.Open(folder.File(name)).Checkpoints.Folder(60), "weights.safetensors"));
    }

    /// <summary>A clamped training that is made longer keeps its clamp between the same steps.</summary>
    [Fact]
    public void ALongerTrainingIsClampedAtTheSameSteps()
    {
        TrainingSpec training = Clamped.Training;
        TrainingSpec longer = training.WithSteps(1000);
        Assert.All(Enumerable.Range(0, 60), step => Assert.Equal(training.Clamp!.HoldsAt(step, 60), longer.Clamp!.HoldsAt(step, 1000)));
        Assert.True((longer.Clamp! with { Until = 1 }).WithSteps(1000, 2000).HoldsAt(2000, 2000));
    }

    [Theory]
    [InlineData("{\"lines\":0,\"from\":0,\"until\":1}", "training.clamp.lines is 0")]
    [InlineData("{\"lines\":4,\"from\":0,\"until\":1}", "some programs have no line after it")]
    [InlineData("{\"lines\":2,\"from\":0,\"until\":1,\"after\":2}", "training.clamp reaches to line 4")]
    [InlineData("{\"lines\":1,\"from\":0,\"until\":1,\"after\":-1}", "training.clamp.after is -1")]
    [InlineData("{\"lines\":1,\"from\":0.5,\"until\":0.5}", "from 0.5 and until 0.5")]
    [InlineData("{\"lines\":1,\"heads\":[\"1.1\"],\"from\":0,\"until\":1}", "or heads, not both")]
    [InlineData("{\"heads\":[\"3.1\"],\"from\":0,\"until\":1}", "has 3.1; the model has 2 layers of 2 heads")]
    [InlineData("{\"heads\":[\"1\"],\"from\":0,\"until\":1}", "'1' is no head")]
    [InlineData("{\"heads\":[\"1.0\"],\"from\":0,\"until\":1}", "'1.0' is no head")]
    [InlineData("{\"heads\":[\"1.1\",\"1.1\"],\"from\":0,\"until\":1}", "names a head twice")]
    [InlineData("{\"lines\":1,\"from\":0,\"until\":1,\"frozen\":true}", "name them in training.clamp.heads")]
    [InlineData("{\"lines\":1,\"from\":0,\"until\":1,\"queryVariable\":true,\"everyToken\":true}", "leave queryVariable out")]
    public void WhatCannotBeClampedIsRefused(string clamp, string problem) => Assert.Contains(
        problem,
        Assert.Throws<UserException>(() => PresetJson.With(TinyPresets.Split, null, "", [$"training.clamp={clamp}"])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void ItStandsInTheSpecAndAmongTheAssistance()
    {
        Preset set = PresetJson.With(TinyPresets.Split, null, "", ["training.clamp={\"lines\":2,\"from\":0.1,\"until\":0.2}"]);
        Assert.Equal(Clamped.Training.Clamp, set.Training.Clamp);
        Assert.Equal(set.Training.Clamp, PresetJson.Read(PresetJson.Write(set), "spec").Training.Clamp);
        Assert.Contains(
            "an intervention: from 10 to 20 % of the steps the hash and the colon do not look at lines 1 to 2", set.Assistance(), StringComparer.Ordinal);
        Preset control = PresetJson.With(TinyPresets.Split, null, "", ["training.clamp={\"lines\":1,\"from\":0.1,\"until\":0.2,\"after\":2}"]);
        Assert.Contains(
            "an intervention: from 10 to 20 % of the steps the hash and the colon do not look at line 3", control.Assistance(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("{\"lines\":1,\"from\":0,\"until\":1,\"everyToken\":true}", "no token behind them looks at line 1")]
    [InlineData("{\"heads\":[\"2.1\"],\"from\":0,\"until\":1}", "head 2.1 brings a mean over programs to the hash and the colon")]
    [InlineData(
        "{\"heads\":[\"1.2\",\"2.1\"],\"from\":0,\"until\":1,\"frozen\":true,\"queryVariable\":true}",
        "heads 1.2, 2.1 bring what the weights of the first of these steps bring to the hash, the queried variable and the colon")]
    public void ItIsNamedForWhatItHolds(string clamp, string words)
    {
        Preset set = PresetJson.With(TinyPresets.Split, null, "", [$"training.clamp={clamp}"]);
        Preset read = PresetJson.Read(PresetJson.Write(set), "spec");
        Assert.Equal(PresetJson.Write(set), PresetJson.Write(read));
        Assert.Equal(set.Training.Clamp!.Heads, read.Training.Clamp!.Heads);
        Assert.Contains($"an intervention: from 0 to 100 % of the steps {words}", read.Assistance(), StringComparer.Ordinal);
    }

    private static Preset WithHeads(Preset preset, bool frozen) =>
        preset with { Training = preset.Training with { Clamp = new Clamp(From: 0.4, QueryVariable: true, Frozen: frozen) { Heads = ["1.2", "2.1"] } } };

    private static HeadClamp Heads(Transformer then, bool queryVariable, bool frozen) =>
        new(new Clamp(QueryVariable: queryVariable, Frozen: frozen) { Heads = ["1.2", "2.1"] }, then, [.. Splits().Train.Take(20)]);

    private static Tensor Forward(Transformer model, int[] tokens, SequenceLayout layout, IClamp? clamp) =>
        model.Forward(tokens, layout, clamp?.On(tokens, layout).Forward);

    private static ProgramSplits Splits() => ProgramSplits.Generate(
        TinyPresets.Split.Task, new SplitSpec(TinyPresets.Split.Data.Train, 0, 20), new Seed(1), cancellation: TestContext.Current.CancellationToken);
}
