using System.Collections.Concurrent;

namespace Bindscope.Interventions.Recompute;

/// <summary>The workers' buffers. As many are made as are in use at once.</summary>
internal sealed class WorkspacePool(SweepModel model, int tokens)
{
    private readonly ConcurrentBag<Workspace> free = [];

    /// <summary>Buffers that nobody else uses.</summary>
    internal Workspace Rent() => free.TryTake(out Workspace? workspace) ? workspace : new Workspace(model, tokens, tokens);

    /// <summary>Gives them back.</summary>
    internal void Return(Workspace workspace) => free.Add(workspace);
}
