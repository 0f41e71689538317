using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Training.Presets;

namespace Bindscope.Training.Batches;

/// <summary>Goes through the training split in a new order each epoch; what is left over at an epoch's end begins the next one's batch.</summary>
internal sealed class SplitSource(ProgramSplits splits, int batch, Seed seed) : IProgramSource
{
    private readonly Lock gate = new();
    private (long Epoch, int[] Order) current = (-1, []);

    public SymbolicProgram[] Programs(int step, Stage stage, int from, int count)
    {
        var programs = new SymbolicProgram[count];
        for (var i = 0; i < count; i++)
        {
            var (epoch, place) = Math.DivRem((long)step * batch + from + i, splits.Train.Count);
            programs[i] = splits.Train[Order(epoch)[(int)place]];
        }

        return programs;
    }

    private int[] Order(long epoch)
    {
        lock (gate)
        {
            if (current.Epoch != epoch)
            {
                var order = Enumerable.Range(0, splits.Train.Count).ToArray();
                var random = seed.Split(epoch).Stream();
                for (var i = order.Length - 1; i > 0; i--)
                {
                    var j = random.Next(i + 1);
                    (order[i], order[j]) = (order[j], order[i]);
                }

                current = (epoch, order);
            }

            return current.Order;
        }
    }
}
