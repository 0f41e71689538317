using Bindscope.Numerics;

namespace Bindscope.Model;

/// <summary>A forward pass that was kept, so that gradients can be taken back through it. B rows, T tokens, D width, V tokens of the vocabulary.</summary>
/// <remarks>Disposing gives the memory back for the next one; the model's weights must not change before. One thread at a time.</remarks>
public sealed unsafe class Trace : IDisposable
{
    private readonly Transformer model;
    private Pass? pass;

    internal Trace(Transformer model, Pass pass)
    {
        this.model = model;
        this.pass = pass;
        Residual = pass.Normalized.Beginning(pass.Rows, pass.Length, model.Spec.Width);
    }

    /// <summary>The residual stream after the last LayerNorm, [B,T,D]; to be read only, until this is disposed.</summary>
    public Tensor Residual { get; }

    /// <summary>Goes back through the pass. May be called several times, each with a gradient of its own.</summary>
    /// <param name="residualGradient">The gradient of some number with respect to <see cref="Residual"/>, [B,T,D].</param>
    /// <param name="gradients">Sees the gradient at every site, the last ones first, and may send on another.</param>
    /// <exception cref="ArgumentException">The gradient has another shape.</exception>
    public void Backward(Tensor residualGradient, IActivationTap gradients)
    {
        Pass kept = Kept();
        if (residualGradient.Length != Residual.Length)
        {
            throw new ArgumentException($"the gradient is {residualGradient}, the residual stream {Residual}", nameof(residualGradient));
        }

        residualGradient.Values.CopyTo(kept.DNormalized.Values);
        kept.Backward(gradients, null);
    }

    /// <summary>The same from the gradient with respect to some tokens' logits.</summary>
    /// <param name="places">Which tokens: row * T + token.</param>
    /// <param name="logitsGradient">The gradient there, [places, V].</param>
    /// <param name="gradients">Sees the gradient at every site, the last ones first, and may send on another.</param>
    public void Backward(ReadOnlySpan<int> places, Tensor logitsGradient, IActivationTap gradients)
    {
        Tensor rows = model.UnembedBackward(logitsGradient); // [places, D]
        var all = new Tensor(Residual.Shape);
        for (int i = 0; i < places.Length; i++)
        {
            float* target = all.Pointer + ((nint)places[i] * model.Spec.Width);
            Rows.Add(target, rows.Pointer + ((nint)i * model.Spec.Width), target, model.Spec.Width);
        }

        Backward(all, gradients);
        GC.KeepAlive(rows);
        GC.KeepAlive(all);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (pass is not null)
        {
            model.Return(pass, keeps: true);
            pass = null;
        }
    }

    private Pass Kept()
    {
        ObjectDisposedException.ThrowIf(pass is null, this);
        return pass;
    }
}
