using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Runs;

namespace Bindscope.Cli.Jobs;

/// <summary>One command line of a task, and the file that proves it done: files of Bindscope that exist are whole.</summary>
/// <param name="Command">Arguments of <c>bindscope</c>.</param>
/// <param name="Output">Exists once the step is finished.</param>
/// <param name="Begun">Exists once the step has begun; null for none.</param>
/// <param name="Again">Arguments that take up a step that has begun; null for the same as <paramref name="Command"/>.</param>
internal sealed record JobStep(
    ImmutableArray<string> Command,
    string Output,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Begun = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<string>? Again = null)
{
    /// <summary>Whether the step is finished.</summary>
    [JsonIgnore]
    public bool IsFinished => StoredJson.Exists(Output);

    /// <summary>What to run now.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Arguments => Begun is not null && Again is { } again && File.Exists(Begun) ? again : Command;
}
