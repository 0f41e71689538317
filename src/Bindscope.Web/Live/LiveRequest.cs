using System.Collections.Immutable;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Roles;
using Bindscope.Web.Problems;

namespace Bindscope.Web.Live;

/// <summary>Parts of one program at one checkpoint.</summary>
/// <param name="Program">The base program's text.</param>
/// <param name="Parts">Which parts.</param>
/// <param name="Source">The source program's text; null for the default counterfactual.</param>
internal sealed record LiveRequest(string Program, ImmutableArray<LivePart> Parts, string? Source = null);

/// <summary>Programs whose answers are wanted.</summary>
/// <param name="Programs">Their texts, 1 or more.</param>
internal sealed record AskRequest(ImmutableArray<string> Programs);

/// <summary>What a checkpoint says to programs.</summary>
/// <param name="Step">The checkpoint.</param>
/// <param name="Answers">In the order of the programs.</param>
internal sealed record AskResult(int Step, ImmutableArray<AskedProgram> Answers);

/// <summary>Patches in one program, all in one forward pass.</summary>
/// <param name="Program">The base program's text.</param>
/// <param name="Interventions">The places, 1 or more.</param>
/// <param name="Source">The source program's text; null for the default counterfactual.</param>
internal sealed record PatchRequest(string Program, ImmutableArray<PatchPlace> Interventions, string? Source = null);

/// <summary>A place that is patched or ablated.</summary>
/// <param name="Site">The site, as <c>patch pair</c> takes it: <c>residual.in:3</c>.</param>
/// <param name="Head">1-based; 0 for all heads, and for sites that have none.</param>
/// <param name="Role">The token by its role; null where <paramref name="Position"/> says it.</param>
/// <param name="Position">The token, 0-based; null where <paramref name="Role"/> says it.</param>
/// <param name="Action">What is done there.</param>
/// <param name="Key">Of a cut edge the token that is attended to, 0-based.</param>
internal sealed record PatchPlace(string Site, int Head = 0, string? Role = null, int? Position = null, PatchAction Action = PatchAction.Patch, int Key = 0)
{
    internal PairPatchSpec Spec() => (Role, Position) switch
    {
        ({ } role, null) => new PairPatchSpec(Site, Head, TokenRole.Parse(role), Action, Key),
        (null, >= 0 and int position) => new PairPatchSpec(Site, Head, new TokenRole(TokenRoleKind.Absolute, position), Action, Key),
        _ => throw new RefusedException(400, "an intervention names its token either by a role or by a position from 0"),
    };
}

/// <summary>One program at every checkpoint.</summary>
/// <param name="Program">The program's text.</param>
internal sealed record TrainingLogitsRequest(string Program);
