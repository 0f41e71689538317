namespace Bindscope.Analysis.Live;

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record ExampleQuestion(int Format, string Base, string Source);
