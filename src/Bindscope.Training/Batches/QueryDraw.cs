using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Training.Batches;

/// <summary>Chooses which live variables of a program are asked for.</summary>
/// <remarks>The first query is the program's own. Each further one draws a depth uniformly among the depths that still have an unasked
/// variable, then a variable of that depth, so that deep queries, which are few in a program, are not drowned by shallow ones. When the
/// variables run out the list starts over. Every asked query counts as a role: one that needs a symbol in a role in which the training must not
/// show it is never asked.</remarks>
internal static class QueryDraw
{
    public static void Fill(SymbolicProgram program, int maximumHops, UnseenRoles unseen, Span<Binding> queries, ref RandomStream random)
    {
        var live = Interpreter.LiveBindings(program);
        queries[0] = live.First(binding => binding.Name == program.Query);
        if (queries.Length == 1)
        {
            return;
        }

        var byDepth = new List<Binding>[maximumHops];
        for (var depth = 1; depth <= maximumHops; depth++)
        {
            byDepth[depth - 1] = [.. live.Where(binding => binding.State.Depth == depth && binding.Name != program.Query && MayBeAsked(binding))];
        }

        for (var q = 1; q < queries.Length; q++)
        {
            var open = 0;
            foreach (var bindings in byDepth)
            {
                open += bindings.Count > 0 ? 1 : 0;
            }

            if (open == 0)
            {
                Repeat(queries, q);
                return;
            }

            var chosen = random.Next(open);
            var pool = byDepth.Where(bindings => bindings.Count > 0).ElementAt(chosen);
            var index = random.Next(pool.Count);
            queries[q] = pool[index];
            pool.RemoveAt(index);
        }

        bool MayBeAsked(Binding binding) => unseen.OccurringIn(program with { Query = binding.Name }).IsEmpty;
    }

    private static void Repeat(Span<Binding> queries, int filled)
    {
        for (var q = filled; q < queries.Length; q++)
        {
            queries[q] = queries[q - filled];
        }
    }
}
