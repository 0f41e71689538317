using System.Globalization;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Training.Runs;

namespace Bindscope.Analysis.Live;

/// <summary>What happens inside the model, checkpoint by checkpoint, in one program?</summary>
/// <remarks>Every part of <see cref="LiveAnalysis"/> at every checkpoint, so that the pages can scrub through training without a server.</remarks>
public static class ExampleAnalysis
{
    /// <summary>Goes over all checkpoints; a job that was stopped goes on with the checkpoint where it was.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="UserException">The run has no checkpoint or no test programs.</exception>
    public static ExampleResult Run(Run run, ExampleSpec spec, Work work)
    {
        RunCheckpoint.StepOf(run, "last");
        IReadOnlyList<int> steps = run.Checkpoints.Steps();
        ProgramPair pair = ExampleProgram.Of(run.HeldBackSplits(work.Cancellation).Test);
        var result = new ExampleResult(ExampleResult.CurrentFormat, pair.Base.ToText(), pair.Source.ToText(), [.. steps]);
        var question = new ExampleQuestion(result.Format, result.Base, result.Source);
        var folder = new AnalysisFolder(run, ExampleSpec.FolderName);
        IReadOnlySet<LivePart> parts = Enum.GetValues<LivePart>().ToHashSet();
        for (int done = 0; done < steps.Count; done++)
        {
            work.Progress?.Report(new AnalysisProgress("checkpoints", done, steps.Count));
            work.Cancellation.ThrowIfCancellationRequested();
            int step = steps[done];
            folder.Part("checkpoints", step.ToString("D6", CultureInfo.InvariantCulture), question, () =>
            {
                Transformer model = RunCheckpoint.Load(run, step);
                return LiveAnalysis.Run(model, step, pair, parts, work);
            });
        }

        work.Progress?.Report(new AnalysisProgress("checkpoints", steps.Count, steps.Count));
        return result;
    }
}
