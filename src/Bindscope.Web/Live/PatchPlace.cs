using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Roles;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Web.Problems;

namespace Bindscope.Web.Live;

/// <summary>What is done at a <see cref="PatchPlace"/>.</summary>
internal enum PatchAction
{
    /// <summary>The source run's vector is put there.</summary>
    Patch,

    /// <summary>Zeros are put there.</summary>
    Zero,

    /// <summary>A head no longer attends from the token to another one; its other weights are scaled to sum to 1 again (attention knockout).</summary>
    Cut,
}

/// <summary>An intervention in one program in short: one vector or one edge, whose token may be named by its role.</summary>
/// <param name="Site">The site, as <c>patch pair</c> takes it: <c>residual.in:3</c>.</param>
/// <param name="Head">1-based; 0 for all heads, and for sites that have none.</param>
/// <param name="Role">The token by its role; null where <paramref name="Position"/> says it.</param>
/// <param name="Position">The token, 0-based; null where <paramref name="Role"/> says it.</param>
/// <param name="Action">What is done there.</param>
/// <param name="Key">Of a cut edge the token that is attended to, 0-based.</param>
/// <remarks>Attention knockout: Geva et al., Dissecting Recall of Factual Associations in Auto-Regressive Language Models, 2023, section 5.</remarks>
internal sealed record PatchPlace(string Site, int Head = 0, string? Role = null, int? Position = null, PatchAction Action = PatchAction.Patch, int Key = 0)
{
    /// <summary>The interventions that it stands for in a program: one, or one for each of several tokens that are named together.</summary>
    /// <param name="pair">Base and source.</param>
    /// <exception cref="Errors.UserException">It is no site, or a program has no such token.</exception>
    internal ImmutableArray<Intervention> In(ProgramPair pair)
    {
        TokenRole role = (Role, Position) switch
        {
            ({ } named, null) => TokenRole.Parse(named),
            (null, >= 0 and int position) => new TokenRole(TokenRoleKind.Absolute, position),
            _ => throw new RefusedException(400, "an intervention names its token either by a role or by a position from 0"),
        };
        Site site = Model.Site.Parse(Site);
        (int to, _) = (role.RequiredIn(pair.BaseExecution), role.RequiredIn(pair.SourceExecution));
        if (Action == PatchAction.Cut)
        {
            return site.Kind == SiteKind.AttentionPattern
                ? [
                    new Intervention.CutEdges(
                        new EdgePlace([site.Layer], Head == 0 ? [] : [Head], new TokenEdges.Same([new AttentionEdge(to, Key)])), RestOfPattern.Rescaled),
                ]
                : throw new RefusedException(400, $"edges are cut at attention.pattern:LAYER, not at {Site}");
        }

        return
        [
            .. from member in role.Members()
               let position = member.PositionIn(pair.BaseExecution)
               let source = member.PositionIn(pair.SourceExecution)
               where position >= 0 && source >= 0
               let place = Place.At(site, TokenPositions.At(position), Head)
               select Action == PatchAction.Zero
                   ? (Intervention)new Intervention.Zero(place)
                   : new Intervention.Patch(place, source == position ? null : TokenPositions.At(source)),
        ];
    }
}
