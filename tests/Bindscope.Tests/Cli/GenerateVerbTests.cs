using System.Text.Json;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Bindscope.Runs.Presets;
using Bindscope.Tests.Model.Weights;
using Bindscope.Tests.Training;

namespace Bindscope.Tests.Cli;

public sealed class GenerateVerbTests
{
    [Fact]
    public void EveryLineIsAProgramWithItsAnswer()
    {
        var lines = Generate("--count", "50", "--seed", "3");

        Assert.Equal(50, lines.Length);
        foreach (var row in lines.Select(line => JsonDocument.Parse(line).RootElement))
        {
            Assert.Equal(["program", "query", "answer", "hops", "rootLine", "chainLines"], row.EnumerateObject().Select(p => p.Name));
            var program = ProgramParser.Parse(row.GetProperty("program").GetString()!);
            var execution = Interpreter.Run(program);
            Assert.Equal(16, program.Lines.Length);
            Assert.Equal(program.Query.ToString(), row.GetProperty("query").GetString());
            Assert.Equal(execution.Value, row.GetProperty("answer").GetInt32());
            Assert.Equal(execution.Hops, row.GetProperty("hops").GetInt32());
            Assert.Equal(execution.RootLine, row.GetProperty("rootLine").GetInt32());
            Assert.Equal(execution.ChainLines, row.GetProperty("chainLines").EnumerateArray().Select(e => e.GetInt32()));
        }
    }

    [Fact]
    public void ASeedGivesTheSameProgramsWhateverTheCount()
    {
        Assert.Equal(Generate("--count", "3", "--seed", "7"), Generate("--count", "9", "--seed", "7")[..3]);
        Assert.NotEqual(Generate("--seed", "7"), Generate("--seed", "8"));
    }

    [Fact]
    public void TheOptionsReachTheGenerator()
    {
        var lines = Generate(
            "--count", "40", "--lines", "5", "--hops", "1", "--names", "unique", "--name-count", "6", "--digit-count", "2");

        foreach (var program in lines.Select(Program))
        {
            Assert.Equal(5, program.Lines.Select(l => l.Name).Distinct().Count());
            Assert.All(program.Lines, l => Assert.InRange(l.Name, 'a', 'f'));
            Assert.All(program.Lines.Where(l => l.IsConstant), l => Assert.InRange(l.Right, '0', '1'));
            Assert.Equal(1, Interpreter.Run(program).Hops);
        }
    }

    [Fact]
    public void EveryProblemOfTheNumbersIsNamedAtOnce()
    {
        var answer = CommandLine.Run("generate", "--lines", "2", "--hops", "5", "--digit-count", "0");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("--hops is 5, must be 1-2", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--digit-count is 0", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void APresetGivesItsOwnTask()
    {
        var task = Preset.Quick.Task;

        Assert.All(Generate("--count", "20", "--preset", "quick").Select(Program), p => Assert.Equal(task.Lines, p.Lines.Length));
        Assert.Equal(7, Program(Generate("--preset", "quick", "--lines", "7")[0]).Lines.Length);
        Assert.Contains("quick", CommandLine.Run("generate", "--preset", "qiuck").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunsProgramsAreThoseOfItsSplitInTheirOrder()
    {
        using var folder = new TemporaryFolder();
        var run = Run.Create(folder.File("a"), TinyPresets.Fresh);
        var splits = run.DrawSplits(CancellationToken.None);

        Assert.Equal(splits.Test, Generate("--run", run.Directory).Select(Program));
        Assert.Equal(splits.Test.Take(7), Generate("--run", run.Directory, "-n", "7", "--split", "test").Select(Program));
        Assert.Equal(splits.Validation, Generate("--run", run.Directory, "--split", "validation").Select(Program));
    }

    [Theory]
    [InlineData("--run RUN --seed 3", "--seed controls how random programs are drawn", "leave out --seed or --run")]
    [InlineData("--run RUN --lines 3", "--lines controls how random programs are drawn", "leave out --lines or --run")]
    [InlineData("--run RUN --count 101", "--count is 101; the split has 100", "at most 100")]
    [InlineData("--split validation", "--split needs a run", "--run")]
    public void WhatDoesNotGoWithARunIsExplained(string options, string error, string hint)
    {
        using var folder = new TemporaryFolder();
        var run = Run.Create(folder.File("a"), TinyPresets.Fresh);
        var answer = CommandLine.Run(["generate", .. options.Replace("RUN", run.Directory, StringComparison.Ordinal).Split(' ')]);

        Assert.Equal((2, ""), (answer.ExitCode, answer.Out));
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
        Assert.Contains(hint, answer.Error, StringComparison.Ordinal);
    }

    private static SymbolicProgram Program(string line) =>
        ProgramParser.Parse(JsonDocument.Parse(line).RootElement.GetProperty("program").GetString()!);

    private static string[] Generate(params string[] options)
    {
        var answer = CommandLine.Run(["generate", "--json", .. options]);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        return answer.Out.TrimEnd('\n').Split('\n');
    }
}
