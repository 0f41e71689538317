using System.Collections.Immutable;
using Bindscope.Analysis.Results;
using Bindscope.Model;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Loop;

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
            HeadPart[] shuffled = Shuffle.Of(Live(model).Except(heuristic).Except(circuit), seed.Split(draw));
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
