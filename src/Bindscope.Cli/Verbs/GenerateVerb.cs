using System.CommandLine;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;
using Bindscope.Training.Presets;

namespace Bindscope.Cli.Verbs;

/// <summary>Writes random programs with their answers.</summary>
/// <remarks>Program i of a seed is the same whatever the count: each is drawn from its own branch of the seed.</remarks>
internal sealed class GenerateVerb : IVerb
{
    private readonly Option<ulong> count = new("--count", "-n") { Description = "how many programs", DefaultValueFactory = _ => 1 };
    private readonly Option<ulong> seed = new("--seed") { Description = "the number that everything random follows from" };
    private readonly Option<string?> preset = new("--preset", "-p")
    {
        Description = "whose task: " + string.Join(", ", Preset.Known.Select(known => known.Name)),
    };

    private readonly Option<bool> json = new("--json") { Description = "one JSON object per line; so too where the output is no screen" };
    private readonly GeneratorOptions generator = new();

    public GenerateVerb()
    {
        Command = new Command("generate", "Writes random programs with their answers, by default those of the paper's task.")
        {
            count, seed, preset, json,
        };
        generator.AddTo(Command);
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <inheritdoc/>
    public bool NeedsLibTorch => false;

    /// <inheritdoc/>
    public int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        var task = request.GetValue(preset) is { } name ? Preset.Named(name).Task : new GeneratorSpec();
        var programs = new ProgramGenerator(generator.Apply(task, request));
        var branch = new Seed(request.GetValue(seed)).Split("generate");
        var asJson = request.GetValue(json) || !terminal.IsOutAScreen;
        for (var i = 0L; i < (long)request.GetValue(count); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var random = branch.Split(i).Stream();
            var program = programs.Next(ref random);
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
}
