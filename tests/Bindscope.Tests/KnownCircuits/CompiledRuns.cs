using System.Collections.Concurrent;
using Bindscope.Training.Compiled;
using Bindscope.Training.Runs;

namespace Bindscope.Tests.KnownCircuits;

/// <summary>Compiled runs with a small test set, written once for all tests that ask for them.</summary>
public sealed class CompiledRuns : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("bindscope-compiled-").FullName;
    private readonly ConcurrentDictionary<Circuit, Lazy<Run>> runs = new();

    internal Run this[Circuit circuit] => runs.GetOrAdd(
        circuit,
        one => new Lazy<Run>(() => CompiledRun.Write(one, Path.Combine(directory, one.Name), 1, CancellationToken.None))).Value;

    internal Run Of(CircuitKind kind, bool shortcut) => this[new Circuit(kind, shortcut, TestPrograms: 400)];

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
