using System.Collections.Concurrent;
using Bindscope.Runs;
using Bindscope.Training.Compiled;

namespace Bindscope.Tests.KnownCircuits;

/// <summary>Compiled runs with a small test set, written once for all tests that ask for them.</summary>
public sealed class CompiledRuns : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("bindscope-compiled-").FullName;
    private readonly ConcurrentDictionary<Circuit, Lazy<Run>> runs = new();

    internal Run this[Circuit circuit] => runs.GetOrAdd(
        circuit,
        one => new Lazy<Run>(() => CompiledRun.Write(one, Path.Combine(directory, one.Name), 1, CancellationToken.None))).Value;

    internal static Circuit Circuit(CircuitKind kind, bool shortcut) => new(kind, shortcut, TestPrograms: 500, EvaluationPrograms: 120);

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
