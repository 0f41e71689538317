using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.LogitLens;
using Bindscope.Analysis.Roles;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Analysis.LogitLens;

public sealed class LensAnalysisTests
{
    private const string Text = "k=2\nj=k\nt=8\nb=j\ns=t\nw=6\n#b:";

    [Fact]
    public void WhatLeavesTheLastLayerIsWhatTheModelSays()
    {
        Transformer model = Transformer.Create(Preset.Quick.Model, 1);
        SymbolicProgram program = ProgramParser.Parse(Text);
        ColonLogits said = ColonLogits.Of(model, [program], 1, CancellationToken.None);
        LensMap map = LensAnalysis.Map(model, 7, program);
        Assert.Equal((7, 2, 27), (map.Checkpoint, map.Answer, map.Tokens.Length));
        Assert.Equal(said[0][..10].ToArray().Select(logit => (double)logit), map.Tokens[^1].DigitLogits[^1], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.All(map.Tokens, token => Assert.Equal(model.Spec.Layers + 1, token.DigitLogits.Length));
    }

    [Fact]
    public void WhatEntersTheFirstLayerIsTheTokenAlone()
    {
        Transformer model = Transformer.Create(Preset.Quick.Model, 1);
        LensMap map = LensAnalysis.Map(model, 0, ProgramParser.Parse(Text));
        Assert.Equal(map.Tokens[1].DigitLogits[0], map.Tokens[5].DigitLogits[0]); // two equals signs
        Assert.NotEqual(map.Tokens[1].DigitLogits[1], map.Tokens[5].DigitLogits[1]);
    }

    [Fact]
    public void GroupsHaveTheTokensOfTheirChainsAndNothingToCompareOnLineOne()
    {
        Transformer model = Transformer.Create(Preset.Quick.Model, 1);
        var generator = new ProgramGenerator(Preset.Quick.Task);
        RandomStream random = new Seed(2).Stream();
        var programs = new SymbolicProgram[60];
        for (int i = 0; i < programs.Length; i++)
        {
            programs[i] = generator.Next(ref random);
        }

        LensPrograms[] groups = LensAnalysis.Groups(programs, 5);
        Assert.All(groups.Select(group => group.Read(model)), group =>
        {
            Assert.InRange(group.Programs, 1, 5);
            Assert.Equal(TokenRole.Chain(group.Hops), group.Cells.Select(cell => cell.Role).Distinct());
            Assert.Equal((group.Hops + 2) * (model.Spec.Layers + 1), group.Cells.Length);
            Assert.All(group.Cells, cell => Assert.Equal(1, cell.DigitProbability.Sum(), 6));
            Assert.True(group.AnswerLine != Bindscope.Analysis.Pairs.AnswerLineGroup.First || group.Cells.All(cell => cell.Difference is null));
        });
    }
}
