using System.Globalization;
using System.Text;

namespace Bindscope.Tests.Web;

/// <summary>A request that no client of this site's would send, drawn from a seed: the bytes, and whether they are a whole request.</summary>
/// <param name="Bytes">As they go onto the connection.</param>
/// <param name="IsWhole">Whether an answer is due: false where a body is promised that never comes.</param>
internal sealed record HostileRequest(byte[] Bytes, bool IsWhole)
{
    private static readonly string[] Methods =
        ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get", "G\0ET", "PRI", "", "GET\tPOST"];

    private static readonly string[] Paths =
    [
        "/", "/index.html", "/assets/page-1a2b.js", "/data/site.json", "/data/runs/tiny/run.json", "/data/runs/tiny/metrics.json",
        "/data/runs/tiny/example.json", "/data/runs/tiny/example/60.json", "/data/runs/tiny/analyses/phases/result.json", "/data/report/tiny/index.html",
        "/api/program", "/api/program/random", "/api/runs/tiny/checkpoints/60/live", "/api/runs/tiny/checkpoints/60/patch",
        "/api/runs/tiny/logits-over-training", "/api/runs/tiny/events", "/api/train", "/api/train/tiny/stop", "/api/train/tiny/resume", "/api/train/tiny/analyse",
    ];

    private static readonly string[] Climbs =
    [
        "..", "../../..", "%2e%2e", "..%2f..%2f", "%252e%252e%252f", "..\\..\\", "%5c..%5c", "%c0%ae%c0%ae/", "%00", "%", "%zz", ".", "//", "/etc/passwd",
        "/secret.json", ";", "?", "#", "%0d%0aX: y", "\u00e9", "\ud83d\udca5", "~", "*", " ", "\t", "'\"<script>", "http://evil.example/", "file:///etc/passwd",
    ];

    private static readonly string[] Hosts =
    [
        "localhost", "127.0.0.1", "localhost:1", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", $"{Environment.MachineName}.evil.com",
        "", " ", "a@localhost", "[::1]", "[::1", "::1", "0.0.0.0", "127.0.0.1:99999", "localhost/", "LOCALHOST", "localhost.", "\u00fcn\u00ef", "%6cocalhost", "xn--",
    ];

    private static readonly string[] Values =
    [
        "", "*", "gzip;q=2", "br, gzip, *;q=0", "\"a\"", "W/\"\"", "bytes=0-", "bytes=9999999999999999999-", "-1", "99999999999999999999", "null", "same-origin", "cross-site",
        "http://evil.example", "http://localhost", "application/json", "application/json; charset=utf-7", "text/plain", "multipart/form-data", "100-continue", "\u00ff\u00fe",
        "a\0b", "Thu, 01 Jan 1970 00:00:00 GMT", "h2c", "websocket", "identity, chunked", "gzip, chunked", "../../secret.json", "() { :; }; echo", "${jndi:ldap://x}",
    ];

    private static readonly string[] Names =
    [
        "Origin", "Sec-Fetch-Site", "Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "If-Range", "Range", "Last-Event-ID", "Expect", "Upgrade", "Cookie",
        "X-Forwarded-Host", "X-Forwarded-For", "Forwarded", "X-Original-URL", "X-HTTP-Method-Override", "Authorization", "Content-Encoding", "Trailer", "Te", "Bad Name", "", ":",
        "Content-Type",
    ];

    private static readonly string[] Bodies =
    [
        "{\"text\":\"a=1\\nb=a\\n#b:\"}", "{\"run\":\"tiny\"}", "{\"run\":\"tiny\",\"hops\":1,\"answerLine\":-1,\"seed\":-9223372036854775808}",
        "{\"program\":\"a=1\\n#a:\",\"parts\":[\"logits\",\"residual\"]}",
        "{\"program\":\"a=1\\nb=2\\n#b:\",\"interventions\":[{\"kind\":\"zero\",\"where\":{\"kind\":\"residual.in\",\"layers\":[1],\"positions\":{\"kind\":\"every\"}}}]}", "{\"program\":\"a=1\\n#a:\"}",
        "{\"preset\":\"quick\",\"seed\":1}", "{}", "null", "[]", "", "\ufeff{}", "{\"text\":\"\\ud800\"}", "{\"\\ud800\":1}", "{\"text\":\"a=1\\u0000\"}", "1e999", "\"",
        "{\"text\":{\"text\":{\"text\":[]}}}", "{\"seed\":1e400,\"run\":\"..\"}",
    ];

    /// <summary>The request of a seed; the same one always.</summary>
    internal static HostileRequest Of(int seed)
    {
        var random = new Random(seed);
        var head = new StringBuilder();
        string path = Mutated(random, Pick(random, Paths));
        string method = random.Next(6) == 0 ? Pick(random, Methods) : path.StartsWith("/api", StringComparison.Ordinal) ? "POST" : "GET";
        string version = random.Next(24) == 0 ? Pick(random, ["HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP", "", "ICAP/1.0"]) : "HTTP/1.1";
        head.Append(CultureInfo.InvariantCulture, $"{method} {path} {version}\r\n");
        for (int hosts = random.Next(40) switch { 0 => 0, 1 => 2, _ => 1 }; hosts > 0; hosts--)
        {
            head.Append("Host: ").Append(random.Next(6) == 0 ? Pick(random, Hosts) : "localhost").Append("\r\n");
        }

        head.Append("Connection: close\r\n");
        for (int headers = random.Next(4); headers > 0; headers--)
        {
            head.Append(Pick(random, Names)).Append(random.Next(30) == 0 ? "" : ": ").Append(Pick(random, Values)).Append(random.Next(30) == 0 ? "\n" : "\r\n");
        }

        if (random.Next(40) == 0)
        {
            head.Append("X-Long: ").Append('a', random.Next(60_000)).Append("\r\n");
        }

        if (random.Next(40) == 0)
        {
            head.Insert(head.Length, "X-Many: 1\r\n", random.Next(300));
        }

        return WithBody(random, head);
    }

    private static HostileRequest WithBody(Random random, StringBuilder head)
    {
        byte[] body = Body(random);
        if (random.Next(5) > 0)
        {
            head.Append("Content-Type: application/json\r\n");
        }

        bool isWhole = true;
        byte[] sent = body;
        switch (random.Next(14))
        {
            case 0:
                string size = Pick(random, [$"{body.Length:x}", "ffffffffffffffffffff", "7fffffff", "-1", "g", "", "fffffffffffffff0", "0x10", $"{body.Length:x};{new string('e', 5000)}"]);
                head.Append("Transfer-Encoding: chunked\r\n");
                // A size that can be read and is larger than what follows leaves the server waiting.
                isWhole = size != "7fffffff" && size != "fffffffffffffff0";
                sent = [.. Encoding.ASCII.GetBytes(size + "\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
                break;
            case 1:
                string length = Pick(random, ["-1", "99999999999999999999", "1e3", "", "+5", "0x5", "65537", "2147483648", $"{body.Length}\r\nContent-Length: {body.Length + 1}"]);
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
                break;
            case 2:
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length + 10}\r\n");
                isWhole = false;
                break;
            default:
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
                break;
        }

        head.Append("\r\n");
        return new HostileRequest([.. Encoding.UTF8.GetBytes(head.ToString()), .. sent], isWhole);
    }

    /// <summary>A body that is right, broken, endless in depth, or no text at all.</summary>
    private static byte[] Body(Random random)
    {
        byte[] body = Encoding.UTF8.GetBytes(Pick(random, Bodies));
        switch (random.Next(10))
        {
            case 0:
                return Encoding.ASCII.GetBytes(new string('[', random.Next(1, 5000)));
            case 1:
                random.NextBytes(body);
                return body;
            case 2:
                return body[..random.Next(body.Length + 1)];
            case 3 when body.Length > 0:
                body[random.Next(body.Length)] = (byte)random.Next(256);
                return body;
            case 4 when random.Next(4) == 0:
                return Encoding.ASCII.GetBytes(string.Concat("{\"text\":\"", new string('a', random.Next(80_000)), "\"}"));
            default:
                return body;
        }
    }

    private static string Mutated(Random random, string path)
    {
        for (int times = random.Next(4) - 1; times > 0; times--)
        {
            int at = random.Next(path.Length + 1);
            path = random.Next(6) switch
            {
                0 => path + "?after=" + Pick(random, Values),
                1 => path[..at],
                2 => path + new string('a', random.Next(9000)),
                3 => path.Replace("tiny", Pick(random, Climbs), StringComparison.Ordinal),
                _ => path.Insert(at, Pick(random, Climbs)),
            };
        }

        return path;
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
