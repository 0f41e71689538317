using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Generation;

public sealed class UnseenRolesTests
{
    private static readonly SplitSpec Sizes = new(Train: 600, Validation: 30, Test: 200);

    /// <summary>Any letters in any role, as long as two have every role, and any digits as long as two are left.</summary>
    private static readonly Gen<UnseenRoles> Roles =
        from names in Gen.Int[0, 7].Array[24]
        from digits in Gen.Bool.Array[8]
        from shift in Gen.Int[0, 25]
        select new UnseenRoles(
            Names(names, shift, 0), Names(names, shift, 1), Names(names, shift, 2),
            string.Concat(digits.Select((left, i) => left ? $"{i + (shift % 3)}" : "")));

    private static readonly Gen<GeneratorSpec> Specs =
        from lines in Gen.Int[1, 6]
        from hops in Gen.Int[1, 3]
        from depth in Gen.Enum<DepthPolicy>()
        from balance in Gen.Enum<QueryBalance>()
        select new GeneratorSpec(lines, Math.Min(hops, lines), Depth: depth, Balance: balance);

    [Theory]
    [InlineData("w", "Queried")]
    [InlineData("s", "")]
    [InlineData("j", "Followed")]
    [InlineData("k", "Followed Root")]
    [InlineData("b", "")]
    [InlineData("e", "")]
    public void ARoleIsWhatTheSymbolDoesForTheQuery(string name, string roles) => Assert.Equal(
        roles,
        string.Join(' ', new UnseenRoles(name, name, name).OccurringIn(ProgramParser.Parse("k=2\nj=k\nt=8\nb=j\ns=t\ne=b\nw=j\n#w:"))));

    [Fact]
    public void OnlyTheRootsDigitIsTheAnswerAndARootOfOneHopIsAskedFor()
    {
        SymbolicProgram program = ProgramParser.Parse("k=2\nj=k\nk=8\n#k:");
        Assert.Equal([SymbolRole.Answer], new UnseenRoles(Answer: "8").OccurringIn(program));
        Assert.Empty(new UnseenRoles(Answer: "2", Followed: "jk").OccurringIn(program));
        Assert.Equal([SymbolRole.Queried, SymbolRole.Root], new UnseenRoles("k", "k", "k").OccurringIn(program));
    }

    [Fact]
    public void NoProgramHasAnUnseenRoleWhateverIsLeftOut() => Gen.Select(Roles, Specs, Gen.ULong).Sample(
        (unseen, spec, seed) =>
        {
            Assert.Empty(unseen.Problems(spec));
            var generator = new ProgramGenerator(spec, unseen: unseen);
            var programs = new SymbolicProgram[20];
            RandomStream random = new Seed(seed).Stream();
            generator.Fill(ref random, programs);
            Assert.All(programs, program => Assert.Empty(unseen.OccurringIn(program)));
        },
        iter: 150);

    [Fact]
    public void ASplitLeavesRolesOutOfTrainingAloneAndShowsTheSymbolsElsewhere()
    {
        var unseen = new UnseenRoles("abc", "def", "ghi", "89");
        var task = new GeneratorSpec(Lines: 8, MaximumHops: 3);
        ProgramSplits plain = Generate(task, Sizes), splits = Generate(task, Sizes with { Unseen = unseen });

        Assert.Equal(plain.Test, splits.Test);
        Assert.Equal(plain.Validation, splits.Validation);
        Assert.Equal(unseen, splits.Unseen);
        Assert.All(splits.Train, program => Assert.Empty(unseen.OccurringIn(program)));
        Assert.Equal(4, splits.Test.SelectMany(program => unseen.OccurringIn(program)).Distinct().Count());

        Assignment[] lines = [.. splits.Train.SelectMany(program => program.Lines)];
        Assert.Superset("abcdefghi".ToHashSet(), lines.Select(line => line.Name).ToHashSet());
        Assert.Superset("abcdefghi89".ToHashSet(), lines.Select(line => line.Right).ToHashSet());
    }

    [Fact]
    public void LeavingRolesOutChangesNoShareOfHopsAndNotTheOtherDigits()
    {
        var task = new GeneratorSpec(Lines: 6, MaximumHops: 3);
        var generator = new ProgramGenerator(task, unseen: new UnseenRoles(Followed: "abcdefghijklmnop", Answer: "01234"));
        var programs = new SymbolicProgram[6000];
        RandomStream random = new Seed(5).Stream();
        generator.Fill(ref random, programs);
        Programs.Execution.Execution[] runs = [.. programs.Select(Interpreter.Run)];

        Statistics.AssertFits([.. Enumerable.Range(1, 3).Select(hops => runs.Count(run => run.Hops == hops))], [1.0 / 3, 1.0 / 3, 1.0 / 3]);
        Statistics.AssertFits([.. Enumerable.Range(5, 5).Select(digit => runs.Count(run => run.Value == digit))], [.2, .2, .2, .2, .2]);
        char[] others = [.. programs.Zip(runs).SelectMany(one =>
            one.First.Lines.Where((line, i) => line.IsConstant && i + 1 != one.Second.RootLine).Select(line => line.Right))];
        Statistics.AssertShare(0.5, others.Count(digit => digit < '5'), others.Length);
    }

    [Fact]
    public void RolesThatLeaveNothingAreReportedAtOnce()
    {
        UserException error = Assert.Throws<UserException>(() => Generate(
            new GeneratorSpec(Lines: 4, MaximumHops: 3, Names: NamePolicy.Unique, NameCount: 6, DigitCount: 4),
            new SplitSpec(10, 10, 10, 0.1, new UnseenRoles("ab", "bcA", "dd", "0127"))));
        foreach (string part in new[]
        {
            "Unseen.Followed is \"bcA\", must be some of a-f written together, each once (not so: A)",
            "Unseen.Root is \"dd\", must be some of a-f written together, each once (not so: d)",
            "Unseen.Answer is \"0127\", must be some of 0-3 written together, each once (not so: 7)",
            "Unseen leaves 2 of 6 names that have every role, must leave at least 3, of which chains of 3 hops can be made",
            "leaves 1 digits as answers, must leave at least 2",
            "HeldOutCombinations and Unseen.Answer may leave a variable no digit at the root",
        })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    private static string Names(int[] sets, int shift, int role) =>
        string.Concat(sets.Select((set, i) => (set >> role & 1) == 1 ? $"{(char)('a' + ((i + shift) % 26))}" : ""));

    private static ProgramSplits Generate(GeneratorSpec task, SplitSpec sizes) =>
        ProgramSplits.Generate(task, sizes, new Seed(3), cancellation: TestContext.Current.CancellationToken);
}
