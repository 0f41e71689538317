namespace Bindscope.Analysis.Behaviour;

/// <summary>Programs that went from one outcome to another between two neighbouring checkpoints.</summary>
/// <param name="From">Step of the earlier checkpoint.</param>
/// <param name="To">Step of the later one.</param>
/// <param name="Before">Outcome at the earlier one.</param>
/// <param name="After">Outcome at the later one.</param>
/// <param name="Programs">How many; never 0.</param>
public sealed record Transition(int From, int To, Outcome Before, Outcome After, int Programs);
