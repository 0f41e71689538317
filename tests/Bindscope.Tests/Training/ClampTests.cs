using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;
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
        Assert.Equal(Colon(programs[0], new ClampTap(new Clamp(1))), Colon(programs[1], new ClampTap(new Clamp(1))));
        Assert.NotEqual(Colon(programs[0], null), Colon(programs[0], new ClampTap(new Clamp(1))));

        float[] Colon(SymbolicProgram program, IActivationTap? tap)
        {
            float[] last = [];
            Predictor.Answers(
                model, [program], 1, (_, logits) => last = logits[^model.Spec.Vocabulary..].ToArray(), TestContext.Current.CancellationToken, tap);
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
        Tensor together = model.Forward([.. program, .. others[16..]], new SequenceLayout(16, 2, 3), new ClampTap(clamp, 2));
        AssertSame(Last(model.Forward(program, new SequenceLayout(19), new ClampTap(clamp)), 19), Row(together, 18));
        AssertSame(Last(model.Forward(others, new SequenceLayout(19), new ClampTap(clamp)), 19), Row(together, 21));

        float[] Last(Tensor logits, int length) => Row(logits, length - 1);
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
            return model.Forward(tokens, new SequenceLayout(19), new ClampTap(clamp)).Values.Slice(17 * model.Spec.Vocabulary, model.Spec.Vocabulary).ToArray();
        }
    }

    /// <summary>The control's lines are others: there the first line is looked at as ever, and the second is not.</summary>
    [Fact]
    public void OtherLinesCanBeClampedInItsPlace()
    {
        var model = Transformer.Create(TinyPresets.Split.Model with { Layers = 1 }, 5);
        var control = new ClampTap(new Clamp(1, After: 1));
        Assert.NotEqual(Colon("a=1\nb=2\nc=3\nd=b\n#d:"), Colon("a=7\nb=2\nc=3\nd=b\n#d:"));
        Assert.Equal(Colon("a=1\nb=2\nc=3\nd=b\n#d:"), Colon("a=1\nb=5\nc=3\nd=b\n#d:"));
        Assert.NotEqual(Colon("a=1\nb=2\nc=3\nd=b\n#d:"), Colon("a=1\nb=2\nc=8\nd=b\n#d:"));

        float[] Colon(string program)
        {
            float[] last = [];
            Predictor.Answers(
                model, [ProgramParser.Parse(program)], 1, (_, logits) => last = logits[^model.Spec.Vocabulary..].ToArray(),
                TestContext.Current.CancellationToken, control);
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

    /// <summary>The gradient is that of the clamped loss: a small step along it lowers that loss as it says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheGradientIsOfTheClampedLoss(int queries)
    {
        var model = Transformer.Create(TinyPresets.Split.Model, 5);
        Objective objective = queries == 1 ? new Objective() : new Objective(LossScope.Answer, queries);
        Batch batch = BatchBuilder.Build(Splits().Train.Take(8).ToArray(), objective, 2, new Seed(1), 0);
        using var workers = new GradientWorkers(model, 1) { Tap = new ClampTap(new Clamp(2), queries) };
        double before = Loss();
        float[] gradient = workers.Gradient.Values.ToArray();
        double square = gradient.Sum(value => (double)value * value);
        const double expected = 1e-3;
        model.Parameters.WriteAll([.. model.Parameters.Flat.ToArray().Zip(gradient, (weight, slope) => weight - (float)(expected / square * slope))]);

        Assert.Equal(expected, before - Loss(), 2e-4);

        double Loss() => workers.Run(8, (_, _) => batch, 0).MeanLoss;
    }

    [Theory]
    [InlineData("{\"lines\":0,\"from\":0,\"until\":1}", "training.clamp.lines is 0")]
    [InlineData("{\"lines\":4,\"from\":0,\"until\":1}", "some programs have no line after it")]
    [InlineData("{\"lines\":2,\"from\":0,\"until\":1,\"after\":2}", "training.clamp reaches to line 4")]
    [InlineData("{\"lines\":1,\"from\":0,\"until\":1,\"after\":-1}", "training.clamp.after is -1")]
    [InlineData("{\"lines\":1,\"from\":0.5,\"until\":0.5}", "from 0.5 and until 0.5")]
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

    private static ProgramSplits Splits() => ProgramSplits.Generate(
        TinyPresets.Split.Task, new SplitSpec(TinyPresets.Split.Data.Train, 0, 20), new Seed(1), cancellation: TestContext.Current.CancellationToken);
}
