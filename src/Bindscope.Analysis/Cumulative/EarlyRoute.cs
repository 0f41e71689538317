using Bindscope.Analysis.Phases;

namespace Bindscope.Analysis.Cumulative;

/// <summary>Whether the last checkpoint brings digits of the first two lines to the colon earlier than others.</summary>
/// <param name="Layer">The layer entered, 2 or more, at which those digits are furthest ahead at the colon.</param>
/// <param name="FirstTwoLines">Success of patching the colon there, answers on line 1 or 2.</param>
/// <param name="Later">The same for later lines.</param>
/// <param name="IsRetained">Whether they are at least ten points ahead.</param>
public sealed record EarlyRoute(int Layer, Proportion FirstTwoLines, Proportion Later, bool IsRetained);
