using Bindscope.Model;
using Bindscope.Programs.Tokens;
using Bindscope.Runs.Presets;

namespace Bindscope.Training.Compiled;

/// <summary>
/// A circuit that solves the paper's whole task (16 lines, 4 hops, names bound again) with weights set by hand, so that what it does, at
/// which token, in which layer and head is known: what the analyses have to find, and nothing else.
/// </summary>
/// <remarks>
/// docs/calibration.md draws it. Layer 1 finds out roles; layers 2 to 5 hand on along right-hand sides, one hop a layer, so that the
/// right-hand side of depth k holds what it resolves to from layer k on, and the queried variable of n hops from layer n + 1 on; layer 6
/// hands it to the colon. With addresses, layer 7 fetches the digit. With the shortcut, nothing is taken from line 1 and a head of layer 2
/// brings line 1's digit to the colon, where it is said unless something stronger arrives.
/// </remarks>
/// <param name="Kind">What is handed on.</param>
/// <param name="HasShortcut">Whether programs with the answer on line 1 go by the line-1 shortcut.</param>
/// <param name="TestPrograms">Programs of the run's test set.</param>
/// <param name="EvaluationPrograms">How many of them each checkpoint is evaluated on.</param>
public sealed record Circuit(CircuitKind Kind, bool HasShortcut, int TestPrograms = 4_000, int EvaluationPrograms = 4_000)
{
    /// <summary>The layer whose shortcut head writes line 1's digit to the colon.</summary>
    public const int ShortcutLayer = 2;

    /// <summary>The last layer that hands on along right-hand sides, and the first is layer 2.</summary>
    public const int LastFetch = 5;

    /// <summary>The circuit's name, as its run is called.</summary>
    public string Name => $"{Preset.CompiledPrefix}{(Kind == CircuitKind.Values ? "values" : "addresses")}{(HasShortcut ? "-heuristic" : "")}";

    /// <summary>Evaluations of each stage, so that a stage is a level and no step between two: its checkpoint is at the last of them.</summary>
    public const int EvaluationsOfAStage = 3;

    /// <summary>What the checkpoints hold, in order.</summary>
    public IReadOnlyList<CircuitStage> Stages => HasShortcut
        ? [CircuitStage.Nothing, CircuitStage.Shortcut, CircuitStage.Whole]
        : [CircuitStage.Nothing, CircuitStage.Whole];

    /// <summary>The preset of its run: the paper's task, and no training.</summary>
    public Preset Preset => Preset.SmallLm with
    {
        Name = Name,
        Data = new DataSpec(Train: 0, Validation: 100, Test: TestPrograms),
        Model = new ModelSpec(
            Layers: Kind == CircuitKind.Values ? 6 : 7,
            Heads: 4,
            HeadWidth: 64,
            Width: Features.Width,
            MlpWidth: 32,
            Tokenizer.VocabularySize,
            Positions: 103,
            Biases.None,
            RopeBase: 100_000,
            Dropout: 0,
            new Initialization()),
        Training = Preset.SmallLm.Training with
        {
            Steps = StepOf(Stages.Count - 1),
            LearningRate = Preset.SmallLm.Training.LearningRate with { WarmupSteps = 0 },
            EvaluationPrograms = Math.Min(TestPrograms, EvaluationPrograms),
            Evaluations = new Cadence(1, 1),
            Checkpoints = new Cadence(1, 1),
        },
    };

    /// <summary>The step of a stage's checkpoint.</summary>
    /// <param name="place">The stage's place, from 0.</param>
    public static int StepOf(int place) => (EvaluationsOfAStage * (place + 1)) - 1;

    /// <summary>The head, 0-based, that hands on in a layer from 2 to 5: another one in each.</summary>
    /// <param name="layer">The layer.</param>
    public static int FetchHead(int layer) => layer - 2;

    /// <summary>The weights of a stage.</summary>
    internal CircuitSheet Weights(CircuitStage stage)
    {
        ModelSpec spec = Preset.Model;
        var sheet = new CircuitSheet(spec);
        var parts = new CircuitParts(sheet, spec);
        bool values = Kind == CircuitKind.Values;
        parts.Tokens(digitsHoldValues: values);
        if (stage == CircuitStage.Nothing)
        {
            return sheet;
        }

        parts.Roles();
        if (HasShortcut)
        {
            parts.LaterLines();
            parts.Shortcut(ShortcutLayer, head: 3);
        }

        if (stage == CircuitStage.Whole)
        {
            (int what, int count) = values ? (Features.Value, Tokenizer.DigitCount) : (Features.Address, CircuitParts.Lines);
            if (!values)
            {
                parts.OwnAddress();
            }

            for (int layer = 2; layer <= LastFetch; layer++)
            {
                parts.Fetch(layer, FetchHead(layer), what, count, fromLine1: !HasShortcut);
            }

            parts.HandToColon(LastFetch + 1, 0, what, count);
            if (!values)
            {
                parts.FetchByAddress(LastFetch + 2, 1);
            }
        }

        return sheet;
    }
}

/// <summary>What a compiled model hands on along the right-hand sides of a chain.</summary>
public enum CircuitKind
{
    /// <summary>The digit itself: each right-hand side fetches the value of the line it names, one hop a layer.</summary>
    Values,

    /// <summary>The line that the digit stands on: it is handed on in the same way, and the digit is fetched once, at the end.</summary>
    Addresses,
}

/// <summary>How much of a circuit a checkpoint of a compiled run holds.</summary>
public enum CircuitStage
{
    /// <summary>Nothing: every token keeps its embedding, and the model says digit 0 always.</summary>
    Nothing,

    /// <summary>The line-1 shortcut alone.</summary>
    Shortcut,

    /// <summary>The whole circuit.</summary>
    Whole,
}
