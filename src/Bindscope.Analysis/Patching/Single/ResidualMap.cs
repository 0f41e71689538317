using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Interventions.Metrics;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Patching.Single;

/// <summary>The map of one program: which token holds the digit at which layer.</summary>
/// <remarks>
/// Figure 3a of Wu, Geiger and Millière (ICML 2025). Each cell patches one token's residual, on entering one layer, from the source run.
/// What would mislead: the colours are relative to this program's largest change, so maps of two programs compare in shape, not in
/// strength.
/// </remarks>
public static class ResidualMap
{
    /// <summary>Patches every token at every layer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="checkpoint">Its step, for the result.</param>
    /// <param name="pair">Base and source.</param>
    /// <param name="work">How it is run.</param>
    /// <exception cref="Bindscope.Errors.UserException">The programs do not fit the model.</exception>
    public static PatchMap Run(Transformer model, int checkpoint, ProgramPair pair, Work work)
    {
        string text = pair.Base.ToText();
        int tokens = text.Length;
        ImmutableArray<SweepCell> cells =
        [
            .. from layer in Enumerable.Range(1, model.Spec.Layers)
               from position in Enumerable.Range(0, tokens)
               select SweepCell.Patch(new Site(SiteKind.ResidualIn, layer), TokenPositions.At(position)),
        ];
        SweepResult result = Sweep.Run(
            model, RoleSweep.Request([pair], cells), new SweepOptions(work.Workers), null, work.Cancellation);

        (int before, int after) = (pair.BaseExecution.Value, pair.SourceExecution.Value);
        double[] changes =
            [.. Enumerable.Range(0, cells.Length).Select(cell => result.Logits(cell, 0)[after] - (double)result.Base(0)[after])];
        double[] normalised = LogitMetrics.Normalized(changes);
        return new PatchMap(
            PatchMap.CurrentFormat,
            checkpoint,
            [.. Enumerable.Range(0, tokens).Select(position => Token(text, position, pair.BaseExecution))],
            model.Spec.Layers,
            before,
            after,
            [.. result.Base(0)],
            [.. result.Source(0)],
            [
                .. changes.Select((change, cell) => new MapCell(
                    1 + (cell / tokens),
                    cell % tokens,
                    change,
                    normalised[cell],
                    LogitMetrics.Top(result.Logits(cell, 0)),
                    LogitMetrics.Top(result.Logits(cell, 0)) == after,
                    result.Effect(cell, 0) == CellEffect.Changed,
                    result.Effect(cell, 0) == CellEffect.Changed ? Rounded(result.Logits(cell, 0)) : null)),
            ]);
    }

    /// <summary>A program with its counterfactual: the root holds another digit, drawn from the seed.</summary>
    /// <param name="program">The base program.</param>
    /// <param name="seed">Draws the digit.</param>
    /// <param name="digitCount">The task's digits: 0 and up to this number, 2-10.</param>
    public static ProgramPair WithOtherDigit(SymbolicProgram program, Seed seed, int digitCount = 10)
    {
        RandomStream random = seed.Split("counterfactual").Stream();
        return ProgramPair.Of(program, CounterfactualSampler.RootDigit(program, ref random, digitCount).ApplyTo(program));
    }

    private static ImmutableArray<float> Rounded(ReadOnlySpan<float> logits) =>
        [.. logits.ToArray().Select(logit => MathF.Round(logit, 3))];

    private static MapToken Token(string text, int position, Execution execution)
    {
        TokenRole? role = TokenRole.Chain(execution.Hops).Cast<TokenRole?>()
            .FirstOrDefault(candidate => candidate!.Value.PositionIn(execution) == position);
        return new MapToken(position, text[position], 1 + (position / 4), role?.ToString());
    }
}
