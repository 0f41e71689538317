using System.Net;
using Bindscope.Errors;
using Microsoft.AspNetCore.Http;

namespace Bindscope.Web.Problems;

/// <summary>
/// The names that a server answers to, on every route: the address at which a request arrived, localhost where that is this machine's own,
/// and the names of <c>--allow-host</c>, compared whole. Whoever owns another name can have it lead here, and his pages are then of the
/// server's origin in a browser's eyes; an address, and a name that was allowed, he cannot have.
/// </summary>
internal sealed class KnownHosts
{
    private readonly HashSet<string> allowed;
    private readonly IPAddress listening;

    /// <summary>Reads the names.</summary>
    /// <param name="names">Names as a browser's address bar has them, without scheme and port.</param>
    /// <param name="listening">The address that the server was given.</param>
    /// <exception cref="UserException">One is no name.</exception>
    internal KnownHosts(IEnumerable<string> names, IPAddress listening)
    {
        allowed = new HashSet<string>(names.Select(Checked), StringComparer.OrdinalIgnoreCase);
        this.listening = listening;
    }

    /// <summary>Whether a request names a host that this server answers to.</summary>
    internal bool Knows(HttpRequest request)
    {
        string name = Asked(request).Host.Trim('[', ']');
        IPAddress? arrived = request.HttpContext.Connection.LocalIpAddress;
        return IsAllowed(name)
            || (arrived is not null && IPAddress.IsLoopback(Plain(arrived)) && IsThisMachine(name))
            || (IPAddress.TryParse(name, out IPAddress? address) && (address.Equals(listening) || (arrived is not null && address.Equals(Plain(arrived)))));
    }

    /// <summary>
    /// Whether the browser says that another site's page sends the request. Programs that are no browsers say nothing. Behind a proxy the
    /// host is not the one of the address bar, so what the browser itself compared counts first; it does so where the connection is
    /// secure, or on this machine.
    /// </summary>
    internal bool IsForeign(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
            && (page.Authority.Equals(Asked(request).Value, StringComparison.OrdinalIgnoreCase)
                || IsAllowed(page.Host)
                || (IsThisMachine(Asked(request).Host) && IsThisMachine(page.Host))));
    }

    /// <summary>The host as it was sent: <c>HttpRequest.Host</c> reads names that begin like encoded ones, and throws where they are none.</summary>
    private static HostString Asked(HttpRequest request) => new(request.Headers.Host.ToString());

    private bool IsAllowed(string name) => allowed.Contains(name);

    private static bool IsThisMachine(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Checked(string name)
    {
        string bare = name.Trim('[', ']');
        return Uri.CheckHostName(bare) switch
        {
            UriHostNameType.Dns => new Uri($"http://{bare}").IdnHost,
            UriHostNameType.IPv4 or UriHostNameType.IPv6 => IPAddress.Parse(bare).ToString(),
            _ => throw new UserException(
                $"--allow-host '{name}' is not a host name",
                "give the name as it is in the browser's address bar, without http:// and port, such as hub.example.org"),
        };
    }
}
