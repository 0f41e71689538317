using Bindscope.Analysis.Pairs;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Generalisation;

/// <summary>A form of program: how many lines and hops, where the root stands, and how the rest is drawn.</summary>
internal sealed record Form(Variation Variation, int Lines, int Hops, AnswerLineGroup AnswerLine)
{
    private const int Patience = 200;

    /// <summary>Whether there are such programs.</summary>
    internal bool Exists => Hops <= Lines && FirstRoot <= LastRoot && (Variation != Variation.MovedQuery || LastChainLine <= Lines / 2);

    private int FirstRoot => AnswerLine switch { AnswerLineGroup.First => 1, AnswerLineGroup.Second => 2, _ => 3 };

    private int LastRoot => AnswerLine switch
    {
        AnswerLineGroup.First => 1,
        AnswerLineGroup.Second => Math.Min(2, Lines - Hops + 1),
        _ => Lines - Hops + 1,
    };

    /// <summary>The earliest line on which the chain can end.</summary>
    private int LastChainLine => FirstRoot + Hops - 1;

    /// <summary>Draws programs; each depends on the seed, the form and its number alone.</summary>
    internal SymbolicProgram[] Draw(GeneratorSpec task, Seed seed, int count)
    {
        Seed own = seed.Split($"{Variation} {Lines} {Hops} {AnswerLine}");
        var generators = new Dictionary<int, ShapedProgramGenerator>();
        GeneratorSpec spec = Vary(task);
        var programs = new SymbolicProgram[count];
        for (int i = 0; i < count; i++)
        {
            RandomStream random = own.Split(i).Stream();
            for (int attempt = 0; programs[i] is null; attempt++)
            {
                // A chain that begins late cannot end early.
                int last = Variation == Variation.MovedQuery ? Math.Min(LastRoot, (Lines / 2) - Hops + 1) : LastRoot;
                int root = FirstRoot + random.Next(last - FirstRoot + 1);
                if (!generators.TryGetValue(root, out ShapedProgramGenerator? generator))
                {
                    generators.Add(root, generator = new ShapedProgramGenerator(spec, new ProgramShape(Lines, Hops, root)));
                }

                SymbolicProgram program = generator.Next(ref random);
                bool fits = Variation != Variation.MovedQuery || Interpreter.Run(program).ChainLines[^1] <= Lines / 2;
                if (fits)
                {
                    programs[i] = program;
                }
                else if (attempt == Patience)
                {
                    return programs[..i];
                }
            }
        }

        return programs;
    }

    private GeneratorSpec Vary(GeneratorSpec task) => Variation switch
    {
        Variation.LongDistractorChains => task with { ConstantShare = 0.1 },
        Variation.ManyConstants => task with { ConstantShare = 0.6 },
        Variation.FlatDistractors => task with { DepthExponent = 0 },
        Variation.UniqueNames => task with { Names = NamePolicy.Unique },
        Variation.FewNames => task with { NameCount = 5 },
        _ => task,
    };
}

/// <summary>How the programs of a form differ from the task's in more than their form.</summary>
public enum Variation
{
    /// <summary>Distractors are drawn as in the task.</summary>
    None,

    /// <summary>One line in ten is a constant: distractor chains are longer than in training.</summary>
    LongDistractorChains,

    /// <summary>Six lines in ten are constants.</summary>
    ManyConstants,

    /// <summary>Right-hand sides are any bound variable, whatever its depth.</summary>
    FlatDistractors,

    /// <summary>No name is bound twice.</summary>
    UniqueNames,

    /// <summary>Five names only, so that nearly all are bound again.</summary>
    FewNames,

    /// <summary>The query asks for a chain that ends in the first half of the program.</summary>
    MovedQuery,
}
