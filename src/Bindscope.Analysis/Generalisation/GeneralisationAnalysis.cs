using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;

namespace Bindscope.Analysis.Generalisation;

/// <summary>How far beyond its training a checkpoint is tried. Programs are shorter, and chains too, where the model has no positions for them or
/// programs of the task's length no room. The paper's figures 8 and 9 go to 25 lines and 13 hops.</summary>
public sealed record GeneralisationSpec(
    [Step] int Checkpoint,
    [Field("new programs of each form", Least = 1)] int Programs = 100,
    [Field("the longest programs", Option = "--lines", Least = 2, Most = 100)] int MaximumLines = 25,
    [Field("the longest chains", Option = "--hops", Least = 1)] int MaximumHops = 13,
    [Field("draws the programs")] ulong Seed = 1);

/// <summary>Does the model answer programs that are longer, shorter, deeper or otherwise other than those that it was trained on?</summary>
/// <remarks>
/// <para>Figures 8 and 9 of Wu, Geiger and Millière (ICML 2025), with the root's line split, and distractors drawn in other ways.</para>
/// <para>
/// What would mislead: programs of a form are drawn with all places of the chain equally likely, so even at the task's own length they are
/// not the task's programs. A curriculum shows a model shorter programs: being right on them is then no generalisation. Lengths beyond
/// the model's positions cannot be asked for at all.
/// </para>
/// </remarks>
public sealed class GeneralisationAnalysis : IAnalysis<GeneralisationSpec, GeneralisationResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "generalisation",
        "Generalisation",
        "Does the model answer longer, deeper or otherwise different programs?",
        Scope.Checkpoint,
        GeneralisationResult.CurrentFormat)
    { Figure = "figures 8 and 9" };

    /// <inheritdoc/>
    public static GeneralisationSpec Default => new(StepForm.Last);

    /// <inheritdoc/>
    public static IEnumerable<GeneralisationSpec> Sized(Run run, Budget budget) => [new(budget.Last, budget.Programs)];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(GeneralisationResult result) => GeneralisationViews.Of(result);

    /// <summary>Tries a checkpoint.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is tried.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run has no such checkpoint.</exception>
    public static GeneralisationResult Run(Run run, GeneralisationSpec spec, Work work)
    {
        Info.Require(spec);

        Transformer model = run.LoadModel(spec.Checkpoint);
        return Run(model, run.Preset.Task, spec, work);
    }

    /// <summary>The same for a model and the task that it was trained on.</summary>
    internal static GeneralisationResult Run(Transformer model, GeneratorSpec task, GeneralisationSpec spec, Work work)
    {
        int longest = Math.Min(spec.MaximumLines, (model.Spec.Positions - Positions.PromptLength(0)) / 4);
        Form[] byLines = [.. Forms(Variation.None, Enumerable.Range(2, Math.Max(0, longest - 1)), Enumerable.Range(1, task.MaximumHops))];
        Form[] byHops = [.. Forms(Variation.None, [task.Lines], Enumerable.Range(1, spec.MaximumHops))];
        Form[] varied =
        [
            .. Enum.GetValues<Variation>().Where(v => v != Variation.UniqueNames || task.Lines <= task.NameCount)
                .SelectMany(variation => Forms(variation, [task.Lines], Enumerable.Range(1, task.MaximumHops))),
        ];
        Form[] all = [.. byLines.Concat(byHops).Concat(varied).Distinct()];
        var cells = new Dictionary<Form, GeneralisationCell>();
        foreach (Form form in all)
        {
            work.Progress?.Report(new AnalysisProgress("forms of programs", cells.Count, all.Length));
            if (form.Draw(task, new Seed(spec.Seed).Split("generalisation"), spec.Programs) is { Length: > 0 } programs)
            {
                cells.Add(form, Cell(model, form, programs, work));
            }
        }

        work.Progress?.Report(new AnalysisProgress("forms of programs", all.Length, all.Length));
        return new GeneralisationResult(
            GeneralisationResult.CurrentFormat,
            spec.Checkpoint,
            task.Lines,
            task.MaximumHops,
            longest,
            GeneralisationPoint.Of(byLines.Where(cells.ContainsKey).Select(form => cells[form]), cell => cell.Lines),
            GeneralisationPoint.Of(byHops.Where(cells.ContainsKey).Select(form => cells[form]), cell => cell.Hops),
            [
                .. varied.Where(cells.ContainsKey).Select(form => cells[form])
                    .GroupBy(cell => (cell.Variation, cell.AnswerLine)).OrderBy(group => group.Key)
                    .Select(group => new VariationAccuracy(group.Key.Variation, group.Key.AnswerLine, GeneralisationPoint.Pooled([.. group]))),
            ],
            [.. all.Where(cells.ContainsKey).Select(form => cells[form])]);
    }

    private static IEnumerable<Form> Forms(Variation variation, IEnumerable<int> lines, IEnumerable<int> hops) =>
        from line in lines
        from hop in hops
        from answerLine in Enum.GetValues<AnswerLineGroup>()
        let form = new Form(variation, line, hop, answerLine)
        where form.Exists
        select form;

    private static GeneralisationCell Cell(Transformer model, Form form, SymbolicProgram[] programs, Work work)
    {
        ColonLogits logits = ColonLogits.Of(model, programs, work.Workers, work.Cancellation);
        (int Says, int Answer, int First)[] answers =
        [
            .. programs.Select((program, i) =>
            {
                int answer = Interpreter.Run(program).Value;
                return (Reading.Of(logits[i], answer).Prediction, answer, program.Lines[0].Right - '0');
            }),
        ];
        (int Says, int Answer, int First)[] others = [.. answers.Where(one => one.First != one.Answer)];
        return new GeneralisationCell(
            form.Variation,
            form.Lines,
            form.Hops,
            form.AnswerLine,
            Proportion.OfCounts(answers.Count(one => one.Says == one.Answer), answers.Length),
            others.Length == 0 ? null : Proportion.OfCounts(others.Count(one => one.Says == one.First), others.Length));
    }
}

/// <summary>Accuracy beyond training: plain data, as <c>analyses/generalisation-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="TrainedLines">Lines of the task's programs.</param>
/// <param name="TrainedHops">The task's most hops.</param>
/// <param name="LongestLines">The most lines that the model has positions for, or that were asked for.</param>
/// <param name="ByLines">Figure 8: by number of lines, over the task's hops.</param>
/// <param name="ByHops">Figure 9: by hops, in programs of the task's length.</param>
/// <param name="ByVariation">With distractors drawn in other ways, at the task's length and hops.</param>
/// <param name="Cells">Every form by itself.</param>
public sealed record GeneralisationResult(
    int Format,
    int Checkpoint,
    int TrainedLines,
    int TrainedHops,
    int LongestLines,
    ImmutableArray<GeneralisationPoint> ByLines,
    ImmutableArray<GeneralisationPoint> ByHops,
    ImmutableArray<VariationAccuracy> ByVariation,
    ImmutableArray<GeneralisationCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The curves that a model would have which says line 1's digit always, on the same programs: a null model beside this one.</summary>
    /// <returns>Curves by lines and by hops, and the cells; no variations.</returns>
    public GeneralisationResult OfFirstLine()
    {
        // Where line 1's digit is not the answer is counted in each cell already: in all the others it would be right.
        GeneralisationCell[] cells =
        [
            .. Cells.Where(cell => cell.Variation == Variation.None).Select(cell => cell with
            {
                Accuracy = Proportion.OfCounts(cell.Accuracy.Programs - (cell.SaysFirstLine?.Programs ?? 0), cell.Accuracy.Programs),
            }),
        ];
        return this with
        {
            ByLines = GeneralisationPoint.Of(cells.Where(cell => cell.Hops <= TrainedHops), cell => cell.Lines),
            ByHops = GeneralisationPoint.Of(cells.Where(cell => cell.Lines == TrainedLines), cell => cell.Hops),
            ByVariation = [],
            Cells = [.. cells],
        };
    }
}

/// <summary>Accuracy on new programs of one form.</summary>
/// <param name="Variation">How distractors are drawn.</param>
/// <param name="Lines">Assignments of each program.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly.</param>
/// <param name="SaysFirstLine">Share of predictions that are line 1's digit, where that is not the answer; null where it always is.</param>
public sealed record GeneralisationCell(
    Variation Variation, int Lines, int Hops, AnswerLineGroup AnswerLine, Proportion Accuracy, Proportion? SaysFirstLine);

/// <summary>One point of a curve: cells pooled.</summary>
/// <param name="Value">Lines, or hops.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly, every form with the same weight.</param>
public sealed record GeneralisationPoint(int Value, AnswerLineGroup AnswerLine, Proportion Accuracy)
{
    /// <summary>Cells pooled along an axis.</summary>
    internal static ImmutableArray<GeneralisationPoint> Of(IEnumerable<GeneralisationCell> cells, Func<GeneralisationCell, int> axis) =>
    [
        .. cells.GroupBy(cell => (Value: axis(cell), cell.AnswerLine)).OrderBy(group => group.Key)
            .Select(group => new GeneralisationPoint(group.Key.Value, group.Key.AnswerLine, Pooled([.. group]))),
    ];

    /// <summary>The accuracy of several cells together.</summary>
    internal static Proportion Pooled(IReadOnlyList<GeneralisationCell> cells)
    {
        int programs = cells.Sum(cell => cell.Accuracy.Programs);
        return Proportion.OfCounts((int)Math.Round(cells.Sum(cell => cell.Accuracy.Value * cell.Accuracy.Programs)), programs);
    }
}

/// <summary>Accuracy at the task's length and hops with distractors drawn in another way.</summary>
/// <param name="Variation">How.</param>
/// <param name="AnswerLine">Where the root stands.</param>
/// <param name="Accuracy">Share answered rightly.</param>
public sealed record VariationAccuracy(Variation Variation, AnswerLineGroup AnswerLine, Proportion Accuracy);

/// <summary>Accuracy by lines, hops and distractors, as tables.</summary>
internal static class GeneralisationViews
{
    private static readonly AnswerLineGroup[] Groups = Enum.GetValues<AnswerLineGroup>();

    internal static IEnumerable<View> Of(GeneralisationResult result)
    {
        yield return View.Of(
            $"trained on {result.TrainedLines} lines and up to {result.TrainedHops} hops; accuracy in % (interval) of n, by the answer's line");
        yield return Curve($"by lines, 1 to {result.TrainedHops} hops, up to {result.LongestLines} lines (figure 8)", "lines", result.ByLines)
            .Named("lines");
        yield return Curve($"by hops, {result.TrainedLines} lines (figure 9)", "hops", result.ByHops).Named("hops");
        yield return View.Of(
            $"with other distractors, {result.TrainedLines} lines, 1 to {result.TrainedHops} hops",
            ["distractors", .. Columns],
            result.ByVariation.GroupBy(one => one.Variation).Select(variation => (IEnumerable<Cell>)
            [
                variation.Key == Variation.None ? "as in the task" : Cell.Words(variation.Key),
                .. Groups.Select(group => Cell.PercentOf(variation.FirstOrDefault(one => one.AnswerLine == group)?.Accuracy)),
            ])).Named("variations");
    }

    private static IEnumerable<string> Columns => Groups.Select(group => $"line {AnswerLineGroups.NameOf(group)}");

    private static View Curve(FormattableString title, string axis, IEnumerable<GeneralisationPoint> points) => View.Of(
        title,
        [axis, .. Columns],
        points.GroupBy(point => point.Value).Select(value => (IEnumerable<Cell>)
            [value.Key, .. Groups.Select(group => Cell.PercentOf(value.FirstOrDefault(one => one.AnswerLine == group)?.Accuracy))]));
}
