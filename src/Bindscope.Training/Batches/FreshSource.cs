using System.Collections.Concurrent;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Batches;

/// <summary>Draws new programs for every step and leaves out those of the validation and test splits.</summary>
internal sealed class FreshSource(GeneratorSpec task, ProgramSplits splits, Seed seed) : IProgramSource
{
    private readonly ConcurrentDictionary<(int Lines, int Hops), ProgramGenerator> generators = new();

    public SymbolicProgram[] Programs(int step, Stage stage, int from, int count)
    {
        var generator = generators.GetOrAdd(
            (stage.Lines, stage.MaximumHops),
            size => new ProgramGenerator(OfSize(size.Lines, size.Hops)));
        var stepSeed = seed.Split(step);
        var programs = new SymbolicProgram[count];
        Span<char> names = stackalloc char[stage.FewNames];
        for (var i = 0; i < count; i++)
        {
            var random = stepSeed.Split(from + i).Stream();
            var few = stage.FewNames > 0 && random.Next(2) == 0;
            do
            {
                if (few)
                {
                    DrawNames(names, ref random);
                }

                programs[i] = few ? generator.Next(ref random, names) : generator.Next(ref random);
            }
            while (splits.IsHeldBack(programs[i]));
        }

        return programs;
    }

    /// <summary>Programs of an easier stage have no line deeper than its queries: with one hop, every line is a constant.</summary>
    private GeneratorSpec OfSize(int lines, int hops) => lines == task.Lines && hops == task.MaximumHops
        ? task
        : task with { Lines = lines, MaximumHops = hops, Depth = DepthPolicy.Capped };

    private void DrawNames(Span<char> names, ref RandomStream random)
    {
        Span<char> all = stackalloc char[task.NameCount];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = (char)('a' + i);
        }

        for (var i = 0; i < names.Length; i++)
        {
            var j = i + random.Next(all.Length - i);
            (all[i], all[j]) = (all[j], all[i]);
            names[i] = all[i];
        }
    }
}
