using Bindscope.Analysis.Description;
using Bindscope.Analysis.Generalisation;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Analysis.Generalisation;

public sealed class GeneralisationAnalysisTests
{
    [Fact]
    public void FormsHaveTheFormThatTheySay()
    {
        foreach (Variation variation in Enum.GetValues<Variation>())
        {
            var form = new Form(variation, 9, 2, AnswerLineGroup.Later);
            Assert.All(form.Draw(new GeneratorSpec(), new Seed(1), 20), program =>
            {
                Execution execution = Interpreter.Run(program);
                Assert.Equal((9, 2, true), (program.Lines.Length, execution.Hops, execution.RootLine >= 3));
                Assert.True(variation != Variation.MovedQuery || execution.ChainLines[^1] <= 4);
                Assert.True(variation != Variation.UniqueNames || program.Lines.Select(line => line.Name).Distinct().Count() == 9);
            });
        }
    }

    [Fact]
    public void EveryPossibleFormIsTriedUpToTheModelsPositions()
    {
        Transformer model = Transformer.Create(Preset.Quick.Model, 1);
        GeneralisationResult result = GeneralisationAnalysis.Run(model, Preset.Quick.Task, new GeneralisationSpec(0, Programs: 3), new Work());
        Assert.Equal(6, result.LongestLines);
        Assert.Equal([2, 3, 4, 5, 6], result.ByLines.Select(point => point.Value).Distinct());
        Assert.Equal([1, 2, 3, 4, 5, 6], result.ByHops.Select(point => point.Value).Distinct());
        Assert.Equal([AnswerLineGroup.First], result.ByHops.Where(point => point.Value == 6).Select(point => point.AnswerLine));
        Assert.All(result.Cells, cell => Assert.Equal(3, cell.Accuracy.Programs));
        Assert.Equal(Enum.GetValues<Variation>(), result.ByVariation.Select(one => one.Variation).Distinct());
    }

    [Fact]
    public void WrongNumbersAreAllNamed() =>
        Assert.Equal(3, SpecRecord.Of(typeof(GeneralisationSpec)).Problems(new GeneralisationSpec(0, Programs: 0, MaximumLines: 1, MaximumHops: 0)).Count());
}
