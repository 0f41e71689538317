using System.Globalization;
using System.Text;
using System.Text.Json;
using Bindscope.Analysis.Live;
using Bindscope.Web.Runs;

namespace Bindscope.Web.Data;

/// <summary>What <c>analyze example</c> has written into a run's folder.</summary>
internal static class StoredExample
{
    /// <summary>The example program; null where the analysis was not made.</summary>
    internal static ExamplePair? Pair(RunEntry run) =>
        RunFiles.Analysis(run, ExampleAnalysis.Info.Name, "result.json") is { ValueKind: JsonValueKind.Object } result
        && result.TryGetProperty("format", out JsonElement format) && format.TryGetInt32(out int number) && number == ExampleResult.CurrentFormat
            ? new ExamplePair(result.GetProperty("base").GetString()!, result.GetProperty("source").GetString()!)
            : null;

    /// <summary>A checkpoint's <see cref="LiveProgram"/>; null where it was not made, or of another program.</summary>
    internal static byte[]? Find(RunEntry run, int step)
    {
        string name = step.ToString("D6", CultureInfo.InvariantCulture) + ".json";
        return Pair(run) is { } pair
            && RunFiles.Analysis(run, ExampleAnalysis.Info.Name, "checkpoints", name) is { ValueKind: JsonValueKind.Object } part
            && part.TryGetProperty("answer", out JsonElement answer)
            && answer.TryGetProperty("program", out JsonElement program) && program.GetString() == pair.Base
                ? Encoding.UTF8.GetBytes(answer.GetRawText())
                : null;
    }
}

/// <summary>A run's example program.</summary>
/// <param name="Base">The program's text.</param>
/// <param name="Source">The counterfactual's text.</param>
internal sealed record ExamplePair(string Base, string Source);
