using System.CommandLine;
using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Programs.Generation;

namespace Bindscope.Cli.Verbs;

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
