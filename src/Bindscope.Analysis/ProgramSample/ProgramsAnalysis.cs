using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Runs;

namespace Bindscope.Analysis.ProgramSample;

/// <summary>Which test programs are shown with every checkpoint's answer.</summary>
public sealed record ProgramsSpec(
    [Field("programs drawn from the test set", Option = "--programs", Least = 1)] int Random = 200,
    [Field("how many of the programs learned first, and of those learned last", Least = 0)] int Extreme = 50,
    [Field("draws the random programs")] ulong Seed = 1);

/// <summary>What does every checkpoint answer to each program of a sample?</summary>
/// <remarks>
/// A map of checkpoints by programs, as on the companion site of Wu, Geiger and Millière: a random sample of the test set beside the programs
/// that were learned first and last, by the histories of <see cref="BehaviourAnalysis"/>. What would mislead: easy and hard programs are
/// chosen by what this very run did, so that they differ says little; how they differ does. docs/methods/programs.md has the rest.
/// </remarks>
public sealed class ProgramsAnalysis : IAnalysis<ProgramsSpec, ProgramsResult>
{
    /// <inheritdoc/>
    public static AnalysisInfo Info { get; } = new(
        "programs",
        "Test programs",
        "What does each checkpoint answer to each program of a sample: random, easy, hard?",
        Scope.Run,
        ProgramsResult.CurrentFormat)
    { KeepsCheckpoints = true };

    /// <inheritdoc/>
    public static ProgramsSpec Default => new();

    /// <inheritdoc/>
    public static IEnumerable<ProgramsSpec> Sized(Run run, Budget budget) => [new()];

    /// <inheritdoc/>
    public static IEnumerable<View> Views(ProgramsResult result) => ProgramsViews.Of(result);

    private const int TestedPrograms = 4000;

    /// <summary>Asks every checkpoint; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">Which programs.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The spec is invalid, or the run has no two checkpoints or no test programs.</exception>
    public static ProgramsResult Run(Run run, ProgramsSpec spec, Work work)
    {
        Info.Require(spec);

        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        BehaviourResult behaviour = Behaviour(run, steps, work);
        Learning learning = behaviour.Learning
            ?? throw new UserException($"{run.Directory} has one checkpoint alone", "what is easy shows over several: train with more checkpoints");
        TestPrograms tests = TestPrograms.Of(run, learning.LearnedAt.Length);
        (int Index, ProgramGroup Group)[] chosen = ProgramChoice.Of(learning, spec);
        ImmutableArray<CheckpointAnswers> answers = Answers(run, steps, tests, [.. chosen.Select(one => one.Index)], work);
        return new ProgramsResult(
            ProgramsResult.CurrentFormat,
            [.. chosen.Select(one => Shown(one.Index, one.Group, tests, learning))],
            [.. steps],
            [.. Enumerable.Range(0, chosen.Length).Select(i => answers.Select(checkpoint => checkpoint.Predictions[i]).ToImmutableArray())],
            [.. Enumerable.Range(0, chosen.Length).Select(i => answers.Select(checkpoint => checkpoint.Probability[i]).ToImmutableArray())]);
    }

    private static ImmutableArray<CheckpointAnswers> Answers(Run run, IReadOnlyList<int> steps, TestPrograms tests, ImmutableArray<int> chosen, Work work)
    {
        var folder = new AnalysisFolder(run, Info.Name);
        var question = new ProgramsQuestion(ProgramsResult.CurrentFormat, chosen);
        return work.OfEach(folder, steps, question, step => Ask(run.LoadModel(step), tests, chosen, work));
    }

    private static CheckpointAnswers Ask(Transformer model, TestPrograms tests, ImmutableArray<int> chosen, Work work)
    {
        ColonLogits logits = ColonLogits.Of(model, [.. chosen.Select(index => tests.Programs[index])], work.Workers, work.Cancellation);
        Reading[] readings = [.. chosen.Select((index, i) => Reading.Of(logits[i], tests.Executions[index].Value))];
        return new CheckpointAnswers(
            [.. readings.Select(reading => reading.Prediction)], [.. readings.Select(reading => Math.Round(Math.Exp(-reading.Loss), 4))]);
    }

    private static ShownProgram Shown(int index, ProgramGroup group, TestPrograms tests, Learning learning) => new(
        index,
        tests.Programs[index].ToText(),
        tests.Executions[index].Value,
        tests.Executions[index].Hops,
        tests.Executions[index].RootLine,
        ProgramFeatures.Of(ProgramFeature.Distractors, tests.Programs[index], tests.Executions[index]),
        group,
        learning.LearnedAt[index] < 0 ? null : learning.LearnedAt[index]);

    /// <summary>The histories as the behaviour analysis has written them for these checkpoints, else computed as it would.</summary>
    private static BehaviourResult Behaviour(Run run, IReadOnlyList<int> steps, Work work)
    {
        var folder = new AnalysisFolder(run, BehaviourAnalysis.Info.Name);
        int programs = TestedPrograms;
        if (folder.HasResult)
        {
            try
            {
                var written = folder.Read<BehaviourResult>();
                if (written.Checkpoints.Select(checkpoint => checkpoint.Step).SequenceEqual(steps))
                {
                    return written;
                }

                programs = written.Programs;
            }
            catch (UserException)
            {
                // Of another version: computed anew below.
            }
        }

        return BehaviourAnalysis.Run(run, new BehaviourSpec(null, programs), work);
    }
}

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record ProgramsQuestion(int Format, ImmutableArray<int> Programs);

/// <summary>What every checkpoint answers to a sample of test programs: plain data, as <c>analyses/programs/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Programs">The programs: random ones in the test set's order, easy ones easiest first, hard ones hardest first.</param>
/// <param name="Steps">The checkpoints, ascending.</param>
/// <param name="Predictions">
/// By program, then checkpoint: the most probable of all tokens at the colon; a digit's token is the digit, 10 and more are no digits.
/// </param>
/// <param name="Probability">By program, then checkpoint: the answer's probability among all tokens, rounded to four decimals.</param>
public sealed record ProgramsResult(
    int Format,
    ImmutableArray<ShownProgram> Programs,
    ImmutableArray<int> Steps,
    ImmutableArray<ImmutableArray<int>> Predictions,
    ImmutableArray<ImmutableArray<double>> Probability)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>Why a program is shown.</summary>
public enum ProgramGroup
{
    /// <summary>Drawn by chance: what is true of these is true of the test set, to within sampling.</summary>
    Random,

    /// <summary>Learned first, and never forgotten.</summary>
    Easy,

    /// <summary>Learned last, or wrong at the last checkpoint.</summary>
    Hard,
}

/// <summary>A program that is shown.</summary>
/// <param name="Index">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="AnswerLine">The line that holds the root, 1-based.</param>
/// <param name="Distractors">Lines that are not on the query's chain.</param>
/// <param name="Group">Why it is shown.</param>
/// <param name="LearnedStep">The checkpoint from which on it is right at all others; null where it is wrong at the last.</param>
public sealed record ShownProgram(
    int Index, string Text, int Answer, int Hops, int AnswerLine, int Distractors, ProgramGroup Group, int? LearnedStep);

/// <summary>What one checkpoint answers to the programs.</summary>
/// <param name="Predictions">The most probable token, by program.</param>
/// <param name="Probability">The answer's probability, by program.</param>
internal sealed record CheckpointAnswers(ImmutableArray<int> Predictions, ImmutableArray<double> Probability);

/// <summary>How many of the sample's programs each checkpoint answers rightly, as a table; the answers are in the result.</summary>
internal static class ProgramsViews
{
    internal static IEnumerable<View> Of(ProgramsResult result)
    {
        ProgramGroup[] groups = Enum.GetValues<ProgramGroup>();
        yield return View.Of(
            $"{result.Programs.Length} programs at {result.Steps.Length} checkpoints; % right",
            ["step", .. groups.Select(group => $"{Cell.Words(group)} ({In(group).Length})")],
            result.Steps.Select((step, at) => (IEnumerable<Cell>)[step, .. groups.Select(group => Right(In(group), at))]));

        int[] In(ProgramGroup group) => [.. Enumerable.Range(0, result.Programs.Length).Where(i => result.Programs[i].Group == group)];

        Cell Right(int[] programs, int at) => programs.Length == 0
            ? ""
            : Cell.Percent((double)programs.Count(i => result.Predictions[i][at] == result.Programs[i].Answer) / programs.Length, "0.0");
    }
}

/// <summary>Chooses the programs that are shown. A program may be in two groups: the random ones are drawn from all.</summary>
internal static class ProgramChoice
{
    /// <summary>Indices into the test set, with the group.</summary>
    /// <param name="learning">The histories of the first programs of the test set.</param>
    /// <param name="spec">How many.</param>
    internal static (int Index, ProgramGroup Group)[] Of(Learning learning, ProgramsSpec spec)
    {
        int count = learning.LearnedAt.Length;
        int[] all = [.. Enumerable.Range(0, count)];
        IEnumerable<int> easy = all.Where(i => learning.LearnedAt[i] >= 0 && learning.Forgotten[i] == 0).OrderBy(i => learning.LearnedAt[i]);
        IEnumerable<int> hard = all.OrderByDescending(i => learning.LearnedAt[i] < 0 ? int.MaxValue : learning.LearnedAt[i])
            .ThenByDescending(i => learning.Forgotten[i]);
        return
        [
            .. Drawn(all, Math.Min(spec.Random, count), spec.Seed).Order().Select(i => (i, ProgramGroup.Random)),
            .. easy.Take(spec.Extreme).Select(i => (i, ProgramGroup.Easy)),
            .. hard.Take(spec.Extreme).Select(i => (i, ProgramGroup.Hard)),
        ];
    }

    private static int[] Drawn(int[] from, int count, ulong seed)
    {
        RandomStream random = new Seed(seed).Split("shown programs").Stream();
        int[] shuffled = [.. from];
        for (int i = 0; i < count; i++)
        {
            int other = i + random.Next(shuffled.Length - i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled[..count];
    }
}
