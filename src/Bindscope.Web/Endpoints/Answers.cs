using System.Globalization;
using System.Security.Cryptography;
using Bindscope.Web.Data;
using Bindscope.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bindscope.Web.Endpoints;

/// <summary>Sends JSON: live answers, which nobody keeps, and files, which browsers keep and ask about.</summary>
internal static class Answers
{
    private const string Json = "application/json";

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
        return file.Path is null
            ? Results.Bytes(file.Bytes!, Json, entityTag: Tag(Convert.ToHexStringLower(SHA256.HashData(file.Bytes!).AsSpan(0, 12))))
            : Results.File(Path.GetFullPath(file.Path), TypeOf(file.Path), entityTag: TagOf(new FileInfo(file.Path)));
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => Json,
    };

    private static EntityTagHeaderValue TagOf(FileInfo file) =>
        Tag(string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}"));

    private static EntityTagHeaderValue Tag(string text) => new($"\"{text}\"");
}
