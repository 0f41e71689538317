using System.Collections.Immutable;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Loop;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Takes parts away and counts what is still right.</summary>
internal sealed class Ablations
{
    private readonly ImmutableArray<(Ablation Ablation, AblationMethod Method, ImmutableArray<HeadPart> Parts)> arms;

    internal Ablations(ModelSpec model, Routes routes, CumulativeSpec spec)
    {
        HeadPart[] heuristic = [.. routes.Heuristic.Select(part => part.Part)];
        HeadPart[] circuit = [.. routes.Circuit.Select(part => part.Part)];
        ImmutableArray<HeadPart> one = [.. heuristic.Except(circuit)];
        ImmutableArray<HeadPart> other = [.. circuit.Except(heuristic)];
        Seed seed = new Seed(spec.Seed).Split("random parts");
        var all = ImmutableArray.CreateBuilder<(Ablation, AblationMethod, ImmutableArray<HeadPart>)>();
        foreach (AblationMethod method in Enum.GetValues<AblationMethod>())
        {
            all.Add((Ablation.Heuristic, method, one));
            all.Add((Ablation.Circuit, method, other));
            all.Add((Ablation.Shared, method, [.. heuristic.Intersect(circuit)]));
            all.Add((Ablation.Both, method, [.. heuristic.Union(circuit)]));
        }

        for (int draw = 0; draw < spec.Draws; draw++)
        {
            HeadPart[] shuffled = Shuffle.Of(Live(model).Except(heuristic).Except(circuit), seed.Split(draw).Stream().Next);
            all.Add((Ablation.RandomAsHeuristic, AblationMethod.Mean, [.. shuffled.Take(one.Length)]));
            all.Add((Ablation.RandomAsCircuit, AblationMethod.Mean, [.. shuffled.Take(other.Length)]));
        }

        arms = [.. all.Where(arm => !arm.Item3.IsEmpty)];
    }

    /// <summary>Accuracy without anything, and without each set of parts.</summary>
    internal ImmutableArray<AblationAccuracy> At(
        Transformer checkpoint, int step, Answers answers, IReadOnlyList<SymbolicProgram> others, Work work)
    {
        HeadMeans means = HeadMeans.Of(checkpoint, others, work.Cancellation);
        var right = new bool[arms.Length + 1][];
        Parts.Run(work.Workers, right.Length, number => right[number] = number == arms.Length
            ? answers.Right(checkpoint, null, work.Cancellation)
            : Without(checkpoint, answers, arms[number].Method, arms[number].Parts, means, others[0].Lines.Length, work.Cancellation), work.Cancellation);
        var named = arms.Select((arm, i) => (arm.Ablation, arm.Method, Right: right[i]))
            .Prepend((Ablation: Ablation.None, Method: AblationMethod.Mean, Right: right[^1]));
        return
        [
            .. from arm in named.GroupBy(arm => (arm.Ablation, arm.Method))
               from lines in answers.Groups()
               let share = Answers.Share([.. arm.Select(draw => draw.Right)], lines.Members)
               select new AblationAccuracy(
                   step, arm.Key.Ablation, arm.Key.Method, lines.Name, share.Share, share.Lowest, share.Highest),
        ];
    }

    /// <summary>Which programs are right without some parts.</summary>
    internal static bool[] Without(
        Transformer checkpoint,
        Answers answers,
        AblationMethod method,
        ImmutableArray<HeadPart> parts,
        HeadMeans means,
        int lines,
        CancellationToken cancellation)
    {
        var places = AblationTap.Places(parts, lines, means.ByLayer[1].Size(0));
        return answers.Right(
            checkpoint, new AblationTap(places, method == AblationMethod.Mean ? means.ByLayer : null), cancellation);
    }

    /// <summary>Parts whose output can reach the answer: in the last layer those at the colon alone.</summary>
    private static IEnumerable<HeadPart> Live(ModelSpec spec) =>
        from layer in Enumerable.Range(1, spec.Layers)
        from head in Enumerable.Range(1, spec.Heads)
        from kind in Enum.GetValues<TokenKind>()
        where layer < spec.Layers || kind == TokenKind.Colon
        select new HeadPart(layer, head, kind);
}

/// <summary>Which parts are ablated.</summary>
public enum Ablation
{
    /// <summary>None.</summary>
    None,

    /// <summary>The heuristic's parts that are not the circuit's, too.</summary>
    Heuristic,

    /// <summary>The circuit's parts that are not the heuristic's, too.</summary>
    Circuit,

    /// <summary>The parts that both have.</summary>
    Shared,

    /// <summary>All parts of both.</summary>
    Both,

    /// <summary>As many parts as <see cref="Heuristic"/> has, drawn from those of neither.</summary>
    RandomAsHeuristic,

    /// <summary>As many parts as <see cref="Circuit"/> has, drawn from those of neither.</summary>
    RandomAsCircuit,
}

/// <summary>What stands in for an ablated head's output.</summary>
public enum AblationMethod
{
    /// <summary>Its mean over other programs at the same position, at the same checkpoint.</summary>
    Mean,

    /// <summary>Zeros, which may be far from anything that the model has ever seen.</summary>
    Zero,
}

/// <summary>Replaces what chosen heads write at chosen tokens, the same in every row.</summary>
/// <param name="places">For each layer that has a part: the tokens and heads that are replaced, 0-based.</param>
/// <param name="means">What is put there, by layer [T,H,D]; null for zeros.</param>
internal sealed class AblationTap(
    IReadOnlyDictionary<int, (int Token, int Head)[]> places, IReadOnlyDictionary<int, Tensor>? means) : IActivationTap
{
    public bool Wants(Site site) => site.Kind == SiteKind.AttentionHead && places.ContainsKey(site.Layer);

    public Tensor? Visit(Site site, Tensor value)
    {
        Tensor changed = value.Clone(); // [B, T, H, D]
        for (int row = 0; row < changed.Size(0); row++)
        {
            foreach ((int token, int head) in places[site.Layer])
            {
                Span<float> vector = changed.Part(row).Part(token).Row(head);
                if (means is null)
                {
                    vector.Clear();
                }
                else
                {
                    means[site.Layer].Part(token).Row(head).CopyTo(vector);
                }
            }
        }

        return changed;
    }

    /// <summary>The tokens and heads of parts, by layer.</summary>
    internal static Dictionary<int, (int Token, int Head)[]> Places(IReadOnlyCollection<HeadPart> parts, int lines, int length) =>
        parts.GroupBy(part => part.Layer).ToDictionary(layer => layer.Key, layer =>
            layer.Distinct().SelectMany(part => Enumerable.Range(0, length)
                .Where(position => TokenKinds.At(position, lines) == part.Token)
                .Select(position => (position, part.Head - 1))).ToArray());
}

/// <summary>What each head writes at each position, on average over programs.</summary>
internal sealed class HeadMeans
{
    private const int Block = 64;

    private readonly Dictionary<int, Tensor> byLayer;

    private HeadMeans(Dictionary<int, Tensor> byLayer) => this.byLayer = byLayer;

    /// <summary>By layer, [T,H,D].</summary>
    internal IReadOnlyDictionary<int, Tensor> ByLayer => byLayer;

    internal static HeadMeans Of(Transformer model, IReadOnlyList<SymbolicProgram> programs, CancellationToken cancellation)
    {
        var sums = new Dictionary<int, Tensor>();
        foreach (SymbolicProgram[] block in programs.Chunk(Block))
        {
            cancellation.ThrowIfCancellationRequested();
            var recorder = new ActivationRecorder(site => site.Kind == SiteKind.AttentionHead);
            var prompts = Prompts.Of(block);
            model.Residual(prompts.Tokens, prompts.Layout, recorder);
            for (int layer = 1; layer <= model.Spec.Layers; layer++)
            {
                Tensor heads = recorder[new Site(SiteKind.AttentionHead, layer)]; // [B, T, H, D]
                if (!sums.TryGetValue(layer, out Tensor? sum))
                {
                    sums[layer] = sum = new Tensor(heads.Shape[1..]); // [T, H, D]
                }

                for (int row = 0; row < block.Length; row++)
                {
                    TensorPrimitives.MultiplyAdd(heads.Part(row).Values, 1f / programs.Count, sum.Values, sum.Values);
                }
            }
        }

        return new HeadMeans(sums);
    }
}
