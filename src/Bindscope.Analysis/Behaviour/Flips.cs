namespace Bindscope.Analysis.Behaviour;

/// <summary>Programs that became right or wrong between two checkpoints.</summary>
/// <param name="From">Step of the earlier checkpoint.</param>
/// <param name="To">Step of the later one.</param>
/// <param name="Programs">Programs compared.</param>
/// <param name="BothRight">Right at both.</param>
/// <param name="Gained">Wrong before, right after.</param>
/// <param name="Lost">Right before, wrong after.</param>
/// <param name="PValue">McNemar's exact test that a flip is as likely either way, two-sided.</param>
public sealed record Flips(int From, int To, int Programs, int BothRight, int Gained, int Lost, double PValue);
