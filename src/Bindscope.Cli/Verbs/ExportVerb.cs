using System.CommandLine;
using Bindscope.Analysis.Results;
using Bindscope.Web;
using Bindscope.Web.Export;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes the site as a folder for any static file server.</summary>
internal sealed class ExportVerb : IVerb
{
    private readonly SiteSelection selection = new();
    private readonly Option<string> output = new("--out")
    {
        Description = "the folder to write: one that does not exist, or an earlier export, which is replaced once the new one is complete",
        Required = true,
    };

    private readonly Option<bool> noWeights = new("--no-weights")
    {
        Description = "leave the checkpoints' weights out: smaller, but the pages then answer no program but the example",
    };

    private readonly Option<string?> address = new("--address")
    {
        Description = "where the site will be, such as https://example.org/bindscope/: previews of links to it then have their picture",
    };

    public ExportVerb()
    {
        Command = new Command("export", "Writes the pages, everything precomputed and the weights into a folder for any web server.")
        {
            output, noWeights, address,
        };
        selection.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        string folder = request.GetRequiredValue(output);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        SiteOptions options = selection.Options(request) with { Address = request.GetValue(address) };
        (int files, long bytes) = SiteExport.Run(
            options, folder, new Work(1, display, cancellation), !request.GetValue(noWeights)).GetAwaiter().GetResult();
        display.Dispose();
        terminal.Error.WriteLine(Tables.Invariant($"written: {files} files, {bytes / 1048576.0:0.0} MiB"));
        terminal.Out.WriteLine(folder);
        return ExitCode.Success;
    }
}
