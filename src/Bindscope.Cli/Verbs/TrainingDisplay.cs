using System.Globalization;
using Bindscope.Analysis.Phases;
using Bindscope.Runs;
using Bindscope.Runs.TensorBoard;
using Bindscope.Training.Loop;

namespace Bindscope.Cli.Verbs;

/// <summary>Shows a training on standard error: a table that grows by a row now and then and, on a screen, a last line that is
/// redrawn.</summary>
internal sealed class TrainingDisplay : IDisposable
{
    /// <summary>A row is added when the step has grown by this factor, or by a twentieth of the training.</summary>
    private const double RowFactor = 1.4;

    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    private readonly Terminal terminal;
    private readonly Run run;
    private readonly List<Evaluation> evaluations = [];
    private readonly TimeProvider time;
    private long? drawn;
    private long lastRow = -1;
    private bool lineOpen;
    private bool begun;

    /// <summary>A display of a training that is about to begin.</summary>
    /// <param name="run">The run.</param>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="time">Limits how often the last line is redrawn.</param>
    public TrainingDisplay(Run run, Terminal terminal, TimeProvider time)
    {
        this.run = run;
        this.terminal = terminal;
        this.time = time;
        var preset = run.Preset;
        var assistance = preset.Assistance();
        terminal.Error.WriteLine($"{run.Directory}: preset {preset.Name}, seed {preset.Training.Seed}");
        terminal.Error.WriteLine(
            $"task: {preset.Task.Lines} lines, up to {preset.Task.MaximumHops} hops; "
            + $"model: {preset.Model.Layers} layers, {preset.Model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)} parameters");
        terminal.Error.WriteLine($"optimizer: {preset.OptimizerWords()}");
        terminal.Error.WriteLine("assistance: " + (assistance.Count == 0 ? "none" : string.Join("; ", assistance)));
        terminal.Error.WriteLine();
    }

    /// <summary>Takes note of a step.</summary>
    public void Show(TrainingProgress progress)
    {
        if (!begun)
        {
            begun = true;
            Begin(progress);
        }

        if (progress.Evaluation is { } evaluation)
        {
            evaluations.Add(evaluation);
            var due = lastRow < 0 || progress.Step >= Math.Min(lastRow * RowFactor, lastRow + progress.Steps / 20.0);
            if (due || progress.Step == progress.Steps)
            {
                Row(evaluation);
            }
        }

        if (terminal.IsErrorAScreen && (drawn is not { } before || time.GetElapsedTime(before) >= Redraw))
        {
            drawn = time.GetTimestamp();
            Line(progress);
        }
    }

    /// <summary>Says that the training has ended and where everything is.</summary>
    public void Finish()
    {
        Dispose();
        terminal.Error.WriteLine();
        terminal.Error.WriteLine(
            $"trained: {run.Directory} (metrics.jsonl, {run.Checkpoints.Steps().Count} checkpoints under checkpoints/)");
    }

    /// <summary>Leaves the redrawn line.</summary>
    public void Dispose() => ClearLine();

    /// <summary>A training that is taken up has its earlier evaluations in its metrics.</summary>
    private void Begin(TrainingProgress progress)
    {
        if (FloorsFile.Read(run) is { } floors)
        {
            terminal.Error.WriteLine(
                $"the least that the variables of right-hand sides can cost a program: {Nats(floors.RightHandSideVariable[0])} nats, "
                + $"where depths are told apart {string.Join(", ", floors.RightHandSideVariable.Skip(1).Select(Nats))} (up to 1, 2, ..., all)");
            terminal.Error.WriteLine();
        }

        if (progress.Step > 0)
        {
            terminal.Error.WriteLine($"continuing from step {progress.Step} of {progress.Steps}");
            if (File.Exists(run.MetricsPath))
            {
                evaluations.AddRange(MetricsFile.Read(run.MetricsPath).Evaluations);
            }
        }
    }

    private void Row(Evaluation evaluation)
    {
        ClearLine();
        if (lastRow < 0)
        {
            var hops = string.Concat(evaluation.ByHops.Select(tally => $"{tally.Hops,4} hop"));
            var names = evaluation.LossByRole is null ? "" : " rhs var   query  answer";
            terminal.Error.WriteLine($"   step    loss{names}  accuracy{hops}  first two  phase");
        }

        lastRow = evaluation.Step;
        // The loss is a mean over the steps since the row before: at step 0 there is none.
        var loss = evaluation.Step == 0 ? "-" : evaluation.Loss.ToString("0.000", CultureInfo.InvariantCulture);
        var roles = evaluation.LossByRole is { } paid ? $"{Nats(paid.RightHandSideVariable),8}{Nats(paid.Query),8}{Nats(paid.Answer),8}" : "";
        var byHops = string.Concat(evaluation.ByHops.Select(tally => Percent(tally.Correct, tally.N, 8)));
        terminal.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{evaluation.Step,7}{loss,8}{roles}{Percent(evaluation.CorrectCount(), evaluation.N, 10)}{byHops}"
            + $"{Percent(evaluation.FirstTwoConstants, evaluation.N, 11)}  {Phase}"));
    }

    private void Line(TrainingProgress progress)
    {
        var latest = evaluations.Count > 0 ? evaluations[^1] : null;
        var accuracy = latest is null ? "" : $"  accuracy {Percent(latest.CorrectCount(), latest.N, 0)}";
        var left = progress.Remaining is { } remaining
            ? $"  {remaining.ToString(remaining.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss")} left"
            : "";
        terminal.Redraw(string.Create(
            CultureInfo.InvariantCulture,
            $"step {progress.Step} of {progress.Steps}{accuracy}  phase {Phase}  {progress.StepsPerSecond:0.0} steps/s{left}"));
        lineOpen = true;
    }

    private string Phase => PhaseTracker.Current(evaluations, new PhasesSpec());

    private void ClearLine()
    {
        if (lineOpen)
        {
            terminal.Redraw("");
            lineOpen = false;
        }
    }

    private static string Nats(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(int part, int whole, int width)
        => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %").PadLeft(width);
}

/// <summary>Passes a training's evaluations on to TensorBoard, into a file that is opened with the first of them.</summary>
/// <param name="folder">The folder for event files; null to write none.</param>
/// <param name="metrics">The run's metrics.jsonl.</param>
/// <param name="time">Where the events' wall-clock times come from.</param>
/// <remarks>
/// Where a training is taken up, the new file begins with all earlier evaluations. An event may be lacking of the process that was killed before,
/// between its checkpoint and the event; and all are where it was asked for none.
/// </remarks>
internal sealed class TrainingEvents(string? folder, string metrics, TimeProvider time) : IDisposable
{
    private TensorBoardWriter? writer;

    /// <summary>Takes note of a step.</summary>
    public void Show(TrainingProgress progress)
    {
        if (folder is null || progress.Evaluation is not { } evaluation)
        {
            return;
        }

        writer ??= Begin(folder, evaluation.Step);
        writer.Write(evaluation);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => writer?.Dispose();

    private TensorBoardWriter Begin(string into, long step)
    {
        Evaluation[] earlier = [.. MetricsFile.Read(metrics).Evaluations.Where(evaluation => evaluation.Step < step)];
        var begun = TensorBoardWriter.Open(into, earlier is [var first, ..] ? first.Step : step, time);
        foreach (Evaluation evaluation in earlier)
        {
            begun.Write(evaluation);
        }

        return begun;
    }
}
