using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bindscope.Tests.Code;

/// <summary>Writes numbers of the C# code as TypeScript constants.</summary>
internal sealed class ConstantsWriter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly StringBuilder text = new();
    private readonly Documentation documentation = new();

    /// <summary>Adds a constant by its own name, and what its comment says of it.</summary>
    /// <param name="type">Where it stands.</param>
    /// <param name="name">Its name.</param>
    internal void Add(Type type, string name)
    {
        FieldInfo field = type.GetField(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        Add(JsonNamingPolicy.CamelCase.ConvertName(name), documentation.Summary(field), field.GetRawConstantValue()!);
    }

    /// <summary>Adds a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="value">What becomes JSON.</param>
    internal void Add(string name, string summary, object value) => text.Append(text.Length == 0 ? "" : "\n")
        .Append(ContractWriter.Comment(summary, "")).Append($"export const {name} = {JsonSerializer.Serialize(value, Json)} as const;\n");

    /// <summary>Every declaration, in the order of adding.</summary>
    internal string Text() => text.ToString();
}
