using System.Collections.Immutable;

namespace Bindscope.Web.Programs;

/// <summary>All that can be said of a program without a model.</summary>
/// <param name="Text">Its text, as the model sees it.</param>
/// <param name="Query">The variable that is asked for.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Hops">The query's referential depth.</param>
/// <param name="RootLine">The line that holds the root, 1-based.</param>
/// <param name="ChainLines">The lines of the query's chain, from the root, 1-based.</param>
/// <param name="Lines">The lines, from top to bottom.</param>
/// <param name="Counterfactual">The source that was given, or else the default one: the root holds another digit.</param>
/// <param name="Counterfactuals">Every program that differs in the root's digit alone, by that digit.</param>
internal sealed record ProgramDescription(
    string Text,
    char Query,
    int Answer,
    int Hops,
    int RootLine,
    ImmutableArray<int> ChainLines,
    ImmutableArray<ProgramLine> Lines,
    ProgramAnswer? Counterfactual,
    ImmutableArray<ProgramAnswer> Counterfactuals);

/// <summary>A line of a program.</summary>
/// <param name="Name">The variable that it binds.</param>
/// <param name="Right">A digit or a variable.</param>
/// <param name="Value">What the variable holds once the line has run.</param>
/// <param name="Depth">Assignments from this line to its root; 1 where it holds a digit.</param>
/// <param name="RootLine">The line that holds the digit, 1-based.</param>
/// <param name="References">The line by which the right-hand side was bound, 1-based; null for a digit.</param>
internal sealed record ProgramLine(char Name, char Right, int Value, int Depth, int RootLine, int? References);

/// <summary>A program and its counterfactual.</summary>
/// <param name="Text">The program's text.</param>
/// <param name="Source">The counterfactual's text.</param>
internal sealed record ProgramText(string Text, string Source);

/// <summary>A program and its answer.</summary>
/// <param name="Text">The program's text.</param>
/// <param name="Answer">The right digit.</param>
internal sealed record ProgramAnswer(string Text, int Answer);
