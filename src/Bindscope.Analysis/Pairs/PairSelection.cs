using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Given;
using Bindscope.Errors;
using Bindscope.Programs.Language;
using Bindscope.Runs;

namespace Bindscope.Analysis.Pairs;

/// <summary>Which programs an analysis uses: pairs of each group (hops x answer-line group), fewer where the test set has no more; or a user's own,
/// all of them.</summary>
public sealed record PairSelection(
    [Field(
        "programs of each group (hops x answer line); or a file of your own, as text, JSON lines or CSV",
        Least = 1,
        Form = typeof(ProgramCountForm))]
    int Programs = 200,
    [Field("draws the counterfactuals; the same seed gives the same pairs")] ulong Seed = 1,
    [Field(
        "also count programs that the model gets wrong (by default base and counterfactual must both be solved)",
        Option = "--all-programs",
        Flag = nameof(SolvedRule.All),
        Chooses = true)]
    SolvedRule Solved = SolvedRule.BothSolved,
    [Field("only programs of these referential depths", Least = 1, Chooses = true)] ImmutableArray<int> Hops = default,
    [Field("only programs whose answer is on this line: 1, 2 or later", Option = "--answer-line", Form = typeof(AnswerLineForm), Chooses = true)]
    ImmutableArray<AnswerLineGroup> AnswerLines = default,
    [Field("a file of programs", Option = "--programs", Form = typeof(GivenProgramsForm), Folder = "{0}", InsteadOf = "--programs")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    GivenFile? OwnPrograms = null,
    [Field(
        "a file of your own pairs instead, as JSON lines or CSV (base, source, label, source_label): the sources are where patches come from",
        Option = "--pairs",
        Form = typeof(GivenPairsForm),
        Folder = "{0}",
        InsteadOf = "--programs")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    GivenFile? OwnPairs = null)
{
    /// <summary>Programs of each group; of a user's own all.</summary>
    [JsonPropertyOrder(-1)]
    public int Programs { get; init; } = (OwnPairs ?? OwnPrograms)?.Count ?? Programs;

    /// <summary>The user's own file; none for the test set.</summary>
    internal IEnumerable<GivenFile> Own => new[] { OwnPrograms, OwnPairs }.OfType<GivenFile>();

    /// <summary>Referential depths; empty for all that the test set has.</summary>
    public ImmutableArray<int> Hops { get; init; } = Hops.IsDefault ? [] : Hops;

    /// <summary>Groups of answer lines; empty for all.</summary>
    public ImmutableArray<AnswerLineGroup> AnswerLines { get; init; } = AnswerLines.IsDefault ? [] : AnswerLines;

    /// <summary>What is selected from: the user's own programs, or the run's test set.</summary>
    internal IReadOnlyList<SymbolicProgram> ProgramsOf(Run run, CancellationToken cancellation) => OwnPrograms is { } file
        ? [.. OwnCases.ProgramsOf(file, run.Preset.Model).Select(one => one.Program)]
        : run.HeldBackSplits(cancellation).Test;

    /// <summary>The same, of the run's most hops where none are named and the programs are its own.</summary>
    internal PairSelection OrDeepest(Run run) =>
        Hops.IsEmpty && OwnPrograms is null ? this with { Hops = [run.Preset.Task.MaximumHops] } : this;

    /// <summary>Whether a group is wanted.</summary>
    internal bool Wants(int hops, AnswerLineGroup answerLine) =>
        (Hops.IsEmpty || Hops.Contains(hops)) && (AnswerLines.IsEmpty || AnswerLines.Contains(answerLine));
}

/// <summary>Which pairs count.</summary>
public enum SolvedRule
{
    /// <summary>Those of which the model answers both programs correctly.</summary>
    BothSolved,

    /// <summary>All, whatever the model answers.</summary>
    All,
}

/// <summary>Where a program's root stands, as the paper groups programs: its heuristics answer from the first two lines.</summary>
public enum AnswerLineGroup
{
    /// <summary>On line 1, where the line-1 heuristic is right.</summary>
    First,

    /// <summary>On line 2, where the line-2 heuristic is right.</summary>
    Second,

    /// <summary>On line 3 or later, where neither is.</summary>
    Later,
}

/// <summary>The groups' names and members.</summary>
public static class AnswerLineGroups
{
    /// <summary>The group that an answer line belongs to.</summary>
    /// <param name="rootLine">The line that holds the root, 1-based.</param>
    public static AnswerLineGroup Of(int rootLine) => rootLine switch
    {
        1 => AnswerLineGroup.First,
        < FirstLaterLine => AnswerLineGroup.Second,
        _ => AnswerLineGroup.Later,
    };

    /// <summary>The first line of <see cref="AnswerLineGroup.Later"/>, 1-based.</summary>
    internal const int FirstLaterLine = 3;

    /// <summary>The group as a user writes it.</summary>
    /// <param name="group">The group.</param>
    /// <returns><c>1</c>, <c>2</c> or <c>later</c>.</returns>
    public static string NameOf(AnswerLineGroup group) => group switch
    {
        AnswerLineGroup.First => "1",
        AnswerLineGroup.Second => "2",
        _ => "later",
    };

    /// <summary>The group in a sentence.</summary>
    /// <param name="group">The group.</param>
    /// <returns>Such as <c>its answer on line 1</c>.</returns>
    public static string Words(AnswerLineGroup group) => group switch
    {
        AnswerLineGroup.First => "its answer on line 1",
        AnswerLineGroup.Second => "its answer on line 2",
        _ => "its answer after line 2",
    };

    /// <summary>Reads a group's name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="UserException">There is no such group.</exception>
    public static AnswerLineGroup Parse(string name)
    {
        foreach (AnswerLineGroup group in Enum.GetValues<AnswerLineGroup>())
        {
            if (NameOf(group) == name)
            {
                return group;
            }
        }

        throw new UserException($"'{name}' is no group of answer lines", "write 1, 2 or later");
    }
}

/// <summary>A group of answer lines on the command line: 1, 2 or later.</summary>
public sealed class AnswerLineForm : IFieldForm
{
    /// <inheritdoc/>
    public object Read(string text, Run run) => AnswerLineGroups.Parse(text);

    /// <inheritdoc/>
    public string Write(object? value) => value is AnswerLineGroup group ? AnswerLineGroups.NameOf(group) : "";
}
