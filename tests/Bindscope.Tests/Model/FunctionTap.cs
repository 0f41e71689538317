using Bindscope.Model;
using Bindscope.Numerics;

namespace Bindscope.Tests.Model;

/// <summary>A tap that asks a function for each site; it keeps what it saw.</summary>
internal sealed class FunctionTap(Func<Site, bool> wants, Func<Site, Tensor, Tensor?> visit) : IActivationTap
{
    internal Dictionary<Site, Tensor> Seen { get; } = [];

    /// <summary>Reads everything, changes nothing.</summary>
    internal static FunctionTap Recorder() => new(_ => true, (_, _) => null);

    /// <summary>Puts one value in one place.</summary>
    internal static FunctionTap Replacing(Site site, Tensor replacement) => new(wanted => wanted == site, (_, _) => replacement);

    public bool Wants(Site site) => wants(site);

    public Tensor? Visit(Site site, Tensor value)
    {
        Assert.True(Seen.TryAdd(site, value.Clone()), $"{site} was visited twice");
        return visit(site, value);
    }
}
