using Bindscope.Cli;

using var interruption = new Interruption(Console.Error);
using var terminal = Terminal.OfTheProcess();
return Shell.Run(args, Shell.Verbs, terminal, interruption.Token);
