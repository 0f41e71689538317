using System.Collections.Immutable;
using Bindscope.Analysis.Description;
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

/// <summary>Figure 3a: one program, every layer and token.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Tokens">The base program's tokens.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="BaseAnswer">The base's right answer.</param>
/// <param name="SourceAnswer">The source's right answer.</param>
/// <param name="BaseLogits">The ten digits' logits of the base run.</param>
/// <param name="SourceLogits">The ten digits' logits of the source run.</param>
/// <param name="Cells">By layer, then by position.</param>
public sealed record PatchMap(
    int Format,
    int Checkpoint,
    ImmutableArray<MapToken> Tokens,
    int Layers,
    int BaseAnswer,
    int SourceAnswer,
    ImmutableArray<float> BaseLogits,
    ImmutableArray<float> SourceLogits,
    ImmutableArray<MapCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What patching one token at one layer did to one program.</summary>
/// <param name="Layer">The layer that the residual enters, 1-based.</param>
/// <param name="Position">The token, 0-based.</param>
/// <param name="NewDigitChange">Change of the logit of the source's answer, patched minus base.</param>
/// <param name="Normalised">That change divided by the largest one in the map: figure 3a's colour. 0 where the map has no rise.</param>
/// <param name="Top">The patched run's top digit.</param>
/// <param name="Success">Whether that is the source's answer.</param>
/// <param name="Changed">Whether the patch changed an activation that the answer can depend on.</param>
/// <param name="Logits">
/// The ten digits' logits of the patched run, rounded to three decimals; null where nothing changed, and in maps of earlier versions.
/// </param>
public sealed record MapCell(
    int Layer, int Position, double NewDigitChange, double Normalised, int Top, bool Success, bool Changed, ImmutableArray<float>? Logits = null);

/// <summary>A token of the base program.</summary>
/// <param name="Position">0-based.</param>
/// <param name="Text">The character; a newline as it is.</param>
/// <param name="Line">Its line, 1-based; the query's is the number of lines + 1.</param>
/// <param name="Role">What it is on the digit's way, such as <c>rhs:1</c>; null for all other tokens.</param>
public sealed record MapToken(int Position, char Text, int Line, string? Role);

/// <summary>Figure 3a as a table: a row a token, a column a layer.</summary>
internal static class MapViews
{
    /// <summary>The tokens at which some patch changed something.</summary>
    internal static IEnumerable<View> Of(PatchMap map)
    {
        yield return View.Of(
            $"""
            residual entering each layer, source into base: {map.BaseAnswer} -> {map.SourceAnswer}
            change of the source digit's logit, as a share of the map's largest; * the answer became the source's
            """,
            ["token", "line", "text", "role", .. Enumerable.Range(1, map.Layers).Select(layer => $"layer {layer}")],
            map.Tokens.Select(token => (Token: token, Cells: map.Cells.Where(cell => cell.Position == token.Position).ToArray()))
                .Where(one => one.Token.Role is not null || one.Cells.Any(cell => Math.Abs(cell.Normalised) >= 0.05 || cell.Success))
                .Select(one => (IEnumerable<Cell>)
                [
                    one.Token.Position, one.Token.Line, one.Token.Text == '\n' ? "\\n" : $"{one.Token.Text}", one.Token.Role ?? "", .. one.Cells.Select(Of),
                ]));
        yield return View.Of($"tokens left out: no role, and no change of 5 % or more");
    }

    private static Cell Of(MapCell cell) => cell.Changed
        ? Cell.Signed(cell.Normalised) with { Text = Cell.Signed(cell.Normalised).Text + (cell.Success ? "*" : "") }
        : new Cell(".", 0);
}
