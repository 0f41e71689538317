namespace Bindscope.Analysis.Generalisation.HeldOut;

/// <summary>Which run without some combinations a run is put beside.</summary>
/// <param name="Without">The other run, as a command names it.</param>
/// <param name="Programs">How many programs its stored answer is about.</param>
public sealed record HeldOutBesideSpec(string Without, int Programs);
