using System.Collections.Concurrent;
using Bindscope.Errors;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Batches;

/// <summary>Where the programs of a step come from; the same programs for the same (step, index) always.</summary>
internal interface IProgramSource
{
    /// <summary>Programs <paramref name="from"/> to <paramref name="from"/> + <paramref name="count"/> - 1 of a step's batch.</summary>
    SymbolicProgram[] Programs(int step, Stage stage, int from, int count);
}

/// <summary>
/// Draws new programs for every step and leaves out those of the validation and test splits, and the lines and roles that are held out.
/// </summary>
internal sealed class FreshSource(GeneratorSpec task, ProgramSplits splits, Seed seed) : IProgramSource
{
    /// <summary>After so many held-back programs in a row there is nothing else to draw.</summary>
    private const int MaximumAttempts = 10_000;

    private readonly ConcurrentDictionary<GeneratorSpec, ProgramGenerator> generators = new();

    public SymbolicProgram[] Programs(int step, Stage stage, int from, int count)
    {
        var generator = generators.GetOrAdd(stage.Task(task), spec => new ProgramGenerator(spec, splits.HeldOut, splits.Unseen));
        var stepSeed = seed.Split(step);
        var programs = new SymbolicProgram[count];
        Span<char> names = stackalloc char[stage.FewNames];
        for (var i = 0; i < count; i++)
        {
            var random = stepSeed.Split(from + i).Stream();
            var few = stage.FewNames > 0 && random.Next(2) == 0;
            var attempts = 0;
            do
            {
                if (++attempts > MaximumAttempts)
                {
                    throw NothingLeft(generator.Spec);
                }

                if (few)
                {
                    DrawNames(names, ref random);
                    if (!splits.Unseen.LeavesEnough(names, generator.Spec))
                    {
                        continue; // perhaps no chain can be made of these names without an unseen role
                    }
                }

                programs[i] = few ? generator.Next(ref random, names) : generator.Next(ref random);
            }
            while (programs[i] is null || splits.IsHeldBack(programs[i]));
        }

        return programs;
    }

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

    private static UserException NothingLeft(GeneratorSpec spec) => new(
        $"the validation and test splits hold nearly every program of {spec.Lines} lines and {spec.MaximumHops} hops: "
        + "none is left to train on",
        "make data.validation and data.test smaller, or the programs longer");
}

/// <summary>Goes through the training split in a new order each epoch; what is left over at an epoch's end begins the next one's
/// batch.</summary>
internal sealed class SplitSource(ProgramSplits splits, TrainingSpec training, Seed seed) : IProgramSource
{
    private readonly Lock gate = new();

    /// <summary>Of even and odd epochs: a batch may reach from one into the next, and its parts are asked for at the same time.</summary>
    private readonly (long Epoch, int[] Order)[] orders = [(-1, []), (-1, [])];

    public SymbolicProgram[] Programs(int step, Stage stage, int from, int count)
    {
        var programs = new SymbolicProgram[count];
        for (var i = 0; i < count; i++)
        {
            var (epoch, place) = Math.DivRem(training.ProgramsBefore(step) + from + i, splits.Train.Count);
            programs[i] = splits.Train[Order(epoch)[(int)place]];
        }

        return programs;
    }

    private int[] Order(long epoch)
    {
        lock (gate)
        {
            ref var known = ref orders[epoch & 1];
            if (known.Epoch != epoch)
            {
                known = (epoch, Shuffled(seed.Split(epoch).Stream()));
            }

            return known.Order;
        }
    }

    private int[] Shuffled(RandomStream random)
    {
        var order = Enumerable.Range(0, splits.Train.Count).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
