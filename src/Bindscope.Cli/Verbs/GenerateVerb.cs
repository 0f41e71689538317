using System.CommandLine;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Programs.Language;
using Bindscope.Runs.Presets;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes programs with their answers: random ones, or those that a run is measured on.</summary>
/// <remarks>Program i of a seed is the same whatever the count: each is drawn from its own branch of the seed.</remarks>
internal sealed class GenerateVerb : IVerb
{
    private readonly Option<ulong> count = new("--count", "-n") { Description = "how many programs", DefaultValueFactory = _ => 1 };
    private readonly Option<ulong> seed = new("--seed") { Description = "the same number draws the same programs" };
    private readonly Option<string?> preset = new("--preset", "-p")
    {
        Description = "whose task: " + string.Join(", ", Preset.Known.Select(known => known.Name)),
    };

    private readonly Option<bool> json = new("--json") { Description = "one JSON object per line; the default where the output is not a terminal" };
    private readonly GeneratorOptions generator = new();
    private readonly SplitOptions run = new();

    public GenerateVerb()
    {
        Command = new Command("generate", "Writes programs with their answers: random ones, by default of the paper's task, or a run's test programs.")
        {
            count, seed, preset, json,
        };
        generator.AddTo(Command);
        run.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var asJson = request.GetValue(json) || !terminal.IsOutAScreen;
        foreach (var program in run.AreWanted(request) ? OfRun(request, cancellation) : Random(request))
        {
            cancellation.ThrowIfCancellationRequested();
            var execution = Interpreter.Run(program);
            if (asJson)
            {
                terminal.Out.WriteJson(ProgramRow.Of(program, execution));
            }
            else
            {
                terminal.Out.WriteLine($"{program.ToText()}{execution.Value}\n");
            }
        }

        return ExitCode.Success;
    }

    private IReadOnlyList<SymbolicProgram> OfRun(ParseResult request, CancellationToken cancellation)
    {
        ulong? first = SplitOptions.IsGiven(request, count) ? request.GetValue(count) : null;
        return run.Read(request, first, [seed, preset, .. generator.All], cancellation);
    }

    private IEnumerable<SymbolicProgram> Random(ParseResult request)
    {
        var task = request.GetValue(preset) is { } name ? Preset.Named(name).Task : new GeneratorSpec();
        var programs = new ProgramGenerator(generator.Apply(task, request));
        var branch = new Seed(request.GetValue(seed)).Split("generate");
        for (var i = 0L; i < (long)request.GetValue(count); i++)
        {
            var random = branch.Split(i).Stream();
            yield return programs.Next(ref random);
        }
    }
}
