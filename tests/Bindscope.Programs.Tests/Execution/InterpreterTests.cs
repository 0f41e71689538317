using System.Collections.Immutable;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Execution;

public sealed class InterpreterTests
{
    [Fact]
    public void TheCompanionSitesExampleResolvesAsItSays()
    {
        var execution = Interpreter.Run(Examples.CompanionSite);
        Assert.Equal(2, execution.Value);
        Assert.Equal(4, execution.Hops);
        Assert.Equal(1, execution.RootLine);
        Assert.Equal([1, 2, 7, 15], execution.ChainLines); // k=2, j=k, w=j, d=w
        Assert.Equal(5, execution.Lines.Max(line => line.Depth));
    }

    [Fact]
    public void ThePapersOtherExamplesResolveAsItSays()
    {
        var figure = Interpreter.Run(Examples.FigureOne);
        var appendix = Interpreter.Run(Examples.Appendix);
        Assert.Equal((2, 3), (figure.Value, figure.Hops));
        Assert.Equal((1, 3), (appendix.Value, appendix.Hops));
    }

    [Theory]
    [InlineData("k=2 j=k k=7 #j:", 2)]
    [InlineData("k=2 j=k j=7 d=j #d:", 7)]
    [InlineData("a=1 a=a #a:", 1)]
    [InlineData("a=1 b=a a=2 c=a #b:", 1)]
    public void ALineCapturesTheValueOfItsMoment(string program, int value) =>
        Assert.Equal(value, Interpreter.Run(Examples.Parse(program)).Value);

    [Fact]
    public void TheInterpreterAgreesWithTheRecursiveDefinition() => ProgramGen.Any.Sample(program =>
    {
        var execution = Interpreter.Run(program);
        ImmutableArray<int> chain = Chain(program, program.Query, program.Lines.Length + 1);
        Assert.Equal(chain, execution.ChainLines);
        Assert.Equal(program.Lines[chain[0] - 1].Right - '0', execution.Value);
        Assert.Equal(chain.Length, execution.Hops);
        Assert.Equal(chain[0], execution.RootLine);
        for (int line = 1; line <= program.Lines.Length; line++)
        {
            ImmutableArray<int> lineChain = Chain(program, program.Lines[line - 1].Name, line + 1);
            var expected = new LineState(program.Lines[lineChain[0] - 1].Right - '0', lineChain.Length, lineChain[0]);
            Assert.Equal(expected, execution.Lines[line - 1]);
        }
    });

    [Fact]
    public void WhatIsGeneratedCanRun() => ProgramGen.Any.Sample(program => Assert.True(Interpreter.CanRun(program)));

    [Fact]
    public void LiveBindingsAreTheLastOfEachName() => ProgramGen.Any.Sample(program =>
    {
        var execution = Interpreter.Run(program);
        IEnumerable<Binding> expected =
            from name in program.Lines.Select(line => line.Name).Distinct().Order()
            let line = Chain(program, name, program.Lines.Length + 1)[^1]
            select new Binding(name, line, execution.Lines[line - 1]);
        Assert.Equal(expected, Interpreter.LiveBindings(program));
    });

    [Fact]
    public void AProgramMadeByHandIsRefusedWhereAVariableIsNotBound()
    {
        var line = new SymbolicProgram([new Assignment('a', '1'), new Assignment('b', 'c')], 'a');
        var query = new SymbolicProgram([new Assignment('a', '1')], 'z');
        Assert.Equal([new ProgramProblem(2, 3, "c is not bound above")], Assert.Throws<ProgramException>(() => Interpreter.Run(line)).Problems);
        Assert.Equal([new ProgramProblem(2, 2, "z is not bound above")], Assert.Throws<ProgramException>(() => Interpreter.Run(query)).Problems);
        Assert.False(Interpreter.CanRun(line));
        Assert.False(Interpreter.CanRun(query));
    }

    /// <summary>The definition, word for word: a variable's chain above a line, from the root's line to its own.</summary>
    private static ImmutableArray<int> Chain(SymbolicProgram program, char name, int aboveLine)
    {
        int line = Enumerable.Range(1, aboveLine - 1).Last(i => program.Lines[i - 1].Name == name);
        char right = program.Lines[line - 1].Right;
        return char.IsAsciiDigit(right) ? [line] : [.. Chain(program, right, line), line];
    }
}
