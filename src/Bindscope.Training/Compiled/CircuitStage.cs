namespace Bindscope.Training.Compiled;

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
