using Bindscope.Programs.Language;

namespace Bindscope.Cli.Verbs;

/// <summary>A program that a user hands in.</summary>
/// <param name="Program">The program.</param>
/// <param name="Label">The answer that stands beside it; null where none does. It is compared with the interpreter's, and not believed.</param>
internal sealed record GivenProgram(SymbolicProgram Program, int? Label);

/// <summary>A pair of programs that a user hands in.</summary>
/// <param name="Base">The program that is intervened on.</param>
/// <param name="Source">The program that patches come from.</param>
/// <param name="Place">Where the pair stands, for messages.</param>
internal sealed record GivenPair(GivenProgram Base, GivenProgram Source, string Place);
