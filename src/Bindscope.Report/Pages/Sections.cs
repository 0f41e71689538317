using System.Collections.Immutable;
using Bindscope.Analysis.Phases;
using Bindscope.Paper;
using Bindscope.Paper.Evidence;
using Bindscope.Report.Figures;

namespace Bindscope.Report.Pages;

/// <summary>A section of the report.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">What it says, as plain text.</param>
/// <param name="Figures">Its figures and tables.</param>
/// <param name="Claims">The claims that are told here.</param>
internal sealed record Section(
    string Id, string Title, ImmutableArray<string> Paragraphs, ImmutableArray<Figure> Figures, ImmutableArray<Claim> Claims);

/// <summary>The report's sections, in the order of the paper's results.</summary>
internal static class Sections
{
    internal static ImmutableArray<Section> Of(RunEvidence run, ImmutableArray<Claim> claims)
    {
        ImmutableArray<Claim> About(params string[] ids) => [.. ids.Select(id => claims.Single(claim => claim.Id == id))];
        return
        [
            new Section(
                "phases",
                "Three phases of learning",
                Phases(run),
                [.. TrainingFigures.Of(run), SeedFigure.Of(run), HeldOutFigure.Of(run)],
                About("three-phases", "chance-level", "plateau", "line-1-heuristic", "line-2-heuristic", "one-hop-lags",
                    "final-accuracy", "seeds", "held-out")),
            new Section(
                "routes",
                "Where the digit travels",
                [
                    "Interchange interventions ask where a value is held. The base program is run with the residual stream at one"
                        + " token, on entering one layer, replaced by that of a"
                    + " counterfactual program, which differs only in the root's digit. Where the answer becomes the"
                        + " counterfactual's, that place carried the digit. Programs are grouped by hops"
                    + " and by where the answer stands, since heuristics would answer from the first two lines.",
                ],
                [ProgramMapFigure.Of(run), RouteFigure.Of(run), .. run.Spans.Shown is null ? [] : new[] { RouteFigure.WithSpans(run) }],
                About("chain-route", "to-the-end", "shortcut", "lost")),
            new Section(
                "heads",
                "Which heads carry which hop",
                ["The same exchange, for one head's contribution to the residual stream at one token, shows which head writes"
                    + " the digit there."],
                [.. HeadFigures.Of(run)],
                About("heads-in-order", "shared-head")),
            new Section(
                "development",
                "How the circuit develops",
                [
                    "The cells that matter in the finished model are followed back through training, on the same programs at every"
                        + " checkpoint. If the circuit replaced the heuristics, the"
                    + " heuristic's cell would fall as the chain's cells rise; in the paper it stays where it works.",
                ],
                [DevelopmentFigure.Of(run)],
                About("hop-by-hop", "cumulative", "line-2-fades")),
            new Section(
                "subspaces",
                "Subspaces for digits and names",
                [
                    "At the right-hand sides of the queried chain, sparse classifiers select a few principal components of the"
                        + " residual stream that identify the digit, or the name, that the line"
                    + " binds. If the model reads its value from there, swapping these components alone between base and"
                        + " counterfactual moves the answer, and random ones do not.",
                ],
                [.. SubspaceFigures.Of(run)],
                About("digit-subspace", "name-subspace", "digit-clusters", "name-clusters")),
            new Section(
                "generalisation",
                "Beyond the training distribution",
                ["New programs, longer, shorter or deeper than those of training, grouped by where the answer stands."],
                [.. GeneralisationFigures.Of(run)],
                About("longer-programs", "shorter-programs", "longer-chains")),
            new Section(
                "probes",
                "Is the whole state stored anywhere?",
                ["If the model kept the program's state in one place, a linear probe at the end of each line would read every"
                    + " variable's value there."],
                [ProbeTable.Of(run)],
                About("no-stored-state")),
        ];
    }

    private static ImmutableArray<string> Phases(RunEvidence run)
    {
        var text = new List<string>();
        foreach (Phase phase in run.Phases.Phases)
        {
            string steps = $"From step {Numbers.Whole(phase.FirstStep)} to {Numbers.Whole(phase.LastStep)}";
            string right = $"{Numbers.Percent(phase.Accuracy.Value)} of the test programs are answered correctly";
            string lines = string.Join(", ", phase.ByAnswerLine.Select(group => $"{Numbers.Percent(group.Accuracy.Value)} where the"
                + $" answer stands on {group.Group}"));
            string constants = $"{Numbers.Percent(phase.Agreement.FirstTwoConstants)} of the predictions equal one of the program's"
                + " first two constants";
            string wrong = phase.Agreement.Wrong is { } only
                ? $"where it is wrong, {Numbers.Percent(only.FirstTwoConstants.Value)} of its predictions do"
                    + $" ({Numbers.Percent(only.FirstTwoConstants.Low)}\u2013{Numbers.Percent(only.FirstTwoConstants.High)}), and guesses among the"
                    + $" program's constants would in {Numbers.Percent(only.FirstTwoGuessed)}"
                : "what its wrong predictions equal is not known";
            text.Add(phase.Kind switch
            {
                PhaseKind.Chance => $"{steps} the model guesses: {right}, and one digit alone has"
                    + $" {Numbers.Percent(phase.Agreement.MostFrequentDigit)} of the predictions.",
                PhaseKind.Guessing => $"{steps} it guesses among the program's constants: {right} ({lines}); {constants}; {wrong}.",
                PhaseKind.Heuristic => $"{steps} it follows shallow rules: {right} ({lines}); {constants}; {wrong}.",
                PhaseKind.Solved => $"{steps} it resolves the chain: {right}, at the end {Numbers.Percent(phase.FinalAccuracy)} ({lines}).",
                _ => $"{steps} it stays at a level that is neither chance nor heuristic nor solved: {right} ({lines}); {constants}; {wrong}.",
            });
        }

        return [.. text.DefaultIfEmpty("No steady level was found in this run."), .. run.Phases.Findings];
    }
}
