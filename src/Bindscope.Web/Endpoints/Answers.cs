using System.Globalization;
using System.Security.Cryptography;
using Bindscope.Runs;
using Bindscope.Web.Data;
using Bindscope.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bindscope.Web.Endpoints;

/// <summary>Sends JSON: live answers, which nobody keeps, and files, which browsers keep and ask about.</summary>
internal static class Answers
{
    private const string Json = "application/json";
    private const string Gzip = "gzip";

    /// <summary>A live answer.</summary>
    internal static IResult Live(HttpContext context, byte[] json)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(json, Json);
    }

    /// <summary>A file; a browser that has it already is told so.</summary>
    internal static IResult File(HttpContext context, DataFile? file, string path)
    {
        if (file is null)
        {
            throw new NotFoundException($"there is no {path}");
        }

        // A file may be written anew under its name, so a browser asks each time, and is mostly answered "as you have it".
        context.Response.Headers.CacheControl = "no-cache";
        if (file.Path is null)
        {
            return Made(file.Bytes!, Json);
        }

        string stored = StoredJson.Find(file.Path) ?? throw new FileNotFoundException($"{file.Path} is gone");
        if (stored == file.Path)
        {
            return Results.File(Path.GetFullPath(stored), TypeOf(stored), entityTag: TagOf(stored));
        }

        // Sent as it lies there to whoever can unpack it. The two answers are different bytes, so they have different tags.
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (!AcceptsGzip(context.Request))
        {
            return Results.Bytes(file.Read(), Json, entityTag: TagOf(stored, "-plain"));
        }

        context.Response.Headers.ContentEncoding = Gzip;
        return Results.File(Path.GetFullPath(stored), Json, entityTag: TagOf(stored));
    }

    /// <summary>What was made for the occasion; a browser that has the same bytes already is told so.</summary>
    internal static IResult Made(byte[] bytes, string type) =>
        Results.Bytes(bytes, type, entityTag: Tag(Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))));

    private static bool AcceptsGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted)
        && (accepted.FirstOrDefault(one => one.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(one => one.Value == "*")) is { } gzip
        && gzip.Quality is null or > 0;

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => Json,
    };

    private static EntityTagHeaderValue TagOf(string path, string form = "")
    {
        var file = new FileInfo(path);
        return Tag(string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}{form}"));
    }

    private static EntityTagHeaderValue Tag(string text) => new($"\"{text}\"");
}
