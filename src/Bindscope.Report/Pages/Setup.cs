using Bindscope.Analysis;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Figures;
using Bindscope.Runs.Presets;

namespace Bindscope.Report.Pages;

/// <summary>What was trained, beside the paper's.</summary>
internal static class Setup
{
    internal static DataTable Of(RunEvidence run)
    {
        Preset preset = run.Preset;
        TrainingSpec training = preset.Training;
        PaperModel paper = PaperNumbers.Stated.Model;
        return new DataTable(
            ["", "this run", "the paper"],
            [
                ["program", $"{preset.Task.Lines} lines, up to {preset.Task.MaximumHops} hops, {preset.Task.NameCount} names,"
                    + $" {preset.Task.DigitCount} digits", $"{paper.Lines} lines, up to {paper.Hops} hops, 26 names, 10 digits"],
                [
                    "training programs",
                    training.Source == DataSource.Fresh ? $"{Numbers.Whole((long)training.Steps * training.Batch)}, each new"
                        : $"{Numbers.Whole(preset.Data.Train)}, in epochs",
                    "450,000, 15 epochs",
                ],
                ["test programs", Numbers.Whole(preset.Data.Test), "49,000"],
                ["model", $"{preset.Model.Layers} layers, {preset.Model.Heads} heads of {preset.Model.HeadWidth}, width"
                    + $" {preset.Model.Width}", $"{paper.Layers} layers, {paper.Heads} heads of {paper.HeadWidth}, width {paper.Width}"],
                ["parameters", Numbers.Whole(preset.Model.ParameterCount), $"{Numbers.Plain(paper.Parameters / 1e6)} million"],
                ["loss", training.Objective.Loss switch
                {
                    LossScope.AllTokens => "every token",
                    LossScope.NoRightHandSides => "every token but right-hand sides",
                    _ => "answers",
                }, "every token"],
                ["steps", $"{Numbers.Whole(run.Last.Step)} of {Numbers.Whole(training.Steps)}, batches of {training.Batch}",
                    $"{Numbers.Whole(paper.Steps)}, batches of 64"],
                ["learning rate", $"{training.LearningRate.Peak:0.######}, warm-up {training.LearningRate.WarmupSteps}", "0.0001,"
                    + " warm-up 750, linear decay"],
                ["optimizer", preset.OptimizerWords(), "AdamW"],
                ["seed", $"{training.Seed}", "42"],
                ["assistance", Sentence(preset), "none"],
            ]);
    }

    private static string Sentence(Preset preset) => preset.Assistance() is { Count: > 0 } all ? string.Join("; ", all) : "none";
}
