namespace Bindscope.Runs.Presets;

/// <summary>What the loss is taken over, and which extra terms assist it.</summary>
/// <param name="Loss">Every token, as in the paper, all but right-hand sides, or the answers alone.</param>
/// <param name="Queries">Queries asked of each program in one forward pass; 1 is the paper's. The first is the program's own.</param>
/// <param name="AnswerAtQueryVariable">Weight of a second loss term: the answer, read already at the query variable. 0 leaves it
/// out.</param>
/// <param name="ValueAtRightHandSide">Weight of a third loss term: each line's resolved value, read at its right-hand side. 0 leaves it
/// out.</param>
/// <remarks>The two extra terms and more than one query are assistance: the paper has none of them. They must be declared beside
/// every result; <see cref="Preset.Assistance"/> puts them into words.</remarks>
public sealed record Objective(
    LossScope Loss = LossScope.AllTokens,
    int Queries = 1,
    double AnswerAtQueryVariable = 0,
    double ValueAtRightHandSide = 0)
{
    internal IEnumerable<string> Problems()
    {
        if (Queries is < 1 or > 26)
        {
            yield return $"training.objective.queries is {Queries}; it must be 1 to 26";
        }

        if (AnswerAtQueryVariable is not >= 0 || ValueAtRightHandSide is not >= 0
            || !double.IsFinite(AnswerAtQueryVariable + ValueAtRightHandSide))
        {
            yield return "training.objective: the weights of extra terms must be 0 or more";
        }

        if (Loss != LossScope.Answer && (AnswerAtQueryVariable > 0 || ValueAtRightHandSide > 0 || Queries > 1))
        {
            yield return "training.objective: extra terms and several queries go with loss 'answer' only; under the other losses these "
                + "positions already have the next token as their target";
        }
    }
}

/// <summary>The positions whose prediction counts in the loss.</summary>
public enum LossScope
{
    /// <summary>Causal language modelling on program, query and answer: every next token, as in the paper.</summary>
    AllTokens,

    /// <summary>Every next token but digits and variables on right-hand sides; the others weigh what they weigh among all. An ablation: what the
    /// generator's preference for deep variables pays for tracking depths is taken away there.</summary>
    NoRightHandSides,

    /// <summary>The answer at the colon of each query, and whatever extra terms the objective declares.</summary>
    Answer,
}
