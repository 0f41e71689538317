using System.Globalization;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;

namespace Bindscope.Analysis.Development;

/// <summary>
/// A place in the residual stream that is followed over training: the layer that it enters, and a token. As text: <c>2,colon</c>.
/// </summary>
/// <param name="Layer">1-based.</param>
/// <param name="Role">The token.</param>
/// <param name="Why">What it was chosen for.</param>
public sealed record FollowedCell(int Layer, TokenRole Role, string Why)
{
    /// <summary>Reads cells as a user writes them: <c>2,colon 6,rhs:1</c>.</summary>
    /// <param name="text">Layer, comma and role, several apart by spaces or semicolons.</param>
    /// <param name="layers">Layers of the model.</param>
    /// <exception cref="UserException">One is no cell of the model.</exception>
    public static IReadOnlyList<FollowedCell> Parse(string text, int layers) =>
        [.. text.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(one => ParseOne(one, layers))];

    private static FollowedCell ParseOne(string text, int layers)
    {
        string[] parts = text.Split(',', 2);
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            && layer >= 1 && layer <= layers
            ? new FollowedCell(layer, TokenRole.Parse(parts[1]), "given")
            : throw new UserException(
                $"'{text}' is no cell of the residual stream",
                $"write a layer from 1 to {layers}, a comma and a token, such as 2,colon or 3,rhs:1");
    }
}
