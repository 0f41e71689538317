namespace Bindscope.Training.Loop;

/// <summary>Is told the logits of one program of many.</summary>
/// <param name="program">The program's index.</param>
/// <param name="logits">At each token of its prompt, [4n+3, V]; valid during the call.</param>
public delegate void LogitsReader(int program, ReadOnlySpan<float> logits);
