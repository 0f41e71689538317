using System.Runtime.ExceptionServices;
using Bindscope.Errors;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Generation;

/// <summary>Programs to train on, to validate with and to test with. No program occurs twice, within a split or across them.</summary>
/// <remarks>
/// The test set is drawn first, then the validation set, then the training set, each from its own branch of the seed. So the test set
/// stays the same, program for program, when another number of training programs is asked for, or when combinations or roles are held out.
/// </remarks>
public sealed class ProgramSplits
{
    private const int BlockLength = 1024;
    private const int BlocksPerRound = 32;

    private readonly HashSet<ulong> heldBack;

    private ProgramSplits(
        HeldOutCombinations heldOut,
        UnseenRoles unseen,
        PackedPrograms train,
        PackedPrograms validation,
        PackedPrograms test,
        HashSet<ulong> heldBack) =>
        (HeldOut, Unseen, Train, Validation, Test, this.heldBack) = (heldOut, unseen, train, validation, test, heldBack);

    /// <summary>The lines <c>variable=digit</c> that no training program has. Validation and test are drawn as if nothing were held out.</summary>
    public HeldOutCombinations HeldOut { get; }

    /// <summary>The symbols that have some role in no training program. Validation and test are drawn as if there were none.</summary>
    public UnseenRoles Unseen { get; }

    /// <summary>The programs to train on.</summary>
    public IReadOnlyList<SymbolicProgram> Train { get; }

    /// <summary>The programs to watch the training with.</summary>
    public IReadOnlyList<SymbolicProgram> Validation { get; }

    /// <summary>The programs to measure with.</summary>
    public IReadOnlyList<SymbolicProgram> Test { get; }

    /// <summary>Whether a program must not be trained on because it is in the validation or the test set.</summary>
    /// <param name="program">Any program, one drawn afresh during training for example.</param>
    /// <returns>True for every program of the two sets; for another program only by an accident of one in 10^14 or rarer.</returns>
    public bool IsHeldBack(SymbolicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return heldBack.Contains(Fingerprint.Of(program));
    }

    /// <summary>Draws all splits. They follow from the arguments alone: any machine and any number of threads gives the same programs.</summary>
    /// <param name="generator">What programs to draw.</param>
    /// <param name="splits">How many.</param>
    /// <param name="seed">The source of chance.</param>
    /// <param name="threads">How many threads draw at once; 0 for as many as the machine has processors.</param>
    /// <param name="cancellation">Stops the drawing.</param>
    /// <exception cref="UserException">A spec contradicts itself, or there are not so many different programs.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ProgramSplits Generate(
        GeneratorSpec generator,
        SplitSpec splits,
        Seed seed,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(splits);
        var unrestricted = new ProgramGenerator(generator);
        if (splits.Validated(generator) is { IsEmpty: false } problems)
        {
            throw new UserException(
                $"No splits can be generated: {string.Join("; ", problems)}.", "Change the numbers of the splits so that they fit together.");
        }

        RandomStream combinations = seed.Split("held-out combinations").Stream();
        var heldOut = HeldOutCombinations.Draw(generator, splits.HeldOutCombinations, ref combinations);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        var known = new HashSet<ulong>((int)splits.Total);

        PackedPrograms test = Draw(unrestricted, splits.Test, seed.Split("test"), known, options);
        PackedPrograms validation = Draw(unrestricted, splits.Validation, seed.Split("validation"), known, options);
        var heldBack = new HashSet<ulong>(known);
        PackedPrograms train = Draw(new ProgramGenerator(generator, heldOut, splits.Unseen), splits.Train, seed.Split("train"), known, options);
        return new ProgramSplits(heldOut, splits.Unseen ?? UnseenRoles.None, train, validation, test, heldBack);
    }

    /// <summary>Draws programs that are not known yet.</summary>
    /// <remarks>Blocks of programs are drawn at the same time, each from its own branch of the seed; then they are gone through in their
    /// order, and known programs are dropped. Only one round of blocks is unpacked at a time.</remarks>
    private static PackedPrograms Draw(ProgramGenerator generator, int count, Seed seed, HashSet<ulong> known, ParallelOptions options)
    {
        var programs = new PackedPrograms(generator.Spec.Lines, count);
        for (int firstBlock = 0; programs.Count < count;)
        {
            int blocks = Math.Min(BlocksPerRound, (count - programs.Count + BlockLength - 1) / BlockLength);
            int before = programs.Count;
            foreach (SymbolicProgram program in DrawBlocks(generator, seed, firstBlock, blocks, options).SelectMany(block => block))
            {
                if (programs.Count < count && known.Add(Fingerprint.Of(program)))
                {
                    programs.Add(program);
                }
            }

            if (programs.Count < count && programs.Count - before < blocks * BlockLength / 100)
            {
                throw new UserException(
                    $"There are hardly {count:N0} different programs of this kind: after {known.Count:N0}, 99 of 100 had been drawn before.",
                    "Ask for fewer programs, or for longer ones with more names or digits.");
            }

            firstBlock += blocks;
        }

        return programs;
    }

    private static SymbolicProgram[][] DrawBlocks(ProgramGenerator generator, Seed seed, int firstBlock, int blocks, ParallelOptions options)
    {
        var drawn = new SymbolicProgram[blocks][];
        try
        {
            Parallel.For(0, blocks, options, i =>
            {
                RandomStream random = seed.Split(firstBlock + i).Stream();
                generator.Fill(ref random, drawn[i] = new SymbolicProgram[BlockLength]);
            });
        }
        catch (AggregateException many) when (many.InnerExceptions[0] is UserException first)
        {
            ExceptionDispatchInfo.Throw(first); // every block fails for the same reason; one message is enough
        }

        return drawn;
    }
}

/// <summary>A program as one number of 64 bits, the same on every machine.</summary>
/// <remarks>Equal programs have equal fingerprints. Two different ones share one with a chance of 2^-64; among half a million programs it happens to
/// any pair with a chance of 1 in 150 million. A set of fingerprints may thus take a program for known that is not, never the other way round.</remarks>
internal static class Fingerprint
{
    public static ulong Of(SymbolicProgram program)
    {
        ulong state = RandomStream.Mix(program.Query);
        foreach ((char name, char right) in program.Lines)
        {
            state = RandomStream.Mix(unchecked(state + ((ulong)name << 16 | right) * RandomStream.Gamma));
        }

        return state;
    }
}
