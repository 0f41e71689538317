using System.CommandLine;
using System.Text.Json;
using Bindscope.Errors;
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

/// <summary>The options that change what programs are generated: one for each field of <see cref="GeneratorSpec"/>.</summary>
internal sealed class GeneratorOptions
{
    private readonly Option<int?> lines = new("--lines") { Description = "assignments per program" };
    private readonly Option<int?> hops = new("--hops") { Description = "the largest number of hops of the query" };
    private readonly Option<double?> constantShare = new("--constant-share") { Description = "probability that a right-hand side is a digit, 0-1" };
    private readonly Option<double?> depthExponent = new("--depth-exponent") { Description = "how strongly deeper variables are preferred, 0-6" };
    private readonly Option<NamePolicy?> names = new("--names") { Description = "whether a variable may be bound again" };
    private readonly Option<DepthPolicy?> depth = new("--depth") { Description = "what happens to lines deeper than --hops" };
    private readonly Option<int?> nameCount = new("--name-count") { Description = "how many variables there are, 1-26" };
    private readonly Option<int?> digitCount = new("--digit-count") { Description = "how many digits there are, 1-10" };
    private readonly Option<QueryBalance?> balance = new("--balance") { Description = "how often each number of hops occurs" };

    /// <summary>Every one of them.</summary>
    public IReadOnlyList<Option> All => [lines, hops, constantShare, depthExponent, names, depth, nameCount, digitCount, balance];

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>A spec with what the command line says about it.</summary>
    /// <param name="start">What holds where the command line says nothing.</param>
    /// <param name="request">The command line.</param>
    /// <exception cref="UserException">No program can be generated so; each problem is named by its option.</exception>
    public GeneratorSpec Apply(GeneratorSpec start, ParseResult request)
    {
        GeneratorSpec asked = With(start, request);
        return asked.Validated(OptionOf) is { IsEmpty: false } problems
            ? throw new UserException($"no programs can be generated: {string.Join("; ", problems)}", "change these options so that they fit together")
            : asked;
    }

    /// <summary>The option that sets a field.</summary>
    private string OptionOf(string field) => field == nameof(GeneratorSpec.MaximumHops) ? hops.Name : $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(field)}";

    private GeneratorSpec With(GeneratorSpec start, ParseResult request) => start with
    {
        Lines = request.GetValue(lines) ?? start.Lines,
        MaximumHops = request.GetValue(hops) ?? start.MaximumHops,
        ConstantShare = request.GetValue(constantShare) ?? start.ConstantShare,
        DepthExponent = request.GetValue(depthExponent) ?? start.DepthExponent,
        Names = request.GetValue(names) ?? start.Names,
        Depth = request.GetValue(depth) ?? start.Depth,
        NameCount = request.GetValue(nameCount) ?? start.NameCount,
        DigitCount = request.GetValue(digitCount) ?? start.DigitCount,
        Balance = request.GetValue(balance) ?? start.Balance,
    };
}
