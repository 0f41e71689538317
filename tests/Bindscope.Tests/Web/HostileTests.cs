using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

/// <summary>
/// Hundreds of hostile requests here, as many as one likes with <c>make test-hostile</c>: whatever is sent, the server answers what it
/// must, never with a 5xx, tells no name and no file, and goes on.
/// </summary>
[Collection(nameof(SharedSite))]
public sealed class HostileTests(SiteFixture site)
{
    private const string CountVariable = "BINDSCOPE_HOSTILE_REQUESTS";

    /// <summary>Stands for the answer of a connection that was reset.</summary>
    private const string Closed = "closed";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhateverIsSentTheServerAnswersAndTellsNothing()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable(CountVariable) ?? "400", CultureInfo.InvariantCulture);
        var reported = new ConcurrentQueue<string>();
        await using SiteServer server = await SiteServer.Start(
            site.Options with { Roots = [site.Options.Roots[0]], Report = reported.Enqueue }, TimeProvider.System, Cancellation);
        var address = new Uri(server.Address);
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation }, async (seed, left) =>
        {
            HostileRequest request = HostileRequest.Of(seed);
            string answer = await Ask(address, request, left);
            int status = answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
            answers.AddOrUpdate(status > 0 ? $"{status}" : answer == Closed ? Closed : "left", 1, (_, before) => before + 1);
            // 505 is the answer to a version of HTTP that there is not.
            Assert.True(status is < 500 or 505, $"request {seed}: {answer}");
            Assert.True(status > 0 || !request.IsWhole || answer == Closed, $"request {seed} has no answer: '{answer}'");
            Assert.DoesNotContain(site.Folder, answer, StringComparison.Ordinal);
            Assert.DoesNotContain(SiteFixture.Secret, answer, StringComparison.Ordinal);
            if (status == 421)
            {
                Assert.DoesNotContain(Environment.MachineName, answer, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("localhost", answer, StringComparison.OrdinalIgnoreCase);
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", answers.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {one.Value}")));
        Assert.Empty(reported);
        Assert.All(["200", "400", "404", "421"], status => Assert.True(answers.ContainsKey(status), status));
        using var client = new HttpClient { BaseAddress = address };
        Assert.Contains("tiny", await client.GetStringAsync(new Uri("data/site.json", UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    /// <summary>What the server sends until it closes; of events, which do not end, the head alone; of what is cut off, nothing is waited for.</summary>
    private static async Task<string> Ask(Uri address, HostileRequest request, CancellationToken left)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(left);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        await using NetworkStream stream = client.GetStream();
        var answer = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try
        {
            await stream.WriteAsync(request.Bytes, patience.Token);
            if (!request.IsWhole)
            {
                return "";
            }

            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and int read)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (answer.ToString().Contains("text/event-stream", StringComparison.Ordinal))
                {
                    break;
                }
            }
        }
        catch (IOException) when (answer.Length == 0)
        {
            // The server closes as soon as it has refused, and what is still being sent then takes the answer along.
            return Closed;
        }
        catch (IOException)
        {
            // The same, with the answer read.
        }

        return answer.ToString();
    }
}
