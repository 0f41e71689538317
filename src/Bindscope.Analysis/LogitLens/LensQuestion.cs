namespace Bindscope.Analysis.LogitLens;

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record LensQuestion(int Format, int Programs);
