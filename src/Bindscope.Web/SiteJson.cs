using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Runs;

namespace Bindscope.Web;

/// <summary>The site's JSON: that of the analyses, read as strictly, with text as it is.</summary>
internal static class SiteJson
{
    internal static JsonSerializerOptions Options { get; } = new(AnalysisFolder.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>For answers that leave out what was not asked for.</summary>
    internal static JsonSerializerOptions WithoutNulls { get; } = new(Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);
}

/// <summary>Says what JSON is that is passed on as it stands in a file, for the contract of the pages.</summary>
/// <param name="type">The record that the file is written from.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HoldsAttribute(Type type) : Attribute
{
    /// <summary>The record.</summary>
    internal Type Type => type;
}
