using Bindscope.Analysis.Results;
using Bindscope.Analysis.Roles;

namespace Bindscope.Analysis.Patching;

/// <summary>The effect of patching one head or MLP at one token.</summary>
/// <param name="Role">The token.</param>
/// <param name="Hops">Referential depth of the programs.</param>
/// <param name="Effect">How much logit(source's answer) - logit(base's answer) grew against the base run, mean.</param>
/// <param name="Success">Share of programs of which the top digit became the source's answer.</param>
public sealed record RoleEffect(TokenRole Role, int Hops, Estimate Effect, double Success);
