using System.Numerics;
using Bindscope.Programs.Generation;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Generation;

public sealed class SeedTests
{
    [Fact]
    public void ABranchByNumberIsTheDocumentedFormula() => Gen.Select(Gen.ULong, Gen.Int[0, 1_000_000]).Sample((value, index) =>
        new Seed(value).Split(index).Value == SplitMix.Mix(SplitMix.Mix(value) + (index + 1) * SplitMix.Gamma));

    [Fact]
    public void ABranchByNameIsTheDocumentedFormula() => Gen.ULong.Sample(value =>
        new Seed(value).Split("train").Value == SplitMix.Mix(SplitMix.Mix((BigInteger)value ^ SplitMix.Gamma) + SplitMix.Fnv1a("train")));

    [Fact]
    public void BranchesDiffer()
    {
        var seed = new Seed(42);
        IEnumerable<Seed> branches = [seed, seed.Split("train"), seed.Split("test"), .. Enumerable.Range(-2, 1000).Select(i => seed.Split(i))];
        Assert.Distinct(branches);
    }

    [Fact]
    public void EqualSeedsGiveEqualStreams()
    {
        RandomStream one = new Seed(7).Split("step").Split(3).Stream();
        RandomStream other = new Seed(7).Split("step").Split(3).Stream();
        Assert.Equal(one.NextUInt64(), other.NextUInt64());
    }
}
