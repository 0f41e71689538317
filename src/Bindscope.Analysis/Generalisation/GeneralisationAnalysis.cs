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
