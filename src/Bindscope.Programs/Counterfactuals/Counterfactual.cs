using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Language;
using Bindscope.Programs.Tokens;

namespace Bindscope.Programs.Counterfactuals;

/// <summary>A change of a program, as data: applied to the base program it gives the counterfactual (source) program.</summary>
/// <remarks>All kinds keep the number of lines, so that both programs have the same token positions. Lines are 1-based.
/// <see cref="CounterfactualSampler"/> draws one that suits a program.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RootDigit), "rootDigit")]
[JsonDerivedType(typeof(ExchangedNames), "exchangedNames")]
[JsonDerivedType(typeof(MovedRoot), "movedRoot")]
[JsonDerivedType(typeof(ReplacedRight), "replacedRight")]
public abstract record Counterfactual
{
    private Counterfactual()
    {
    }

    /// <summary>The root holds another digit; nothing else changes. The paper's counterfactual (section 3.1).</summary>
    /// <param name="Digit">The new digit, <c>0</c> to <c>9</c>.</param>
    public sealed record RootDigit(char Digit) : Counterfactual;

    /// <summary>Two lines exchange the names that they bind; their right-hand sides stay. The name counterfactual of the subspace analysis.</summary>
    /// <param name="Line">One line.</param>
    /// <param name="Other">The other line.</param>
    public sealed record ExchangedNames(int Line, int Other) : Counterfactual;

    /// <summary>The root's line and another line change places, and the root may get another digit. Tells a pointer from a value.</summary>
    /// <param name="Line">The line to which the root moves.</param>
    /// <param name="Digit">The root's digit after it, <c>0</c> to <c>9</c>; may be the same as before.</param>
    public sealed record MovedRoot(int Line, char Digit) : Counterfactual;

    /// <summary>A line gets another right-hand side.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Right">The new right-hand side: a digit, or a variable that is bound above.</param>
    public sealed record ReplacedRight(int Line, char Right) : Counterfactual;

    /// <summary>How far the root's digit goes where nobody says another change.</summary>
    public const int DefaultShift = 5;

    /// <summary>The change that a program has where nobody says another: the root's digit and <see cref="DefaultShift"/>, around the corner.</summary>
    /// <param name="program">The base program.</param>
    /// <exception cref="ProgramException">It uses a variable that is not bound above.</exception>
    public static Counterfactual Default(SymbolicProgram program) =>
        new RootDigit(Tokenizer.Decode((Interpreter.Run(program).Value + DefaultShift) % Tokenizer.DigitCount));

    /// <summary>Makes the counterfactual program.</summary>
    /// <param name="program">The base program.</param>
    /// <exception cref="UserException">The program has no such line, or a variable would be used that is not bound above.</exception>
    /// <exception cref="ProgramException">The base program itself uses a variable that is not bound above.</exception>
    public SymbolicProgram ApplyTo(SymbolicProgram program)
    {
        SymbolicProgram changed = Change(program);
        return Interpreter.CanRun(changed)
            ? changed
            : throw new UserException(
                $"{this} does not suit the program: a variable would be used that is not bound above.",
                "Choose lines that leave every variable bound above where it is used.");
    }

    /// <summary>Makes the changed program, whether it can run or not.</summary>
    internal SymbolicProgram Change(SymbolicProgram program)
    {
        int root = Interpreter.Run(program).RootLine;
        return program with
        {
            Lines = this switch
            {
                RootDigit(var digit) => WithRight(program.Lines, root, digit),
                ExchangedNames(var line, var other) => WithNamesExchanged(program.Lines, line, other),
                MovedRoot(var line, var digit) => WithRight(WithLinesExchanged(program.Lines, root, line), line, digit),
                ReplacedRight(var line, var right) => WithRight(program.Lines, line, right),
                _ => throw new InvalidOperationException($"no rule for {GetType().Name}"),
            },
        };
    }

    private static ImmutableArray<Assignment> WithRight(ImmutableArray<Assignment> lines, int line, char right)
    {
        RequireLine(lines, line);
        return char.IsAsciiDigit(right) || char.IsAsciiLetterLower(right)
            ? lines.SetItem(line - 1, lines[line - 1] with { Right = right })
            : throw new UserException($"'{right}' cannot stand on the right of a line.", "Give a digit (0-9) or a variable (a-z).");
    }

    private static ImmutableArray<Assignment> WithNamesExchanged(ImmutableArray<Assignment> lines, int line, int other)
    {
        RequireLine(lines, line);
        RequireLine(lines, other);
        (Assignment first, Assignment second) = (lines[line - 1], lines[other - 1]);
        return lines.SetItem(line - 1, first with { Name = second.Name }).SetItem(other - 1, second with { Name = first.Name });
    }

    private static ImmutableArray<Assignment> WithLinesExchanged(ImmutableArray<Assignment> lines, int line, int other)
    {
        RequireLine(lines, other);
        return lines.SetItem(line - 1, lines[other - 1]).SetItem(other - 1, lines[line - 1]);
    }

    private static void RequireLine(ImmutableArray<Assignment> lines, int line)
    {
        if (line < 1 || line > lines.Length)
        {
            throw new UserException($"The program has no line {line}.", $"Its lines are 1-{lines.Length}.");
        }
    }
}
