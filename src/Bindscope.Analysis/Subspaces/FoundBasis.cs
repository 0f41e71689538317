using System.Collections.Immutable;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Runs;

namespace Bindscope.Analysis.Subspaces;

/// <summary>The basis that was found for a variable at a layer's input.</summary>
/// <param name="Layer">1-based.</param>
/// <param name="Target">The variable.</param>
/// <param name="Token">The tokens, such as <c>rhs+1</c>.</param>
/// <param name="Basis">Orthonormal vectors.</param>
internal sealed record FoundBasis(int Layer, SubspaceTarget Target, string Token, ImmutableArray<ImmutableArray<float>> Basis)
{
    /// <summary>Tokens so many after the right-hand sides.</summary>
    internal static string TokenAfter(int offset) => offset == 0 ? "rhs" : FormattableString.Invariant($"rhs+{offset}");

    /// <summary>The same as it is kept: <c>layer-3.digit.rank-10</c>.</summary>
    internal KeptBasis Kept()
    {
        var value = new Tensor(Basis.Length, Basis[0].Length); // [R, D]
        for (int row = 0; row < Basis.Length; row++)
        {
            Basis[row].AsSpan().CopyTo(value.Row(row));
        }

        string target = Target.ToString().ToLowerInvariant();
        return new KeptBasis(
            FormattableString.Invariant($"layer-{Layer}.{target}.rank-{Basis.Length}"), $"{new Site(SiteKind.ResidualIn, Layer)}, {Token}", value);
    }
}
