using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bindscope.Programs.Generation;
using Bindscope.Runs.Presets;
using Bindscope.Training.Batches;

namespace Bindscope.Tests.Training;

/// <summary>What a seed draws must never change: runs that were begun with an older version go on with this one.</summary>
public sealed class DrawnProgramsTests
{
    [Fact]
    public void TheQuickPresetsBatchesAreWhatTheyWereWhenItWasFirstTrained()
    {
        Preset preset = Preset.Quick;
        ProgramSplits splits = Splits(preset.Data.Splits with { Validation = 20, Test = 50 }, preset);
        var source = new FreshSource(preset.Task, splits, new Seed(42));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Stage stage in preset.Training.Curriculum)
        {
            Batch batch = BatchBuilder.Build(source.Programs(7, stage, 0, 64), preset.Training.Objective, stage.MaximumHops, new Seed(3), 0);
            hash.AppendData(MemoryMarshal.AsBytes<long>(Array.ConvertAll(batch.Tokens, token => (long)token)));
            hash.AppendData(MemoryMarshal.AsBytes<long>(Array.ConvertAll(batch.Targets, token => (long)token)));
        }

        Assert.Equal("4E22AE931DD81391", Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void ASplitsProgramsAreWhatTheyWereWithHeldOutCombinationsToo()
    {
        string Of(double heldOut) => string.Concat(
            Splits(new SplitSpec(300, 20, 50, heldOut), Preset.Small).Train.Select(program => program.ToText()));

        Assert.Equal("F526D121C07C20E8", Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(Of(0) + Of(0.1))))[..16]);
    }

    private static ProgramSplits Splits(SplitSpec splits, Preset preset) => ProgramSplits.Generate(
        preset.Task, splits, new Seed(2025), cancellation: TestContext.Current.CancellationToken);
}
