using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Runs;

namespace Bindscope.Analysis.Everything;

/// <summary>
/// How many tokens after its right-hand side a model keeps a line's value: what reads subspaces must look there. A small patching sweep tells.
/// </summary>
internal static class StorageOffset
{
    private const int Pairs = 20;
    private const double Least = 0.3;

    /// <summary>The offset at which a layer's input holds the digit most often, 0 to 3.</summary>
    /// <param name="run">The run.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="layer">The layer entered, 1-based.</param>
    /// <param name="work">How it is run.</param>
    /// <returns>0 where no token holds it in three of ten programs, or the model solves none.</returns>
    internal static int Find(Run run, int checkpoint, int layer, Work work)
    {
        Transformer model = run.LoadModel(checkpoint);
        var drawer = new PairDrawer(run.HeldBackSplits(work.Cancellation).Test, run.Preset.Task.DigitCount);
        ImmutableArray<PairGroup> groups;
        try
        {
            groups = drawer.Draw(model, new PairSelection(Pairs), PairKind.RootDigit, work.Workers, work.Cancellation);
        }
        catch (UserException nothingSolved) when (nothingSolved.ExitCode == 2)
        {
            return 0;
        }

        var found = groups.SelectMany(group =>
        {
            ImmutableArray<PatchCell> cells =
            [
                .. TokenRole.Spans(group.Hops).Where(role => role.Kind == TokenRoleKind.ChainRight)
                    .Select(role => new PatchCell(new Site(SiteKind.ResidualIn, layer), 0, role)),
            ];
            SweepResult result = RoleSweep.Run(model, group.Pairs, cells, new SweepOptions(work.Workers), null, work.Cancellation);

            // The line that the digit has reached at this layer: those before it have handed it on, those after it have not got it yet.
            return EffectCells.Of(result, group.Pairs, cells, Measure.Effect).GroupBy(cell => cell.Role.Offset)
                .Select(offset => (Offset: offset.Key, Success: offset.Max(cell => cell.Success.Value)));
        }).GroupBy(one => one.Offset).Select(offset => (Offset: offset.Key, Success: offset.Average(one => one.Success)));
        (int best, double success) = found.MaxBy(one => one.Success);
        return success >= Least ? best : 0;
    }
}
