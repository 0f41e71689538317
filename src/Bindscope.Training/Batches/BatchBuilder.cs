using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Batches;

/// <summary>Turns programs into a batch under an objective.</summary>
internal static class BatchBuilder
{
    /// <summary>Builds a batch of programs of one length.</summary>
    /// <param name="programs">The programs; all with the same number of lines.</param>
    /// <param name="objective">What is supervised.</param>
    /// <param name="maximumHops">Further queries are no deeper than this.</param>
    /// <param name="queries">Draws the further queries of each program, from the branch of its index.</param>
    /// <param name="from">Index in the step's batch of the first of these programs; so a part of a batch asks what the whole one
    /// asks.</param>
    /// <param name="unseen">Symbols that no query may need in some role; null for none.</param>
    public static Batch Build(
        IReadOnlyList<SymbolicProgram> programs, Objective objective, int maximumHops, Seed queries, int from, UnseenRoles? unseen = null)
        => objective.Loss != LossScope.Answer
            ? NextTokens(programs, objective.Loss == LossScope.AllTokens)
            : Answers(
                programs,
                objective,
                b => Queries(programs[b], objective.Queries, maximumHops, unseen ?? UnseenRoles.None, queries.Split(from + b).Stream()));

    private static Batch NextTokens(IReadOnlyList<SymbolicProgram> programs, bool rightHandSides)
    {
        var lines = programs[0].Lines.Length;
        var layout = new SequenceLayout(4 * lines + 3);
        var length = layout.Length;
        var supervision = new Supervision(programs.Count * (rightHandSides ? length : length - lines));
        var tokens = new int[programs.Count * length];
        HashSet<int> leftOut = [.. Enumerable.Range(1, lines).Select(Positions.Right)];
        for (var b = 0; b < programs.Count; b++)
        {
            var prompt = Tokenizer.Encode(programs[b]);
            for (var t = 0; t < length; t++)
            {
                tokens[b * length + t] = prompt[t];
            }

            supervision.Add(b * length + length - 1, Interpreter.Run(programs[b]).Value, 1f / length);
        }

        for (var b = 0; b < programs.Count; b++)
        {
            for (var t = 0; t + 1 < length; t++)
            {
                if (rightHandSides || !leftOut.Contains(t + 1))
                {
                    supervision.Add(b * length + t, tokens[b * length + t + 1], 1f / length);
                }
            }
        }

        return supervision.Batch(tokens, layout, programs.Count);
    }

    private static Binding[] Queries(SymbolicProgram program, int count, int maximumHops, UnseenRoles unseen, RandomStream random)
    {
        var queries = new Binding[count];
        QueryDraw.Fill(program, maximumHops, unseen, queries, ref random);
        return queries;
    }

    private static Batch Answers(IReadOnlyList<SymbolicProgram> programs, Objective objective, Func<int, Binding[]> queriesOf)
    {
        var lines = programs[0].Lines.Length;
        var prefix = 4 * lines;
        var layout = objective.Queries == 1 ? new SequenceLayout(prefix + 3) : new SequenceLayout(prefix, objective.Queries, 3);
        var length = layout.Length;
        var tokens = new int[programs.Count * length];
        var queries = new List<Binding>(programs.Count * objective.Queries);
        var executions = new Execution[programs.Count];
        for (var b = 0; b < programs.Count; b++)
        {
            executions[b] = Interpreter.Run(programs[b]);
            var row = queriesOf(b);
            queries.AddRange(row);
            WriteTokens(programs[b], row, tokens.AsSpan(b * length, length));
        }

        var supervision = new Supervision(programs.Count * (2 * objective.Queries + lines));
        var share = 1f / objective.Queries;
        for (var i = 0; i < queries.Count; i++)
        {
            supervision.Add(Place(i, 2), Value(i), share);
        }

        for (var i = 0; i < queries.Count && objective.AnswerAtQueryVariable > 0; i++)
        {
            supervision.Add(Place(i, 1), Value(i), share * (float)objective.AnswerAtQueryVariable);
        }

        for (var i = 0; i < programs.Count * lines && objective.ValueAtRightHandSide > 0; i++)
        {
            var (b, line) = (i / lines, i % lines + 1);
            var weight = (float)objective.ValueAtRightHandSide / lines;
            supervision.Add(b * length + Positions.Right(line), executions[b].Lines[line - 1].Value, weight);
        }

        return supervision.Batch(tokens, layout, queries.Count);

        int Place(int query, int token) => query / objective.Queries * length + prefix + 3 * (query % objective.Queries) + token;
        int Value(int query) => executions[query / objective.Queries].Lines[queries[query].Line - 1].Value;
    }

    private static void WriteTokens(SymbolicProgram program, ReadOnlySpan<Binding> queries, Span<int> row)
    {
        var prompt = Tokenizer.Encode(program);
        var prefix = prompt.Length - 3;
        for (var t = 0; t < prefix; t++)
        {
            row[t] = prompt[t];
        }

        for (var q = 0; q < queries.Length; q++)
        {
            row[prefix + 3 * q] = prompt[prefix];
            row[prefix + 3 * q + 1] = Tokenizer.Encode(queries[q].Name);
            row[prefix + 3 * q + 2] = prompt[prefix + 2];
        }
    }
}
