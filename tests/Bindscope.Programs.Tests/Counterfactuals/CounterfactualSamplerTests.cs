using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Counterfactuals;

public sealed class CounterfactualSamplerTests
{
    private static readonly ProgramGenerator Paper = new(new GeneratorSpec());

    [Fact]
    public void ANewRootDigitChangesTheAnswerAndOneCharacter() => OnPrograms((program, random) =>
    {
        Counterfactual.RootDigit change = CounterfactualSampler.RootDigit(program, ref random);
        SymbolicProgram changed = change.ApplyTo(program);
        Assert.Equal(change.Digit - '0', Interpreter.Run(changed).Value);
        Assert.NotEqual(Interpreter.Run(program).Value, Interpreter.Run(changed).Value);
        Assert.Equal(Interpreter.Run(program).ChainLines, Interpreter.Run(changed).ChainLines);
        Assert.Equal(1, program.ToText().Zip(changed.ToText()).Count(pair => pair.First != pair.Second));
    });

    [Fact]
    public void ExchangedNamesChangeTheAnswerAndOnlyTwoNames() => OnPrograms((program, random) =>
    {
        if (CounterfactualSampler.ExchangedNames(program, ref random) is not { } change)
        {
            return;
        }

        SymbolicProgram changed = change.ApplyTo(program);
        Assert.NotEqual(Interpreter.Run(program).Value, Interpreter.Run(changed).Value);
        Assert.Contains(change.Line, Interpreter.Run(program).ChainLines);
        Assert.Equal(program.Lines.Select(line => line.Right), changed.Lines.Select(line => line.Right));
        Assert.Equal(2, program.ToText().Zip(changed.ToText()).Count(pair => pair.First != pair.Second));
        Assert.All(changed.Lines, line => Assert.NotEqual(line.Name, line.Right));
    });

    [Fact]
    public void AMovedRootKeepsTheChainBelowIt() => OnPrograms((program, random) =>
    {
        foreach (bool keepDigit in (bool[])[true, false])
        {
            if (CounterfactualSampler.MovedRoot(program, keepDigit, ref random) is not { } change)
            {
                continue;
            }

            var before = Interpreter.Run(program);
            var after = Interpreter.Run(change.ApplyTo(program));
            int pointedAt = program.Lines[change.Line - 1].Right - '0';
            Assert.NotEqual(before.RootLine, after.RootLine);
            Assert.Equal(change.Line, after.RootLine);
            Assert.Equal(before.ChainLines.Skip(1), after.ChainLines.Skip(1));
            Assert.Equal(keepDigit, before.Value == after.Value);
            Assert.Equal(keepDigit ? 2 : 3, new[] { before.Value, after.Value, pointedAt }.Distinct().Count());
        }
    });

    [Fact]
    public void AnExchangedRootLeavesEveryDigitAndTheRestOfTheChain() => OnPrograms((program, random) =>
    {
        foreach (int least in (int[])[1, 3])
        {
            if (CounterfactualSampler.ExchangedRoot(program, ref random, least) is not { } change)
            {
                continue;
            }

            SymbolicProgram changed = change.ApplyTo(program);
            var before = Interpreter.Run(program);
            var after = Interpreter.Run(changed);
            Assert.Equal((before.RootLine, after.RootLine), (change.Line, change.Other));
            Assert.True(change.Other >= least);
            Assert.NotEqual(before.Value, after.Value);
            Assert.Equal(before.ChainLines.Skip(1), after.ChainLines.Skip(1));
            Assert.Equal(program.Lines.Select(line => line.Right), changed.Lines.Select(line => line.Right));
            char[] names = [program.Lines[change.Line - 1].Name, program.Lines[change.Other - 1].Name];
            Assert.Equal(2, program.Lines.Count(line => names.Contains(line.Name)));
        }
    });

    [Fact]
    public void AReplacedRightHandSideChangesOneCharacterAndTheProgramStillRuns() => OnPrograms((program, random) =>
    {
        SymbolicProgram changed = CounterfactualSampler.ReplacedRight(program, ref random).ApplyTo(program);
        Assert.True(Interpreter.CanRun(changed));
        Assert.Equal(1, program.ToText().Zip(changed.ToText()).Count(pair => pair.First != pair.Second));
        Assert.All(changed.Lines, line => Assert.NotEqual(line.Name, line.Right));
    });

    [Fact]
    public void ManyProgramsOfThePaperHaveEveryKind()
    {
        RandomStream random = new Seed(5).Stream();
        int exchanged = 0, moved = 0, roots = 0;
        const int n = 500;
        for (int i = 0; i < n; i++)
        {
            SymbolicProgram program = Paper.Next(ref random);
            exchanged += CounterfactualSampler.ExchangedNames(program, ref random) is null ? 0 : 1;
            moved += CounterfactualSampler.MovedRoot(program, keepDigit: false, ref random) is null ? 0 : 1;
            roots += CounterfactualSampler.ExchangedRoot(program, ref random) is null ? 0 : 1;
        }

        Assert.InRange(exchanged, 0.85 * n, n);
        Assert.InRange(moved, 0.5 * n, n);
        // Fewer: neither of the two names may be bound on a third line, and names are bound again often.
        Assert.InRange(roots, 0.25 * n, 0.35 * n);
    }

    [Fact]
    public void ThereIsNoneWhereNoneSuits()
    {
        RandomStream random = new Seed(6).Stream();
        SymbolicProgram alone = Examples.Parse("a=1 b=a #b:");
        Assert.Null(CounterfactualSampler.ExchangedNames(alone, ref random));
        Assert.Null(CounterfactualSampler.MovedRoot(alone, keepDigit: false, ref random));
        Assert.Null(CounterfactualSampler.ExchangedRoot(alone, ref random));
    }

    private static void OnPrograms(Action<SymbolicProgram, RandomStream> law) => ProgramGen.Seeds.Sample(
        seed =>
        {
            RandomStream random = seed.Stream();
            SymbolicProgram program = Paper.Next(ref random);
            law(program, random);
        },
        iter: 300);
}
