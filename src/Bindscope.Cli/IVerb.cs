using System.CommandLine;

namespace Bindscope.Cli;

/// <summary>One command of the command line. To add one: a file in <c>Verbs/</c> and its place in <see cref="Shell.Groups"/>.</summary>
internal interface IVerb
{
    /// <summary>Name, description, arguments and options.</summary>
    Command Command { get; }

    /// <summary>Does what was asked.</summary>
    /// <param name="request">The parsed options and arguments; they had no errors.</param>
    /// <param name="terminal">Where to read and write.</param>
    /// <param name="cancellation">Set by Ctrl-C: stop soon, leave nothing half done, throw
    /// <see cref="OperationCanceledException"/>.</param>
    /// <returns>The exit code: 0, unless the result itself is a "no".</returns>
    /// <exception cref="Bindscope.Errors.UserException">The user can correct what is wrong.</exception>
    int Run(ParseResult request, Terminal terminal, CancellationToken cancellation);
}
