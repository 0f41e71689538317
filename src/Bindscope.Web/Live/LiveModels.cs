using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Interventions;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;
using Bindscope.Web.Compute;
using Bindscope.Web.Problems;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Live;

/// <summary>What is computed when it is asked for. The same question twice is answered from memory.</summary>
internal sealed class LiveModels : IDisposable
{
    /// <summary>Interventions at once; more than a model has of everything but neurons.</summary>
    private const int MostInterventions = 256;

    /// <summary>Programs of the validation split over which means are taken that a request leaves out, as by <c>eval</c>.</summary>
    private const int MeanOver = 1000;

    private readonly ComputeQueue queue;
    private readonly ModelCache models = new();
    private readonly ResultCache results = new();

    /// <summary>By the run as it was opened: the programs over which means are taken.</summary>
    private readonly ConditionalWeakTable<Run, TokenRows> meanOver = [];

    internal LiveModels(SiteLimits limits, TimeProvider time) => queue = new ComputeQueue(limits, time);

    /// <summary>What waits for the compute thread.</summary>
    internal ComputeQueue Queue => queue;

    /// <summary>Parts of one program, as the JSON of a <see cref="LiveProgram"/>; null for those that were not asked for.</summary>
    internal async Task<byte[]> Parts(
        RunEntry run, int step, ProgramPair pair, IEnumerable<LivePart> parts, CancellationToken left)
    {
        var found = new Dictionary<LivePart, byte[]>();
        foreach (LivePart part in parts.Distinct().Order())
        {
            found.Add(part, await Remembered(Key(run, step, part.ToString(), pair.Base, pair.Source), () => Compute(part), left));
        }

        return Compose(pair, step, found);

        Func<CancellationToken, byte[]> Compute(LivePart part) => cancellation => PartJson(
            LiveAnalysis.Run(models.Get(run, step), step, pair, new HashSet<LivePart> { part }, new Work(Cancellation: cancellation)), part);
    }

    /// <summary>Answers to programs, as the JSON of an <see cref="AskResult"/>; not remembered, since they come in thousands.</summary>
    internal Task<byte[]> Ask(RunEntry run, int step, SymbolicProgram[] programs, CancellationToken left) =>
        queue.Run(cancellation => SiteJson.Bytes(new AskResult(step, Asking.Run(models.Get(run, step), programs, 1, cancellation))), left);

    /// <summary>Interventions in one program, as the JSON of a <see cref="PairPatchResult"/>.</summary>
    internal Task<byte[]> Patch(RunEntry run, int step, ProgramPair pair, ImmutableArray<Intervention> interventions, CancellationToken left)
    {
        if (interventions.Length is < 1 or > MostInterventions)
        {
            throw new RefusedException(400, $"there are {interventions.Length} interventions; there can be 1 to {MostInterventions}");
        }

        return Remembered(
            Key(run, step, InterventionJson.Write(interventions), pair.Base, pair.Source),
            () => cancellation => SiteJson.Bytes(
                PairPatch.Intervene(models.Get(run, step), pair, WithMeans(run, step, interventions, cancellation), cancellation)),
            left);
    }

    /// <summary>One program at every checkpoint, as the JSON of <see cref="TrainingLogits"/>.</summary>
    internal Task<byte[]> OverTraining(RunEntry run, SymbolicProgram program, CancellationToken left)
    {
        IReadOnlyList<int> steps = run.Steps();
        return Remembered(
            Key(run, steps.Count == 0 ? 0 : steps[^1], $"{steps.Count} checkpoints", program, program),
            () => cancellation => SiteJson.Bytes(LogitsOverTraining.Run(steps, step => models.Get(run, step), program, cancellation)),
            left);
    }

    public void Dispose() => queue.Dispose();

    private ImmutableArray<Intervention> WithMeans(RunEntry run, int step, ImmutableArray<Intervention> interventions, CancellationToken cancellation)
    {
        if (!interventions.Any(one => one is Intervention.Mean { Means.IsEmpty: true }))
        {
            return interventions;
        }

        TokenRows others = meanOver.GetValue(run.Run, opened => new TokenRows(
            [.. opened.HeldBackSplits(cancellation).Validation.Take(MeanOver).Select(program => Tokenizer.Encode(program))]));
        return SiteMeans.Filled(models.Get(run, step), others, interventions, cancellation);
    }

    private async Task<byte[]> Remembered(string key, Func<Func<CancellationToken, byte[]>> compute, CancellationToken left) =>
        results.Find(key) ?? await queue.Run(
            cancellation =>
            {
                // Whoever was before in the queue may have asked the same.
                byte[] json = results.Find(key) ?? compute()(cancellation);
                results.Keep(key, json);
                return json;
            },
            left);

    private static string Key(RunEntry run, int step, string what, SymbolicProgram program, SymbolicProgram source)
    {
        string folder = run.Run.Checkpoints.Folder(step);
        return FormattableString.Invariant($"{folder}@{Directory.GetLastWriteTimeUtc(folder).Ticks} {what} {program.ToText()} {source.ToText()}");
    }

    private static byte[] PartJson(LiveProgram computed, LivePart part) => part switch
    {
        LivePart.Logits => SiteJson.Bytes(computed.Logits),
        LivePart.Residual => SiteJson.Bytes(computed.Residual),
        LivePart.Heads => SiteJson.Bytes(computed.Heads),
        LivePart.Mlp => SiteJson.Bytes(computed.Mlp),
        LivePart.Lens => SiteJson.Bytes(computed.Lens),
        _ => SiteJson.Bytes(computed.Attention),
    };

    private static byte[] Compose(ProgramPair pair, int step, Dictionary<LivePart, byte[]> parts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = SiteJson.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("program", pair.Base.ToText());
            writer.WriteString("source", pair.Source.ToText());
            writer.WriteNumber("step", step);
            foreach (LivePart part in Enum.GetValues<LivePart>())
            {
                writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(part.ToString()));
                writer.WriteRawValue(parts.TryGetValue(part, out byte[]? json) ? json : "null"u8, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
