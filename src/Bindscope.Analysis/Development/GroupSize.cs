using Bindscope.Analysis.Pairs;

namespace Bindscope.Analysis.Development;

/// <summary>How many programs a group has.</summary>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Tried">Programs that were looked at.</param>
/// <param name="Solved">Of those, the ones of which the last checkpoint solves base and source.</param>
/// <param name="Programs">Pairs on which the cells are followed.</param>
/// <param name="Choosing">Other pairs, which chose the cells; 0 where the cells were given.</param>
public sealed record GroupSize(int Hops, AnswerLineGroup AnswerLine, int Tried, int Solved, int Programs, int Choosing = 0);
