using System.Collections.Immutable;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Numerics;

namespace Bindscope.Interventions;

/// <summary>A basis that lies in a safetensors file, as <c>analyze alignment</c> and <c>subspaces</c> keep theirs.</summary>
/// <param name="File">The file; relative to the folder in which the program runs.</param>
/// <param name="Tensor">The tensor's name in it: [rank, width], one basis vector a row.</param>
public sealed record SubspaceFile(string File, string Tensor);

/// <summary>Reads the bases that interventions name by file.</summary>
public static class SubspaceFiles
{
    /// <summary>The same interventions with their bases.</summary>
    /// <param name="interventions">Any; those that hold their bases are left as they are.</param>
    /// <exception cref="UserException">A file cannot be read, or has no such tensor; what it has is listed.</exception>
    public static ImmutableArray<Intervention> Filled(ImmutableArray<Intervention> interventions) =>
    [
        .. interventions.Select(one => one switch
        {
            Intervention.Project project => project with { Subspace = Filled(project.Subspace) },
            Intervention.SwapSubspace swap => swap with { Subspace = Filled(swap.Subspace) },
            _ => one,
        }),
    ];

    private static Subspace Filled(Subspace subspace)
    {
        if (subspace.From is not { } from)
        {
            return subspace;
        }

        if (!subspace.Basis.IsEmpty)
        {
            throw new UserException("a subspace has both a basis and a file that it is read from", "give one of them");
        }

        IReadOnlyDictionary<string, Tensor> tensors = SafeTensors.Read(from.File).Tensors;
        if (!tensors.TryGetValue(from.Tensor, out Tensor? basis))
        {
            throw new UserException($"{from.File} has no tensor '{from.Tensor}'", $"it has {string.Join(", ", tensors.Keys.Order(StringComparer.Ordinal))}");
        }

        return basis.Rank == 2
            ? new Subspace([.. Enumerable.Range(0, basis.Rows).Select(row => basis.Row(row).ToArray().ToImmutableArray())])
            : throw new UserException(
                $"{from.File}: '{from.Tensor}' has the shape [{string.Join(", ", basis.Shape.ToArray())}]", "a basis is [rank, width], one vector a row");
    }
}
