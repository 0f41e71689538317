using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Numerics;

namespace Bindscope.Runs;

/// <summary>
/// One analysis on disk, in its run's folder: <c>analyses/NAME/spec.json</c> is the question, <c>result.json</c> the answer, and
/// <c>parts/</c>
/// what is finished of an answer that is still being worked on. Every file is whole at every moment. In packed runs large files are
/// compressed (<see cref="StoredJson"/>).
/// </summary>
public sealed class AnalysisFolder
{
    private const string Bases = "bases.safetensors";
    private const string Passing = "parts";

    private const string Again = "run the analysis again to write it anew";

    private readonly Run run;
    private readonly string analysis;
    private readonly string directory;

    /// <summary>The folder of an analysis, whether it exists or not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The analysis: letters, digits and hyphens.</param>
    public AnalysisFolder(Run run, string name)
    {
        ArgumentNullException.ThrowIfNull(run);
        (this.run, analysis) = (run, name);
        directory = Path.Combine(run.Analyses, name);
    }

    /// <summary>Camel-case keys, choices and sites by name; unknown, missing and duplicate keys are refused.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new SiteKindJson(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The folders of a run's analyses, with an answer or without; not what an interrupted command left there.</summary>
    /// <param name="run">The run.</param>
    public static IEnumerable<string> Names(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Directory.Exists(run.Analyses)
            ? Directory.EnumerateDirectories(run.Analyses).Where(folder => !WholeFolder.IsLeftover(folder)).Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>Where the answer is written; a packed run may hold it compressed instead.</summary>
    public string ResultPath => Path.Combine(directory, "result.json");

    /// <summary>Whether there is an answer.</summary>
    public bool HasResult => StoredJson.Exists(ResultPath);

    /// <summary>A result as one line of JSON.</summary>
    /// <param name="result">The result.</param>
    /// <typeparam name="T">Its type.</typeparam>
    public static string ToJson<T>(T result) => JsonSerializer.Serialize(result, Options);

    /// <summary>Writes question and answer, and removes the parts. Where an answer to another question stands there, both are exchanged at once,
    /// so that no answer ever stands beside a question that it does not answer.</summary>
    /// <param name="spec">The question.</param>
    /// <param name="result">The answer.</param>
    /// <typeparam name="TSpec">The question's type.</typeparam>
    /// <typeparam name="TResult">The answer's type.</typeparam>
    /// <returns>The path of result.json.</returns>
    /// <exception cref="UserException">The files, or one of a checkpoint before them, cannot be written; question and answer of before are untouched
    /// then.</exception>
    public string Write<TSpec, TResult>(TSpec spec, TResult result)
    {
        if (run.Unkept.TryRemove(analysis, out UserException? unkept))
        {
            throw new UserException(unkept.Message, unkept.Hint, unkept.ExitCode, unkept.InnerException!);
        }

        ResultsMark.Write(run);
        WholeFolder.Recover(directory, _ => Ours);
        if (!HasResult || Stored() == ToJson(spec))
        {
            WholeFile.WriteText(SpecPath, ToJson(spec) + "\n");
            WriteBases(directory, result);
            StoredJson.Write(ResultPath, ToJson(result) + "\n");
        }
        else
        {
            using WholeFolder whole = WholeFolder.Replacing(directory, "an analysis", _ => Ours);
            WholeFile.WriteText(Path.Combine(whole.Part, Path.GetFileName(SpecPath)), ToJson(spec) + "\n");
            WholeFile.WriteText(Path.Combine(whole.Part, Path.GetFileName(ResultPath)), ToJson(result) + "\n");
            WriteBases(whole.Part, result);
            whole.Commit();
        }

        RemoveParts();
        return ResultPath;
    }

    /// <summary>What the answer that is there is, where its question differs from another one: to which question, by the keys with both values; and of
    /// another build where one of both questions alone has a key.</summary>
    /// <param name="spec">The other question.</param>
    /// <typeparam name="TSpec">The question's type.</typeparam>
    /// <returns>Such as <c>an answer to another question: programs was 3, is 2</c>; empty where there is no answer, or one to the same question.</returns>
    public string Replaces<TSpec>(TSpec spec)
    {
        if (!HasResult || Stored() is not { } asked || asked == ToJson(spec))
        {
            return "";
        }

        try
        {
            return Difference(Leaves(asked), Leaves(ToJson(spec)));
        }
        catch (JsonException)
        {
            return "an answer whose spec.json is damaged";
        }
    }

    /// <summary>The question of the answer that is there; null where there is none, or none that can be read.</summary>
    public JsonElement? Question()
    {
        try
        {
            return Stored() is { } text ? JsonElement.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads an answer that was written earlier.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="UserException">There is none, or it is damaged or of another format.</exception>
    public T Read<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(StoredJson.ReadText(ResultPath), Options)!;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{StoredJson.Find(ResultPath) ?? ResultPath}: {JsonMistake.Describe(failure)}", Again, 3, failure);
        }
    }

    /// <summary>Whether the question of the answer that is there is this one.</summary>
    /// <param name="spec">The question.</param>
    public bool Asks(object spec) => Stored() == ToJson(spec);

    /// <summary>Whether an answer is there, to whatever question, that this build can read and that covers the checkpoints that there are.</summary>
    /// <param name="format">The version of the answer's record.</param>
    /// <param name="kept">The newest checkpoint, where it keeps a file of each; else null.</param>
    /// <param name="covered">The newest checkpoint, where the answer itself tells of each; else null.</param>
    public bool IsCurrent(int format, int? kept, int? covered = null)
    {
        if (!HasResult)
        {
            return false;
        }

        string checkpoints = Path.Combine(directory, "checkpoints");
        return (kept is not { } step || StoredJson.Exists(Path.Combine(checkpoints, FormattableString.Invariant($"{step:D6}.json"))))
            && Text() is { } text
            && text.StartsWith(FormattableString.Invariant($"{{\"format\":{format},"), StringComparison.Ordinal)
            && (covered is not { } newest
                || ",}".Any(end => text.Contains(FormattableString.Invariant($"\"step\":{newest}{end}"), StringComparison.Ordinal)));
    }

    /// <summary>A part of an answer: read where it is finished already, else computed and written.</summary>
    /// <param name="folder">
    /// Where parts of this analysis are kept: <c>parts</c>, which goes when the answer is written, or another name, which stays.
    /// </param>
    /// <param name="name">The part.</param>
    /// <param name="question">What the part answers; a part that answers another question is computed anew.</param>
    /// <param name="compute">Computes it.</param>
    /// <typeparam name="TQuestion">The question's type.</typeparam>
    /// <typeparam name="TPart">The part's type.</typeparam>
    public TPart Part<TQuestion, TPart>(string folder, string name, TQuestion question, Func<TPart> compute)
    {
        WholeFolder.Recover(directory, _ => Ours);
        string path = Path.Combine(directory, folder, name + ".json");
        string asked = ToJson(question);
        if (StoredJson.Exists(path))
        {
            try
            {
                AnalysisPart<TPart> found = JsonSerializer.Deserialize<AnalysisPart<TPart>>(StoredJson.ReadText(path), Options)!;
                if (found.Question == asked)
                {
                    return found.Answer;
                }
            }
            catch (JsonException)
            {
                // Written by another version, or damaged: computed anew below.
            }
        }

        TPart answer = compute();
        try
        {
            ResultsMark.Write(run);
            StoredJson.Write(path, ToJson(new AnalysisPart<TPart>(asked, answer)) + "\n");
        }
        catch (UserException unwritable) when (FileProblem.IsPermission(unwritable.InnerException))
        {
            // Parts save time to who goes on later; a run that cannot be written can be analysed nevertheless. What stays belongs to the answer,
            // which is then not kept either.
            if (folder != Passing)
            {
                run.Unkept[analysis] = unwritable;
            }
        }

        return answer;
    }

    /// <summary>What an analysis's folder holds of its own; whatever else is there stays.</summary>
    private static HashSet<string> Ours { get; } = ["spec.json", "result.json", "result.json" + StoredJson.Ending, Bases];

    private string SpecPath => Path.Combine(directory, "spec.json");

    /// <summary>The question of the answer that is there; null where there is none, or none that can be read.</summary>
    private string? Stored()
    {
        try
        {
            return StoredJson.ReadText(SpecPath).TrimEnd();
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void WriteBases<T>(string folder, T result)
    {
        if (result is IKeepsBases { Bases.IsEmpty: false } kept)
        {
            SafeTensors.Write(
                Path.Combine(folder, Bases),
                kept.Bases.Select(one => (one.Name, one.Value)),
                new Dictionary<string, string>
                {
                    ["axes"] = "direction, width",
                    ["places"] = JsonSerializer.Serialize(kept.Bases.ToDictionary(one => one.Name, one => one.Place)),
                });
        }
    }

    private void RemoveParts()
    {
        try
        {
            Disk.DeleteFolder(Path.Combine(directory, Passing));
        }
        catch (Exception failure) when (FileProblem.Is(failure))
        {
            (string reason, string hint) = FileProblem.Of(failure);
            throw new UserException($"{directory}: {reason}", hint, 3, failure);
        }
    }

    private static string Difference(Dictionary<string, string> before, Dictionary<string, string> now)
    {
        string[] changed =
        [
            .. before.Where(one => now.TryGetValue(one.Key, out string? value) && value != one.Value)
                .Select(one => $"{one.Key} was {one.Value}, is {now[one.Key]}"),
        ];
        string[] besides = [.. before.Where(one => !now.ContainsKey(one.Key)).Select(one => $"{one.Key} ({one.Value})")];
        string[] lacking = [.. now.Keys.Where(key => !before.ContainsKey(key))];
        string form = string.Join(
            " and ",
            new[]
            {
                besides.Length > 0 ? $"has {string.Join(", ", besides)} besides" : "",
                lacking.Length > 0 ? $"lacks {string.Join(", ", lacking)}" : "",
            }.Where(part => part.Length > 0));
        return (changed.Length, form.Length) switch
        {
            (0, 0) => "",
            (0, _) => $"an answer of another build: its spec.json {form}; what both ask is the same",
            (_, 0) => $"an answer to another question: {string.Join(", ", changed)}",
            _ => $"an answer to another question, of another build: {string.Join(", ", changed)}; its spec.json {form}",
        };
    }

    /// <summary>Every value of a JSON object by its path.</summary>
    private static Dictionary<string, string> Leaves(string json)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json);
        Walk(document.RootElement, "");
        return leaves;

        void Walk(JsonElement value, string path)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                leaves[path] = value.GetRawText();
                return;
            }

            foreach (JsonProperty property in value.EnumerateObject())
            {
                Walk(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}");
            }
        }
    }

    /// <summary>The answer as it stands there; null where it is compressed and damaged.</summary>
    private string? Text()
    {
        try
        {
            return StoredJson.ReadText(ResultPath);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An answer that keeps bases of subspaces beside it, in <c>bases.safetensors</c>: what <c>swapSubspace</c> and <c>project</c> take.</summary>
public interface IKeepsBases
{
    /// <summary>The bases; none in an answer that was read from its file.</summary>
    ImmutableArray<KeptBasis> Bases { get; }
}

/// <summary>An orthonormal basis.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Place">The site and the tokens whose vectors it is of.</param>
/// <param name="Value">[rank, width], one vector a row.</param>
public sealed record KeptBasis(string Name, string Place, Tensor Value);

/// <summary>A finished part of an analysis.</summary>
/// <param name="Question">What it answers, as JSON.</param>
/// <param name="Answer">The answer.</param>
internal sealed record AnalysisPart<T>(string Question, T Answer);
