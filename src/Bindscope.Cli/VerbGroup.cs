using System.Collections.Immutable;
using System.CommandLine;

namespace Bindscope.Cli;

/// <summary>Commands that serve one purpose, as the program's own help lists them.</summary>
/// <param name="Title">What they are for.</param>
/// <param name="Verbs">The commands, the most wanted first.</param>
internal sealed record VerbGroup(string Title, ImmutableArray<IVerb> Verbs)
{
    /// <summary>Writes the program's help: how it is called, then every group.</summary>
    /// <param name="groups">The groups, the first one for newcomers.</param>
    /// <param name="output">Where to.</param>
    public static void WriteHelp(IReadOnlyList<VerbGroup> groups, TextWriter output)
    {
        int width = groups.SelectMany(group => group.Verbs).Max(verb => Usage(verb.Command).Length);
        output.WriteLine("Watches a Transformer learn variable binding, and takes the circuit apart.");
        output.WriteLine();
        output.WriteLine($"Usage: bindscope COMMAND [options]     bindscope COMMAND --help lists a command's options, bindscope --version its version");
        foreach (VerbGroup group in groups)
        {
            output.WriteLine();
            output.WriteLine($"{group.Title}:");
            foreach (IVerb verb in group.Verbs)
            {
                output.WriteLine($"  {Usage(verb.Command).PadRight(width)}  {verb.Command.Description}");
            }
        }
    }

    private static string Usage(Command command) =>
        string.Join(' ', command.Arguments.Select(argument => $"<{argument.HelpName ?? argument.Name}>").Prepend(command.Name));
}
