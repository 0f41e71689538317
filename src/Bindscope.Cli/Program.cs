using Bindscope.Cli;

StandardStreams.Look();
if (FileLimit.Problem() is { } limit)
{
    FileLimit.Say(limit);
    return ExitCode.WrongMachine;
}

using var interruption = Interruption.OfTheProcess();
using var terminal = Terminal.OfTheProcess();
return Shell.Run(args, Shell.Verbs, terminal, interruption.Token);

#pragma warning disable MA0047 // The compiler puts the statements above into a class of this name, outside of any namespace.
/// <summary>The program. Declared here because ASP.NET Core's generator would declare it public otherwise.</summary>
internal sealed partial class Program;
