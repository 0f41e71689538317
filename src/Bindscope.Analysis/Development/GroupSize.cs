using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Development;

/// <summary>How many programs a group has.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which the last checkpoint solves base and source.</param>
/// <param name="Programs">Pairs that are used.</param>
public sealed record GroupSize(int Hops, AnswerLineGroup AnswerLine, int Tried, int Solved, int Programs);
