namespace Bindscope.Web.Compute;

/// <summary>Something to compute, whatever comes out.</summary>
internal interface IComputeJob
{
    /// <summary>Computes it; what goes wrong goes to whoever waits.</summary>
    void Compute();

    /// <summary>Tells whoever waits that nothing will come.</summary>
    void GiveUp();
}
