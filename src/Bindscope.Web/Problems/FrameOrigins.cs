using Bindscope.Errors;

namespace Bindscope.Web.Problems;

/// <summary>Whose pages may show this site's in a frame: nobody's, or those of the origins of <c>--allow-frame</c>.</summary>
internal sealed class FrameOrigins
{
    private readonly string[] origins;

    /// <summary>Reads the origins.</summary>
    /// <param name="given">Such as <c>https://example.org</c> or <c>http://localhost:8000</c>.</param>
    /// <exception cref="UserException">One of them is no origin.</exception>
    internal FrameOrigins(IEnumerable<string> given) => origins = [.. given.Select(Checked)];

    /// <summary>As the policy's <c>frame-ancestors</c> takes them.</summary>
    public override string ToString() => origins.Length == 0 ? "'none'" : $"'self' {string.Join(' ', origins)}";

    private static string Checked(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? origin) && origin.Scheme is "http" or "https"
        && origin is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? origin.GetLeftPart(UriPartial.Authority)
            : throw new UserException(
                $"--allow-frame '{text}' is not an origin", "give scheme and name, and the port where there is one, such as https://example.org");
}
