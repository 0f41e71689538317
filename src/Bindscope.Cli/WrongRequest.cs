using System.CommandLine;
using System.CommandLine.Parsing;
using Bindscope.Cli.Verbs;
using Bindscope.Errors;

namespace Bindscope.Cli;

/// <summary>Says what is wrong with a command line, every problem at once, and what was probably meant.</summary>
internal static class WrongRequest
{
    private const string OneOf = "Must be one of:";

    /// <summary>Refuses a request that did not parse.</summary>
    /// <param name="request">The request.</param>
    /// <param name="words">The command line that it was parsed from.</param>
    /// <exception cref="UserException">The request has errors, or names no command.</exception>
    public static void ThrowIfAny(ParseResult request, IReadOnlyList<string> words)
    {
        var command = request.CommandResult.Command;
        (Option Option, string Value)[] swallowed = [.. Swallowed(request, words)];
        string[] values = [.. swallowed.Select(one => one.Value)];
        var unknown = Unknown(request, values);
        var problems = swallowed.Select(one =>
                $"{one.Option.Name} wants {Kind(Single(one.Option.ValueType))} after it, not '{one.Value}', which begins as an option does.")
            .Concat(unknown.Select(token => Describe(token, command)))
            .Concat(request.Errors.Where(e => !IsAboutUnknown(e, request) && swallowed.All(one => one.Option != OptionOf(e))).Select(Reword)
                .Where(problem => values.All(value => problem != $"{value} is missing.")))
            .Concat(Misread(request).Where(one => swallowed.All(other => other.Option != one.Option)).Select(one => one.Problem))
            .Distinct().ToList();
        if (problems.Count == 0 && command is RootCommand)
        {
            problems.Add("No command was given.");
        }

        if (problems.Count > 0)
        {
            string equals = swallowed.Length > 0 ? $"a value that begins so is written {swallowed[0].Option.Name}={swallowed[0].Value}; " : "";
            throw new UserException(string.Join("\n       ", problems), equals + Hint(unknown, command));
        }
    }

    /// <summary>Refuses an option that would change nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="option">The option.</param>
    /// <param name="reason">Why it has no use.</param>
    /// <param name="instead">What the hint says after leaving it out.</param>
    /// <exception cref="UserException">It is given.</exception>
    public static void Refuse(ParseResult request, Option option, string reason, string instead = "")
    {
        if (SplitOptions.IsGiven(request, option))
        {
            throw new UserException($"{option.Name} has no use here: {reason}", $"leave {option.Name} out{instead}");
        }
    }

    /// <summary>The words that nothing was found for. After an unknown command, or one below another, the rest has no meaning, and is not reported.</summary>
    private static List<string> Unknown(ParseResult request, string[] swallowed)
    {
        if (request.CommandResult.Command.Subcommands.Any())
        {
            return [.. request.UnmatchedTokens.Take(1)];
        }

        // A misspelt option in a place where an argument may stand, or after an option that takes all values up to the next, is taken for one of
        // these. (--slurm=--mem=2G has a value that begins so rightly.)
        var disguised = request.CommandResult.Children.Where(child => child is ArgumentResult or OptionResult { Option.AllowMultipleArgumentsPerToken: true })
            .SelectMany(child => child.Tokens).Select(t => t.Value).Where(value => IsOption(value) && Array.IndexOf(swallowed, value) < 0).ToList();
        if (request.Tokens.Any(t => t.Type == TokenType.DoubleDash))
        {
            return [.. request.UnmatchedTokens];
        }

        // ... and pushes the argument itself out of its place, as an option does that is taken for another one's value.
        var surplus = request.UnmatchedTokens.Where(t => !IsOption(t) && disguised.Count == 0 && swallowed.Length == 0);
        return [.. request.UnmatchedTokens.Where(IsOption), .. disguised, .. surplus];
    }

    /// <summary>The options that took the next one for their value, as in <c>--out --help</c>. What is meant to begin so stands behind an equals
    /// sign: <c>--slurm=--mem=2G</c>.</summary>
    private static IEnumerable<(Option Option, string Value)> Swallowed(ParseResult request, IReadOnlyList<string> words) =>
        from result in request.CommandResult.Children.OfType<OptionResult>()
        let option = result.Option
        where Single(option.ValueType) != typeof(bool)
        from token in result.Tokens
        where IsOption(token.Value) && words.Zip(words.Skip(1)).Any(pair =>
            pair.Second == token.Value && (pair.First == option.Name || option.Aliases.Contains(pair.First)))
        select (option, token.Value);

    private static Option? OptionOf(ParseError error) => error.SymbolResult switch
    {
        OptionResult option => option.Option,
        ArgumentResult { Parent: OptionResult option } => option.Option,
        _ => null,
    };

    private static bool IsOption(string token) => token is ['-', not (>= '0' and <= '9'), ..];

    private static string Describe(string token, Command command) =>
        IsOption(token) ? $"There is no option {token}."
        : command is RootCommand ? $"There is no command '{token}'."
        : command.Subcommands.Any() ? $"{command.Name} has no '{token}'."
        : $"'{token}' is one argument too many for {command.Name}.";

    private static string Hint(IEnumerable<string> unknown, Command command)
    {
        var help = command is RootCommand ? "bindscope --help lists the commands."
            : command.Subcommands.Any() ? $"{command.Name} has {string.Join(", ", command.Subcommands.Select(c => c.Name))}."
            : $"bindscope {Path(command)} --help lists its options.";
        foreach (var token in unknown)
        {
            var known = IsOption(token)
                ? command.Options.SelectMany(o => o.Aliases.Append(o.Name))
                : command.Subcommands.Select(c => c.Name);
            if (Spelling.Nearest(token.Split('=', ':')[0], known) is { } nearest)
            {
                return $"Did you mean {nearest}? {help}";
            }
        }

        return help;
    }

    /// <summary>The words that lead to a command, without the program's own name.</summary>
    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault(parent => parent is not RootCommand) is { } parent
            ? $"{Path(parent)} {command.Name}" : command.Name;

    // The parser reports an unknown word as an error of the command too, in other words.
    private static bool IsAboutUnknown(ParseError error, ParseResult request) =>
        error.Message.StartsWith("Unrecognized command or argument", StringComparison.Ordinal)
        || ((request.CommandResult.Command is RootCommand || request.UnmatchedTokens.Count > 0) && error.SymbolResult is CommandResult)
        || (error.SymbolResult is OptionResult { Option.AllowMultipleArgumentsPerToken: true } option && option.Tokens.Any(t => IsOption(t.Value)));

    private static string Reword(ParseError error)
    {
        if (error.SymbolResult is CommandResult { Command: { Subcommands.Count: > 0 } group })
        {
            return $"{Path(group)} wants to be told what: one of the commands below it.";
        }

        var (name, type, tokens) = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType, option.Tokens),
            ArgumentResult { Parent: OptionResult option } => (option.Option.Name, option.Option.ValueType, option.Tokens),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType, argument.Tokens),
            _ => ("", typeof(string), []),
        };
        var wanted = Choices(error.Message) is { Length: > 0 } choices ? string.Join(" or ", choices) : Kind(Single(type));
        return tokens is [.., var last] && (error.Message.Contains("expected type", StringComparison.Ordinal) || IsChoice(error.Message))
            ? $"{name} wants {wanted}, not '{last.Value}'."
            : Missing(error.Message, name, wanted);
    }

    private static bool IsChoice(string message) => message.Contains(OneOf, StringComparison.Ordinal);

    /// <summary>The values in quotes that the parser lists where only some are allowed; none of another message.</summary>
    private static string[] Choices(string message) =>
        IsChoice(message) ? [.. message[message.IndexOf(OneOf, StringComparison.Ordinal)..].Split('\'').Where((_, i) => i % 2 == 1)] : [];

    /// <summary>What the parser takes for something else than was meant: 0,3 for 3, and 1 for the second of an option's words.</summary>
    private static IEnumerable<(Option Option, string Problem)> Misread(ParseResult request) =>
        from option in request.CommandResult.Children.OfType<OptionResult>()
        let type = Single(option.Option.ValueType)
        from token in option.Tokens
        where type.IsEnum ? !Enum.GetNames(type).Contains(token.Value, StringComparer.OrdinalIgnoreCase)
            : type == typeof(double) && token.Value.Contains(',', StringComparison.Ordinal)
        select (option.Option, $"{option.Option.Name} wants {Kind(type)}, not '{token.Value}'.");

    /// <summary>The type of one value of an option that may have none or several.</summary>
    private static Type Single(Type type) => type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type;

    private static string Missing(string message, string name, string wanted) =>
        message.StartsWith("Required argument missing for option", StringComparison.Ordinal) ? $"{name} wants {wanted} after it."
        : message.StartsWith("Required argument", StringComparison.Ordinal) ? $"{name} is missing."
        : message.EndsWith("is required.", StringComparison.Ordinal) ? $"{name} is missing."
        : message.Contains("expects a single argument", StringComparison.Ordinal) ? $"{name} was given more than once."
        : message;

    private static string Kind(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => string.Join(" or ", Enum.GetNames(type).Select(n => n.ToLowerInvariant())),
        TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64 => "a whole number from 0",
        TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number",
        TypeCode.Boolean => "true or false",
        _ => "a value",
    };
}
