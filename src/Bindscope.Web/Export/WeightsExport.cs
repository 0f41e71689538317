using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Programs.Language;
using Bindscope.Training.Packing;
using Bindscope.Web.Programs;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Export;

/// <summary>The weights that the pages of an exported folder compute with: float16 where no prediction changes, as packed runs have them.</summary>
internal static class WeightsExport
{
    /// <summary>Programs of the test set whose predictions decide the precision: an error of 0.3 % of the predictions shows up in 95 of 100 cases.</summary>
    private const int Programs = 1_000;

    private static readonly IReadOnlySet<LivePart> Answer = new HashSet<LivePart> { LivePart.Logits };

    /// <summary>Writes a run's weights, and what they answer to its example: a page answers only where it comes to the same.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Its folder in the site.</param>
    /// <param name="tests">The runs' test sets.</param>
    /// <param name="work">How it is run.</param>
    /// <returns>The files that were written.</returns>
    internal static IEnumerable<string> Write(RunEntry run, string folder, TestSets tests, Work work)
    {
        IReadOnlyList<int> steps = run.Steps();
        if (steps.Count == 0)
        {
            yield break;
        }

        ProgramPair example = tests.Example(run);
        SymbolicProgram[] programs = [.. tests.Programs(run).Take(Programs)];
        ImmutableDictionary<int, WeightPrecision> packed = Packed(run);
        var checkpoints = ImmutableArray.CreateBuilder<CheckpointWeights>(steps.Count);
        for (int done = 0; done < steps.Count; done++)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            work.Progress?.Report(new AnalysisProgress($"{run.Name}, weights", done, steps.Count));
            int step = steps[done];
            string path = Path.Combine(folder, "checkpoints", step.ToString("D6", CultureInfo.InvariantCulture), "weights.safetensors");
            Disk.CreateFolder(Path.GetDirectoryName(path)!);
            WeightPrecision precision;
            if (packed.TryGetValue(step, out WeightPrecision found))
            {
                precision = found;
                Disk.Copy(Path.Combine(run.Run.Checkpoints.Folder(step), "weights.safetensors"), path);
            }
            else
            {
                precision = RunPacker.Write(run.Run, step, path, WeightPrecision.Half, programs, work.Workers, work.Cancellation).Precision;
            }

            Transformer model = ModelWeights.Load(path, run.Run.Preset.Model);
            LogitPair logits = LiveAnalysis.Run(model, step, example, Answer, work).Logits!;
            checkpoints.Add(new CheckpointWeights(step, precision, logits.Base));
            yield return path;
        }

        string list = Path.Combine(folder, RunWeights.FileName);
        byte[] answers = SiteJson.Bytes(new RunWeights(
            RunWeights.CurrentFormat, example.Base.ToText(), example.Source.ToText(), checkpoints.ToImmutable()));
        WholeFile.Write(list, stream => stream.Write(answers));
        yield return list;
    }

    /// <summary>The precisions that were chosen when the run was packed.</summary>
    private static ImmutableDictionary<int, WeightPrecision> Packed(RunEntry run) =>
        RunFiles.Json(run, PackedRun.FileName) is { } json
            ? json.Deserialize<PackedRun>(SiteJson.Options)!.Checkpoints.ToImmutableDictionary(one => one.Step, one => one.Precision)
            : ImmutableDictionary<int, WeightPrecision>.Empty;
}

/// <summary>What <c>weights.json</c> says of the weights beside it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Program">The run's example program.</param>
/// <param name="Source">Its counterfactual.</param>
/// <param name="Checkpoints">By step.</param>
internal sealed record RunWeights(int Format, string Program, string Source, ImmutableArray<CheckpointWeights> Checkpoints)
{
    internal const int CurrentFormat = 1;

    internal const string FileName = "weights.json";
}

/// <summary>A checkpoint's weights in an exported folder.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Precision">Half where rounding changes no prediction, else single.</param>
/// <param name="Logits">What the model answers to the program with the weights as they are written: the ten digits at the colon.</param>
internal sealed record CheckpointWeights(int Step, WeightPrecision Precision, ImmutableArray<float> Logits);
