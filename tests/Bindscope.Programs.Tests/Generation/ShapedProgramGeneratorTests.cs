using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Generation;

public sealed class ShapedProgramGeneratorTests
{
    private static readonly Gen<ProgramShape> Shapes =
        from lines in Gen.Int[2, 25]
        from hops in Gen.Int[1, Math.Min(13, lines)]
        from root in Gen.Int[0, lines - hops + 1]
        select new ProgramShape(lines, hops, root == 0 ? null : root);

    [Fact]
    public void EveryProgramHasItsShape() => Gen.Select(Shapes, Gen.Int[2, 26], Gen.Enum<NamePolicy>(), ProgramGen.Seeds).Sample((shape, nameCount, names, seed) =>
    {
        int enough = names == NamePolicy.Unique ? Math.Max(nameCount, shape.Lines) : nameCount;
        RandomStream random = seed.Stream();
        SymbolicProgram program = new ShapedProgramGenerator(new GeneratorSpec(Names: names, NameCount: enough), shape).Next(ref random);
        var execution = Interpreter.Run(program);
        Assert.Equal(shape.Lines, program.Lines.Length);
        Assert.Equal(shape.Hops, execution.Hops);
        Assert.Equal(shape.RootLine ?? execution.RootLine, execution.RootLine);
        Assert.All(program.Lines, line => Assert.NotEqual(line.Name, line.Right));
        Assert.True(names == NamePolicy.Reuse || program.Lines.DistinctBy(line => line.Name).Count() == shape.Lines);
    });

    [Fact]
    public void AllPlacementsOfTheChainAreEquallyLikely()
    {
        const int n = 12_000;
        var generator = new ShapedProgramGenerator(new GeneratorSpec(), new ProgramShape(Lines: 5, Hops: 3, RootLine: 1));
        RandomStream random = new Seed(1).Stream();
        var placements = new Dictionary<string, int>();
        for (int i = 0; i < n; i++)
        {
            string chain = string.Join(',', Interpreter.Run(generator.Next(ref random)).ChainLines);
            placements[chain] = placements.GetValueOrDefault(chain) + 1;
        }

        Assert.Equal(["1,2,3", "1,2,4", "1,2,5", "1,3,4", "1,3,5", "1,4,5"], placements.Keys.Order());
        Statistics.AssertFits([.. placements.Values], [.. Enumerable.Repeat(1.0 / 6, 6)]);
    }

    [Theory]
    [InlineData(25, 13, 14, "No program has 25 lines and 13 hops with its root on line 14: RootLine must be 1-13, so that the chain's lines fit below it.")]
    [InlineData(4, 5, null, "No program has 4 lines and 5 hops: Hops must be 1-4, the number of lines.")]
    [InlineData(16, 4, 0, "No program has 16 lines and 4 hops with its root on line 0: RootLine must be 1-13, so that the chain's lines fit below it.")]
    [InlineData(0, 1, null, "No program has 0 lines and 1 hops: Lines is 0, must be 1-100.")]
    public void ShapesThatNoProgramHasAreRefused(int lines, int hops, int? root, string message) =>
        Assert.Equal(message, Assert.Throws<UserException>(() => new ShapedProgramGenerator(new GeneratorSpec(), new ProgramShape(lines, hops, root))).Message);
}
