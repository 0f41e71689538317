using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Xunit;

namespace Bindscope.Programs.Tests.Language;

/// <summary>Programs, answers and errors that the pages' parser and interpreter are held to as well: tests/fixtures/language.json.</summary>
public sealed class LanguageFixtureTests
{
    private static readonly Fixture All = JsonSerializer.Deserialize<Fixture>(File.ReadAllText(FixturePath()), JsonSerializerOptions.Web)!;

    public static TheoryData<int> Runs { get; } = [.. Enumerable.Range(0, All.Programs.Length)];

    public static TheoryData<int> Refusals { get; } = [.. Enumerable.Range(0, All.Refused.Length)];

    [Theory]
    [MemberData(nameof(Runs))]
    public void AProgramRuns(int index)
    {
        Accepted expected = All.Programs[index];
        SymbolicProgram program = ProgramParser.Parse(expected.Text);
        Bindscope.Programs.Execution.Execution run = Interpreter.Run(program);

        Assert.Equal(expected.Canonical, program.ToText());
        Assert.Equal((expected.Answer, expected.Hops, expected.RootLine), (run.Value, run.Hops, run.RootLine));
        Assert.Equal(expected.ChainLines, run.ChainLines);
        Assert.Equal(expected.Counterfactual, Counterfactual.Default(program).ApplyTo(program).ToText());
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void ATextIsRefused(int index) => Assert.Equal(
        All.Refused[index].Problems,
        Assert.Throws<ProgramException>(() => ProgramParser.Parse(All.Refused[index].Text)).Problems.Select(p => $"{p.Line}:{p.Column} {p.Message}"));

    private static string FixturePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../fixtures/language.json");

    private sealed record Fixture(ImmutableArray<Accepted> Programs, ImmutableArray<Refused> Refused);

    private sealed record Accepted(
        string Text, string Canonical, int Answer, int Hops, int RootLine, ImmutableArray<int> ChainLines, string Counterfactual);

    private sealed record Refused(string Text, ImmutableArray<string> Problems);
}
