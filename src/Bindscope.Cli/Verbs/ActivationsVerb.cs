using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bindscope.Analysis.Given;
using Bindscope.Analysis.Recording;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Model.Weights;
using Bindscope.Numerics;
using Bindscope.Programs.Language;
using Bindscope.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes what a checkpoint computes at chosen sites as safetensors, with names and axes in the metadata.</summary>
internal sealed class ActivationsVerb : IVerb
{
    private const string Axes = "axes";
    private const string Programs = "programs";

    private readonly CheckpointOptions options = new();
    private readonly Option<string[]> sites = new("--sites")
    {
        Description = "which, with commas or spaces between them: residual.in:3, attention.z:2, logits, blocks.0.attn.hook_q",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> programs = new("--programs")
    {
        Description = "how many of the test set's first programs, or a file of your own as text, JSON lines or CSV",
        DefaultValueFactory = _ => "100",
    };

    private readonly Option<string> output = new("--out") { Description = "the file to be written", HelpName = "FILE", Required = true };

    public ActivationsVerb()
    {
        Command = new Command("activations", "Writes what a checkpoint computes at chosen sites in many programs, as safetensors.");
        options.AddRunTo(Command);
        foreach (Option option in new Option[] { sites, programs, output })
        {
            Command.Add(option);
        }
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        string path = request.GetRequiredValue(output);
        if (Path.Exists(path) && !IsOurs(path))
        {
            throw new UserException($"{path} is there already, and holds no activations", "name another file, or move this one away");
        }

        string[] names = [.. request.GetRequiredValue(sites).SelectMany(word => word.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))];
        Site[] wanted = [.. names.Select(Site.Parse).Distinct()];
        Run run = options.Open(request);
        int step = options.StepOf(request, run);
        (string source, IReadOnlyList<SymbolicProgram> asked) = Asked(request.GetRequiredValue(programs), run, terminal, cancellation);
        Transformer model = CheckpointOptions.Load(run, step, terminal);
        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        ImmutableArray<(Site Site, Tensor Value)> recorded = Activations.Of(model, asked, wanted, new Work(1, display, cancellation));
        display.Dispose();
        SafeTensors.Write(path, recorded.Select(one => ($"{one.Site}", one.Value)), new Dictionary<string, string>
        {
            ["run"] = run.Name,
            ["checkpoint"] = step.ToString(CultureInfo.InvariantCulture),
            ["of"] = source,
            [Axes] = JsonSerializer.Serialize(wanted.ToDictionary(site => $"{site}", site => AxesOf(site))),
            [Programs] = JsonSerializer.Serialize(asked.Select(program => program.ToText())),
        });
        Table table = Tables.Plain("tensor", "shape", "axes");
        foreach ((Site site, Tensor value) in recorded)
        {
            table.Row($"{site}", string.Join(" x ", value.Shape.ToArray()), string.Join(", ", AxesOf(site)));
        }

        Tables.Console(terminal).Write(table);
        terminal.Error.WriteLine(Tables.Invariant($"written: {path} ({new FileInfo(path).Length / 1e6:0.0} MB): {asked.Count:N0} programs of {source}"));
        return ExitCode.Success;
    }

    /// <summary>Whether a file was written by this command, and can be written anew.</summary>
    private static bool IsOurs(string path)
    {
        try
        {
            IReadOnlyDictionary<string, string> metadata = SafeTensors.Read(path).Metadata;
            return metadata.ContainsKey(Axes) && metadata.ContainsKey(Programs);
        }
        catch (UserException)
        {
            return false;
        }
    }

    private static string[] AxesOf(Site site) => ["program", .. Activations.AxesOf(site.Kind)];

    private static (string Source, IReadOnlyList<SymbolicProgram> Programs) Asked(
        string wanted, Run run, Terminal terminal, CancellationToken cancellation)
    {
        if (!ProgramCountForm.IsNumber(wanted))
        {
            GivenFile file = GivenFile.OfPrograms(wanted);
            ImmutableArray<GivenProgram> own = OwnCases.ProgramsOf(file, run.Preset.Model);
            foreach (string note in file.Notes(run))
            {
                terminal.Error.WriteLine($"note: {note}");
            }

            return (file.File, [.. own.Select(one => one.Program)]);
        }

        IReadOnlyList<SymbolicProgram> test = run.HeldBackSplits(cancellation).Test;
        int count = int.Parse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return count >= 1 && count <= test.Count
            ? ("the test set", [.. test.Take(count)])
            : throw new UserException($"--programs is {count}; the test set has {test.Count}", $"give 1 to {test.Count}, or a file");
    }
}
