using Bindscope.Cli;

return Shell.Run(args);

#pragma warning disable MA0047 // The compiler puts the statements above into a class of this name, outside of any namespace.
/// <summary>The program. Declared here because ASP.NET Core's generator would declare it public otherwise.</summary>
internal sealed partial class Program;
