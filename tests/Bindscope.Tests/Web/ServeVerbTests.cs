using System.Net;
using System.Net.Sockets;
using Bindscope.Errors;
using Bindscope.Tests.Cli;
using Bindscope.Web;

namespace Bindscope.Tests.Web;

[Collection(nameof(SharedSite))]
public sealed class ServeVerbTests(SiteFixture site)
{
    private string Runs => Path.Combine(site.Folder, "runs");

    [Fact]
    public async Task TheAddressIsPrintedAndCtrlCEndsIt()
    {
        CommandLine said = await Task.Run(
            () => CommandLine.RunUntilItSpeaks("serve", "--runs", Runs, "--port", "0", "--no-browser"), TestContext.Current.CancellationToken);

        Assert.Equal(0, said.ExitCode);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+\n$", said.Out);
    }

    [Fact]
    public async Task APortThatIsTakenIsSaid()
    {
        int port = new Uri(site.Server.Address).Port;
        CommandLine said = await Task.Run(
            () => CommandLine.Run("serve", "--runs", Runs, "--port", $"{port}", "--no-browser"), TestContext.Current.CancellationToken);

        Assert.Equal(3, said.ExitCode);
        Assert.Contains($"port {port}", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAWishForAPortTheNextFreeOneIsTaken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, SiteOptions.DefaultPort);
        try
        {
            taken.Start();
        }
        catch (SocketException)
        {
            // Another program has it, which serves as well.
        }

        await using SiteServer server = await SiteServer.Start(site.Options with { Port = null }, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.NotEqual(SiteOptions.DefaultPort, new Uri(server.Address).Port);
    }

    [Theory]
    [InlineData("--host", "nowhere")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "-1")]
    [InlineData("--runs", "/no/such/folder")]
    [InlineData("--run", "nobody")]
    public async Task WhatDoesNotExistIsRefused(string option, string value)
    {
        string[] arguments = option == "--runs" ? ["serve", option, value] : ["serve", "--runs", Runs, option, value];
        CommandLine said = await Task.Run(() => CommandLine.Run([.. arguments, "--no-browser"]), TestContext.Current.CancellationToken);

        Assert.InRange(said.ExitCode, 2, 3);
        Assert.Contains(value, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutPagesTheServerSaysHowToBuildThem()
    {
        await using SiteServer server = await SiteServer.Start(
            site.Options with { FrontEnd = site.Folder }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        HttpResponseMessage page = await client.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("make web", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Assert.ThrowsAsync<UserException>(() => SiteServer.Start(
            site.Options with { Only = ["nobody"] }, TimeProvider.System, TestContext.Current.CancellationToken));
    }
}
