namespace Bindscope.Analysis.Generalisation.Unseen;

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record UnseenQuestion(int Format, int Programs);
