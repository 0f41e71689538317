namespace Bindscope.Analysis.Behaviour;

/// <summary>What one checkpoint's file answers; a file that answers another question is computed anew.</summary>
internal sealed record BehaviourQuestion(int Format, int Programs);
