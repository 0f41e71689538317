using System.Collections.Immutable;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
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
