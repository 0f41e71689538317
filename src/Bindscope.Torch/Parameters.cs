using static TorchSharp.torch;

namespace Bindscope.Torch;

/// <summary>
/// A model's weights: one flat float32 tensor, and a named view of it for every tensor of the model. The views are the leaves that a
/// gradient is taken for; an optimizer works on the flat tensor and so on all of them at once.
/// In mixed precision the linear layers' views are of a second flat tensor instead, which holds the first one rounded to bfloat16.
/// </summary>
public sealed class Parameters : IDisposable
{
    private readonly Dictionary<string, Tensor> byName;

    /// <summary>The flat tensor as bfloat16, [N], in mixed precision; null otherwise.</summary>
    private readonly Tensor? rounded;

    internal Parameters(ModelSpec spec, Tensor flat)
        : this(ParameterTable.Of(spec), flat.DetachFromDisposeScope(), null)
    {
    }

    private Parameters(ParameterTable table, Tensor flat, Tensor? rounded)
    {
        (Table, Flat, this.rounded) = (table, flat, rounded);
        Named = [.. table.Entries.Select(entry => (entry.Name, View(entry.InLinearLayer && rounded is not null ? rounded : flat, entry)))];
        byName = Named.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>All weights, [N], in the order of <see cref="Named"/>. Never requires a gradient, so it may be written in place.</summary>
    public Tensor Flat { get; }

    /// <summary>
    /// Every tensor of the model by name, in the order in which they lie in <see cref="Flat"/>, whose memory they share where they are float32.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Value)> Named { get; }

    internal ParameterTable Table { get; }

    /// <summary>One tensor of the model.</summary>
    /// <param name="name">Its name, as docs/model.md lists them.</param>
    /// <returns>The view; it stays this object's.</returns>
    /// <exception cref="KeyNotFoundException">There is no tensor of that name.</exception>
    public Tensor this[string name] => byName[name];

    /// <summary>Says whether a forward pass records what a gradient for the named views needs.</summary>
    /// <param name="required">True to train, false to evaluate. New parameters do not require gradients.</param>
    public void RequireGradients(bool required)
    {
        foreach ((_, Tensor value) in Named)
        {
            value.requires_grad_(required);
        }
    }

    /// <summary>Rounds the flat tensor anew, which mixed precision needs after every change of it; without mixed precision does nothing.</summary>
    public void Round()
    {
        using IDisposable noGrad = no_grad();
        rounded?.copy_(Flat);
    }

    /// <summary>The same flat tensor, with the linear layers in bfloat16. To be disposed before these parameters.</summary>
    internal Parameters InMixedPrecision()
    {
        using IDisposable noGrad = no_grad();
        return new Parameters(Table, Flat, Flat.to(ScalarType.BFloat16).DetachFromDisposeScope());
    }

    internal Tensor? Optional(string name) => byName.GetValueOrDefault(name);

    /// <summary>Frees the views and what they are views of, save a flat tensor that belongs to other parameters.</summary>
    public void Dispose()
    {
        foreach ((_, Tensor value) in Named)
        {
            value.Dispose();
        }

        (rounded ?? Flat).Dispose();
    }

    /// <summary>Detached, so that the flat tensor and its views can be written and differentiated without autograd relating them.</summary>
    private static Tensor View(Tensor flat, ParameterTable.Entry entry)
    {
        using IDisposable noGrad = no_grad();
        using Tensor part = flat.narrow(0, entry.Start, entry.Count);
        using Tensor shaped = part.view(entry.Shape);
        return shaped.detach().DetachFromDisposeScope();
    }
}
