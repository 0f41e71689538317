namespace Bindscope.Analysis.Behaviour.Comparison;

/// <summary>A program that one of two models answers rightly.</summary>
/// <param name="Index">Its place in the test set, 0-based.</param>
/// <param name="Text">The program.</param>
/// <param name="Answer">Its answer.</param>
/// <param name="FirstSays">What the first model says; a digit's token is the digit.</param>
/// <param name="SecondSays">What the second says.</param>
public sealed record FlippedProgram(int Index, string Text, int Answer, int FirstSays, int SecondSays);
