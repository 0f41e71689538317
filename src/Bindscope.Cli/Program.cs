using Bindscope.Cli;

if (NamedLibTorchContext.IsNeeded())
{
    return NamedLibTorchContext.Run(args);
}

using var interruption = new Interruption(Console.Error);
using var terminal = Terminal.OfTheProcess();
return Shell.Run(args, Shell.Verbs, terminal, interruption.Token);
