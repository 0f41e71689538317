using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Batches;

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
