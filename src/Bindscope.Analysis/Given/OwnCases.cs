using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Given;

/// <summary>
/// A user's own programs and pairs as analyses take them, which average over programs and name tokens by what they do: of one length, and of a
/// pair with the same query over a chain of as many hops, with different answers. What is not so is refused by its line: it would be counted wrongly.
/// </summary>
public static class OwnCases
{
    /// <summary>The programs of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="model">The model that is asked.</param>
    /// <exception cref="UserException">One does not fit the others, or the model.</exception>
    public static ImmutableArray<GivenProgram> ProgramsOf(GivenFile file, ModelSpec model)
    {
        ImmutableArray<GivenProgram> programs = file.Programs();
        RequireOneLength(programs, file.File, model);
        return programs;
    }

    /// <summary>The pairs of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="model">The model that is asked.</param>
    /// <param name="tokens">Which tokens of a source are taken for the base's.</param>
    /// <exception cref="UserException">The programs of one cannot be patched from each other, or one does not fit the others, or the model.</exception>
    public static ImmutableArray<GivenPair> PairsOf(GivenFile file, ModelSpec model, SourceTokens tokens)
    {
        ImmutableArray<GivenPair> pairs = file.Pairs();
        GivenPrograms.RequirePatchable(pairs, file.File);
        RequireOneLength([.. pairs.Select(pair => pair.Base)], file.File, model);
        foreach (GivenPair pair in pairs)
        {
            (SymbolicProgram first, SymbolicProgram second) = (pair.Base.Program, pair.Source.Program);
            (Execution before, Execution after) = (Interpreter.Run(first), Interpreter.Run(second));
            (string? problem, string hint) = (first.Query == second.Query, before.Hops == after.Hops, before.Value == after.Value) switch
            {
                (false, _, _) => ($"the base asks #{first.Query}:, the source #{second.Query}:",
                    "give both the same query: a patch from another question is no answer"),
                (_, false, _) => (FormattableString.Invariant($"the base's chain has {before.Hops} hops, the source's {after.Hops}"),
                    "give chains of as many hops: tokens are matched by their place in the chain"),
                (_, _, true) => (FormattableString.Invariant($"base and source both answer {before.Value}"),
                    "give a source with another answer: else following it cannot be told from keeping the base's"),
                _ when tokens == SourceTokens.ByPosition && !before.ChainLines.SequenceEqual(after.ChainLines) => (
                    $"the base's chain is on the lines {string.Join(", ", before.ChainLines)}, the source's on {string.Join(", ", after.ChainLines)}",
                    "give chains on the same lines: edges are matched by position; residual, heads and mlp take such pairs"),
                _ => (null, ""),
            };
            if (problem is not null)
            {
                throw new UserException($"{file.File}, line {pair.Line}: {problem}", $"{hint}; `ask` and `eval --pairs` take such pairs");
            }
        }

        return pairs;
    }

    private static void RequireOneLength(ImmutableArray<GivenProgram> programs, string file, ModelSpec model)
    {
        GivenPrograms.RequireRoom(programs, file, model);
        int length = programs[0].Program.Lines.Length;
        if (programs.FirstOrDefault(one => one.Program.Lines.Length != length) is { } other)
        {
            throw new UserException(
                $"{file}, line {other.Line}: a program of {other.Program.Lines.Length} lines, where line {programs[0].Line} has one of {length}",
                "give one file for each length; `ask` and `eval` take them together");
        }
    }
}
