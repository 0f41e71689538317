namespace Bindscope.Training.Presets;

/// <summary>The positions whose prediction counts in the loss.</summary>
public enum LossScope
{
    /// <summary>Causal language modelling on program, query and answer: every next token, as in the paper.</summary>
    AllTokens,

    /// <summary>The answer at the colon of each query, and whatever extra terms the objective declares.</summary>
    Answer,
}
