using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs.Presets;

namespace Bindscope.Runs;

/// <summary>What a process computes with: enough to tell whether another can be expected to give the same bytes.</summary>
/// <param name="Version">Bindscope's version, with the commit behind a plus sign where it was built from a checkout.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Device">Where gradients were computed: cpu or cuda.</param>
/// <param name="Workers">Threads that shared each batch; their number does not change a byte.</param>
/// <param name="Threads">Multiplies them.</param>
/// <param name="Lanes">Width of the vectors, on which the last bits of a sum depend. Missing in runs that TorchSharp trained alone.</param>
/// <param name="Processor">The processor's name. Missing there, too.</param>
/// <param name="Torch">TorchSharp's version, where that computed gradients.</param>
public sealed record RunEnvironment(
    string Version,
    string Runtime,
    string System,
    string Architecture,
    string Device,
    int Workers,
    int Threads,
    [property: MayBeMissing] string? Lanes = null,
    [property: MayBeMissing] string? Processor = null,
    [property: MayBeMissing] string? Torch = null)
{
    /// <summary>This process's environment.</summary>
    /// <param name="workers">Threads that share each batch.</param>
    /// <param name="threads">Multiplies them.</param>
    /// <param name="device">What computes the gradients.</param>
    /// <param name="torch">The software that it does so with, where that is not the engine.</param>
    public static RunEnvironment Here(int workers, int threads, string device = "cpu", string? torch = null) => new(
        Informational(typeof(RunEnvironment).Assembly),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        device,
        workers,
        threads,
        Bindscope.Numerics.Lanes.Name,
        ProcessorName(),
        torch);

    /// <summary>What the system calls the processor; where it does not say, the architecture.</summary>
    public static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Informational(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}

/// <summary>A place where a run went on with something else than before: its bytes may differ from there on.</summary>
/// <param name="Step">Updates made before it.</param>
/// <param name="Environment">What it went on with.</param>
public sealed record ResumedEnvironment(int Step, RunEnvironment Environment);

/// <summary>What environment.json holds: what the run began with, and every change of that.</summary>
/// <param name="Started">What step 0 was computed with.</param>
/// <param name="Resumed">Where it was taken up with something else, in the order of time; empty for a run of one piece, and for one that
/// was taken up with the same.</param>
public sealed record RunEnvironments(RunEnvironment Started, ImmutableArray<ResumedEnvironment> Resumed)
{
    /// <summary>The file's name.</summary>
    internal const string FileName = "environment.json";

    /// <summary>A run's environments.</summary>
    /// <param name="directory">The run's folder.</param>
    /// <returns>Null where the run has none.</returns>
    /// <exception cref="UserException">The file is damaged.</exception>
    public static RunEnvironments? Of(string directory)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Takes note of what a run goes on with.</summary>
    /// <param name="directory">The run's folder.</param>
    /// <param name="step">Updates made.</param>
    /// <param name="environment">What it goes on with.</param>
    /// <exception cref="UserException">The file is damaged or cannot be written.</exception>
    internal static void Note(string directory, int step, RunEnvironment environment)
    {
        var path = Path.Combine(directory, FileName);
        var known = File.Exists(path) ? Read(path) : new RunEnvironments(environment, []);
        var latest = known.Resumed.IsEmpty ? known.Started : known.Resumed[^1].Environment;
        if (latest != environment)
        {
            known = known with { Resumed = known.Resumed.Add(new ResumedEnvironment(step, environment)) };
        }

        WholeFile.WriteText(path, JsonSerializer.Serialize(known, PresetJson.Options) + "\n");
    }

    private static RunEnvironments Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEnvironments>(File.ReadAllText(path), PresetJson.Options)
                ?? throw new JsonException("it holds null");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: {JsonMistake.Describe(e)}", "bring it back, or move it away: training goes on without it", 3, e);
        }
    }
}
