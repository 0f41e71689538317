using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Development;

/// <summary>Success at a followed cell in one group of programs at one checkpoint.</summary>
/// <param name="Layer">The layer that the residual enters, 1-based.</param>
/// <param name="Role">The token.</param>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Success">Share of programs whose top digit becomes the counterfactual's.</param>
public sealed record CellSuccess(int Layer, TokenRole Role, int Hops, AnswerLineGroup AnswerLine, Proportion Success);
