using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Bindscope.Analysis.Given;
using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Roles;
using Bindscope.Errors;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Runs;
using Spectre.Console;

namespace Bindscope.Cli.Verbs;

/// <summary>One program, its counterfactual, one patch: logits before and after.</summary>
internal sealed class PatchPairVerb : IVerb
{
    private readonly CheckpointOptions options = new();
    private readonly Option<string> program = new("--program") { Description = "the base program; - for standard input", Required = true };
    private readonly Option<string> source = new("--source") { Description = "the program that the patch comes from", Required = true };
    private readonly Option<string?> site = new("--site")
    {
        Description = "the kind of site, such as residual.in or attention.head; or blocks.1.hook_resid_pre",
    };

    private readonly Option<int?> layer = new("--layer") { Description = "the layer, from 1; not for logits" };
    private readonly Option<int?> head = new("--head") { Description = "the head, from 1, at sites that have heads; all by default" };
    private readonly Option<string?> position = new("--position")
    {
        Description = "the token: a position from 0, or a role such as rhs:1, query, colon, line:3.newline",
    };

    private readonly Option<string?> interventions = new("--interventions")
    {
        Description = "instead of --site, --layer, --head and --position: a JSON file of any interventions, done at once (docs/interventions.md)",
    };

    public PatchPairVerb()
    {
        Command = new Command("pair", "Patches one place of one program from another program, or intervenes as a file says, and shows the ten digits' logits.")
        {
            program, source, site, layer, head, position, interventions,
        };
        options.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run run = options.Open(request);
        int step = options.StepOf(request, run);
        ProgramPair pair = ProgramPair.Of(
            ProgramFile.Read(request.GetRequiredValue(program), terminal.In, cancellation),
            ProgramFile.Read(request.GetRequiredValue(source), terminal.In, cancellation));
        string? file = request.GetValue(interventions);
        PairPatchSpec? spec = file is null ? SpecOf(request) : null;
        Transformer model = run.LoadModel(step);
        PairPatchResult result = spec is null
            ? PairPatch.Intervene(model, pair, ReadInterventions(request, file!), cancellation)
            : PairPatch.Run(model, pair, spec, cancellation);
        if (options.Json(request))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(result));
        }
        else
        {
            Write(run.Name, step, spec, result, terminal);
        }

        return ExitCode.Success;
    }

    private PairPatchSpec SpecOf(ParseResult request) =>
        (request.GetValue(site), request.GetValue(position)) is (string kind, string token)
            ? new PairPatchSpec(SiteOf(kind, request), HeadOf(request), TokenRole.Parse(token))
            : throw new UserException(
                "--site and --position are missing", "write --site residual.in --layer 3 --position rhs:1, or --interventions FILE");

    private ImmutableArray<Intervention> ReadInterventions(ParseResult request, string file)
    {
        if (request.GetValue(site) is not null || request.GetValue(position) is not null || request.GetValue(layer) is not null
            || request.GetValue(head) is not null)
        {
            throw new UserException("the file of --interventions already says where to intervene", "leave out --site, --layer, --head and --position");
        }

        return SubspaceFiles.Filled(InterventionJson.Read(InputFile.Read(file, InputFile.Document), file));
    }

    private string SiteOf(string kind, ParseResult request) =>
        Site.TryParseHook(kind, out Site hooked)
            ? request.GetValue(layer) is not { } own || own == hooked.Layer
                ? $"{hooked}"
                : throw new UserException($"--layer contradicts --site: {kind} is in layer {hooked.Layer}", "leave out --layer")
        : request.GetValue(layer) is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"{kind}:{number}")
            : kind == SiteKinds.NameOf(SiteKind.Logits)
                ? kind
                : throw new UserException($"--layer is missing: {kind} is in every layer", "write --layer 3, say; the logits alone have none");

    private int HeadOf(ParseResult request) => request.GetValue(head) switch
    {
        null => 0,
        >= 1 and int number => number,
        _ => throw new UserException("--head counts from 1", "leave it out for all heads"),
    };

    private static void Write(string run, int step, PairPatchSpec? spec, PairPatchResult result, Terminal terminal)
    {
        IAnsiConsole console = Tables.Console(terminal);
        string head = spec?.Head > 0 ? Tables.Invariant($", head {spec.Head}") : "";
        console.WriteLine(spec is null
            ? Tables.Invariant($"{run}, step {step}: the interventions of the file")
            : Tables.Invariant($"{run}, step {step}: {spec.Site}{head} at {spec.Role} (token {result.Position}), source into base"));
        Table table = Tables.Plain(["digit", .. Enumerable.Range(0, 10).Select(digit => $"{digit}"), "answers", "right"]);
        void Row(string name, IEnumerable<float> logits, int top, int right) =>
            table.Row([name, .. logits.Select(logit => Tables.Signed(logit)), $"{top}", $"{right}"]);
        Row("base", result.Base, result.BaseTop, result.BaseAnswer);
        Row("source", result.Source, result.SourceTop, result.SourceAnswer);
        Row("patched", result.Patched, result.PatchedTop, result.SourceAnswer);
        console.Write(table);
        console.WriteLine(result.Effect switch
        {
            "changed" => "the patch changed activations that the answer can depend on",
            "unchanged" => "the patch put in what was there: base and source agree at this place, so the effect is exactly 0",
            "absent" => "the interventions choose nothing of this program: the effect is exactly 0",
            _ => "nothing that the patch changed can reach the answer: the effect is exactly 0",
        });
    }
}
