using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bindscope.Analysis.Description;
using Bindscope.Errors;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Tokens;
using Bindscope.Runs;

namespace Bindscope.Analysis.Roles;

/// <summary>
/// A token named by what it does in its program, so that the same thing can be done to programs whose chains lie on different lines. As
/// text:
/// <c>rhs:1</c>, <c>rhs:1+3</c>, <c>query</c>, <c>colon</c>, <c>line:3.newline</c>, <c>12</c>; any of them together: <c>span:3+span:4</c>.
/// </summary>
/// <param name="Kind">What the token is.</param>
/// <param name="Number">Depth on the chain (1 is the root), line (1-based) or position (0-based); 0 for kinds without a number.</param>
/// <param name="Offset">
/// Tokens further on, for <see cref="TokenRoleKind.ChainRight"/> alone: <c>rhs:1+3</c> is the equals sign of the line after the root's. Models
/// may keep a line's value there. 0 for all others.
/// </param>
/// <param name="Parts">The text of two roles or more, for <see cref="TokenRoleKind.Together"/> alone; null for all others.</param>
[JsonConverter(typeof(TokenRoleJson))]
public readonly record struct TokenRole(TokenRoleKind Kind, int Number = 0, int Offset = 0, string? Parts = null)
{
    private const char And = '+';

    /// <summary>The query variable.</summary>
    public static TokenRole Query => new(TokenRoleKind.QueryVariable);

    /// <summary>The prompt's last token.</summary>
    public static TokenRole Colon => new(TokenRoleKind.Colon);

    /// <summary>The right-hand side of the chain line of a depth.</summary>
    /// <param name="depth">1 is the root.</param>
    public static TokenRole Right(int depth) => new(TokenRoleKind.ChainRight, depth);

    /// <summary>The name bound by the chain line of a depth.</summary>
    /// <param name="depth">1 is the root.</param>
    public static TokenRole Name(int depth) => new(TokenRoleKind.ChainName, depth);

    /// <summary>
    /// The roles by which the paper chooses tokens: the right-hand sides along the chain, the query variable and the colon.
    /// </summary>
    /// <param name="hops">The query's referential depth.</param>
    /// <returns>In the order of the text.</returns>
    public static ImmutableArray<TokenRole> Chain(int hops) => [.. Enumerable.Range(1, hops).Select(Right), Query, Colon];

    /// <summary>
    /// The same with the three tokens after each right-hand side: the newline, and the next line's name and equals sign. They follow the
    /// digit, so attention can bring it there, and what stands in them is not needed for much else.
    /// </summary>
    /// <param name="hops">The query's referential depth.</param>
    /// <returns>By depth; the query variable and the colon last.</returns>
    public static ImmutableArray<TokenRole> Spans(int hops) =>
    [
        .. from depth in Enumerable.Range(1, hops)
           from offset in Enumerable.Range(0, 4)
           select new TokenRole(TokenRoleKind.ChainRight, depth, offset),
        Query,
        Colon,
    ];

    /// <summary>
    /// Tokens that are changed together: a value that is spread over the tokens of a line, each with a part or a copy, is invisible to patches
    /// of one token, and one that has gone on in some programs sooner than in others is invisible to patches of one line.
    /// </summary>
    /// <param name="hops">The query's referential depth.</param>
    /// <returns>The span of each right-hand side, by depth; those from depth 3 on together, where there are several; and the query.</returns>
    public static ImmutableArray<TokenRole> Joint(int hops)
    {
        TokenRole[] spans = [.. Enumerable.Range(1, hops).Select(Span)];
        return [.. spans, .. hops > 3 ? [Together(spans[2..])] : Array.Empty<TokenRole>(), new TokenRole(TokenRoleKind.End)];
    }

    /// <summary>The right-hand side of the chain line of a depth and the three tokens after it.</summary>
    /// <param name="depth">1 is the root.</param>
    public static TokenRole Span(int depth) => new(TokenRoleKind.ChainSpan, depth);

    /// <summary>Several tokens that are changed together.</summary>
    /// <param name="roles">Two or more, none of them of this kind.</param>
    public static TokenRole Together(IEnumerable<TokenRole> roles) => new(TokenRoleKind.Together, Parts: string.Join(And, roles));

    /// <summary>The single tokens of a role: itself, or those that are changed together.</summary>
    /// <returns>In the order of the text.</returns>
    public ImmutableArray<TokenRole> Members()
    {
        int depth = Number;
        return Kind switch
        {
            TokenRoleKind.ChainSpan => [.. Enumerable.Range(0, 4).Select(offset => new TokenRole(TokenRoleKind.ChainRight, depth, offset))],
            TokenRoleKind.End => [new TokenRole(TokenRoleKind.Hash), Query, Colon],
            TokenRoleKind.Together => [.. Read(Parts!).SelectMany(part => part.Members()).Distinct()],
            _ => [this],
        };
    }

    /// <summary>Reads a role's text.</summary>
    /// <param name="text">What <see cref="ToString"/> writes.</param>
    /// <exception cref="UserException">It is no role; the hint lists the forms.</exception>
    public static TokenRole Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TokenRole[] parts = [.. Read(text)];
        return parts.Length == 1 ? parts[0] : Together(parts);
    }

    private static IEnumerable<TokenRole> Read(string text) => Split(text).Select(ParseOne);

    /// <summary>The parts of a text; a number after the sign belongs to a right-hand side before it, as its offset.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        foreach (string piece in text.Split(And))
        {
            if (parts.Count > 0 && (piece.Length == 0 || char.IsAsciiDigit(piece[0])) && parts[^1].Contains(':') && !parts[^1].Contains(And))
            {
                parts[^1] += And + piece;
            }
            else
            {
                parts.Add(piece);
            }
        }

        return parts;
    }

    private static TokenRole ParseOne(string text)
    {
        string[] parts = text.Split(':', 2);
        foreach (TokenRoleKind kind in Enum.GetValues<TokenRoleKind>().Where(kind => kind != TokenRoleKind.Together))
        {
            (string stem, string ending) = Form(kind);
            string numbered = parts.Length == 2 ? parts[1] : stem.Length == 0 ? text : string.Empty;
            bool named = parts[0] == stem && (parts.Length == 2) == HasNumber(kind);
            if (kind == TokenRoleKind.Absolute ? parts.Length == 1 : named)
            {
                if (!HasNumber(kind))
                {
                    return new TokenRole(kind);
                }

                string[] shifted = kind == TokenRoleKind.ChainRight ? numbered.Split('+', 2) : [numbered];
                int offset = 0;
                if (shifted.Length == 2 && !(int.TryParse(shifted[1], NumberStyles.None, CultureInfo.InvariantCulture, out offset) && offset >= 1))
                {
                    continue;
                }

                numbered = shifted[0];
                if (numbered.EndsWith(ending, StringComparison.Ordinal)
                    && int.TryParse(numbered[..^ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    && (number >= 1 || kind == TokenRoleKind.Absolute))
                {
                    return new TokenRole(kind, number, offset);
                }
            }
        }

        throw new UserException(
            $"'{text}' is no token of a program",
            "write rhs:1 (right-hand side of the chain line of that depth), rhs:1+3 (three tokens after it), name:1, newline:1, "
            + "span:1 (rhs:1 and the three tokens after it), end (the query), query, colon, hash, "
            + "line:3 (right-hand side of that line), line:3.name, line:3.equals, line:3.newline, a position such as 12, "
            + "or several together: span:3+span:4");
    }

    /// <summary>Where the token stands; of several together, the first.</summary>
    /// <param name="execution">The program's execution.</param>
    /// <returns>0-based; -1 where the program has no such token, or lacks one of several that were named together.</returns>
    public int PositionIn(Execution execution)
    {
        if (Kind == TokenRoleKind.Together)
        {
            return Read(Parts!).Min(part => part.PositionIn(execution));
        }

        int lines = execution.Lines.Length;
        int chainLine = Number >= 1 && Number <= execution.ChainLines.Length ? execution.ChainLines[Number - 1] : 0;
        int line = Number <= lines ? Number : 0;
        return Kind switch
        {
            TokenRoleKind.ChainRight or TokenRoleKind.ChainSpan => chainLine == 0 || Positions.Right(chainLine) + Offset > LastOf(lines)
                ? -1
                : Positions.Right(chainLine) + Offset,
            TokenRoleKind.ChainName => chainLine == 0 ? -1 : Positions.Name(chainLine),
            TokenRoleKind.ChainNewline => chainLine == 0 ? -1 : Positions.Newline(chainLine),
            TokenRoleKind.Hash or TokenRoleKind.End => Positions.Hash(lines),
            TokenRoleKind.QueryVariable => Positions.QueryVariable(lines),
            TokenRoleKind.Colon => Positions.Colon(lines),
            TokenRoleKind.LineRight => line == 0 ? -1 : Positions.Right(line),
            TokenRoleKind.LineName => line == 0 ? -1 : Positions.Name(line),
            TokenRoleKind.LineEquals => line == 0 ? -1 : Positions.EqualsSign(line),
            TokenRoleKind.LineNewline => line == 0 ? -1 : Positions.Newline(line),
            _ => Number < Positions.PromptLength(lines) ? Number : -1,
        };
    }

    /// <summary>Where the token stands in a program that must have it.</summary>
    /// <param name="execution">The program's execution.</param>
    /// <returns>0-based.</returns>
    /// <exception cref="UserException">The program has no such token; the hint lists what it has.</exception>
    public int RequiredIn(Execution execution)
    {
        int position = PositionIn(execution);
        int lines = execution.Lines.Length;
        return position >= 0
            ? position
            : throw new UserException(
                $"the program has no token {this}",
                $"its chain has the depths 1-{execution.Hops} (rhs:1 and so on), its lines are 1-{lines} (line:1 and so on), "
                + $"its positions 0-{Positions.Colon(lines)}; and there are query, colon and hash");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    /// <returns>For example <c>rhs:1</c>.</returns>
    public override string ToString()
    {
        if (Kind == TokenRoleKind.Together)
        {
            return Parts!;
        }

        (string stem, string ending) = Form(Kind);
        return (HasNumber(Kind), stem.Length) switch
        {
            (false, _) => stem,
            (_, 0) => Number.ToString(CultureInfo.InvariantCulture),
            _ when Offset > 0 => string.Create(CultureInfo.InvariantCulture, $"{stem}:{Number}+{Offset}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{stem}:{Number}{ending}"),
        };
    }

    /// <summary>The last token of the lines: what is counted from a line does not reach into the query.</summary>
    private static int LastOf(int lines) => Positions.Newline(lines);

    private static bool HasNumber(TokenRoleKind kind) =>
        kind is not (TokenRoleKind.Hash or TokenRoleKind.End or TokenRoleKind.QueryVariable or TokenRoleKind.Colon);

    private static (string Stem, string Ending) Form(TokenRoleKind kind) => kind switch
    {
        TokenRoleKind.ChainRight => ("rhs", ""),
        TokenRoleKind.ChainName => ("name", ""),
        TokenRoleKind.ChainNewline => ("newline", ""),
        TokenRoleKind.Hash => ("hash", ""),
        TokenRoleKind.QueryVariable => ("query", ""),
        TokenRoleKind.Colon => ("colon", ""),
        TokenRoleKind.ChainSpan => ("span", ""),
        TokenRoleKind.End => ("end", ""),
        TokenRoleKind.LineRight => ("line", ""),
        TokenRoleKind.LineName => ("line", ".name"),
        TokenRoleKind.LineEquals => ("line", ".equals"),
        TokenRoleKind.LineNewline => ("line", ".newline"),
        _ => ("", ""),
    };
}

/// <summary>What a token is in its program.</summary>
public enum TokenRoleKind
{
    /// <summary><c>rhs:k</c>: the right-hand side of the query's chain line of depth k; depth 1 holds the digit.</summary>
    ChainRight,

    /// <summary><c>name:k</c>: the name that the query's chain line of depth k binds.</summary>
    ChainName,

    /// <summary><c>newline:k</c>: the newline that ends the query's chain line of depth k.</summary>
    ChainNewline,

    /// <summary><c>hash</c>: the sign that begins the query.</summary>
    Hash,

    /// <summary><c>query</c>: the query variable.</summary>
    QueryVariable,

    /// <summary><c>colon</c>: the prompt's last token, where the answer is predicted.</summary>
    Colon,

    /// <summary><c>line:i</c>: the right-hand side of line i, whether it is on the chain or not.</summary>
    LineRight,

    /// <summary><c>line:i.name</c>: the name that line i binds.</summary>
    LineName,

    /// <summary><c>line:i.equals</c>: the equals sign of line i.</summary>
    LineEquals,

    /// <summary><c>line:i.newline</c>: the newline that ends line i.</summary>
    LineNewline,

    /// <summary><c>span:k</c>: the right-hand side of the chain line of depth k and the three tokens after it, together.</summary>
    ChainSpan,

    /// <summary><c>end</c>: the hash, the query variable and the colon, together.</summary>
    End,

    /// <summary>A bare number: the token at that position, 0-based.</summary>
    Absolute,

    /// <summary><c>span:3+span:4</c>: several of these together.</summary>
    Together,
}

/// <summary>Roles as their text.</summary>
internal sealed class TokenRoleJson : JsonConverter<TokenRole>
{
    public override TokenRole Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return TokenRole.Parse(reader.GetString() ?? string.Empty);
        }
        catch (UserException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, TokenRole value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>A token, or several together, on the command line: <c>span:3+span:4</c>.</summary>
public sealed class TokenRoleForm : IFieldForm
{
    /// <inheritdoc/>
    public object? Read(string text, Run run) => TokenRole.Parse(text);

    /// <inheritdoc/>
    public string Write(object? value) => value is TokenRole role ? role.ToString() : "";
}

/// <summary>Which tokens a sweep patches.</summary>
public enum TokenChoice
{
    /// <summary>The paper's: the right-hand sides along the chain, the query variable and the colon.</summary>
    Chain,

    /// <summary>The three tokens after each of those right-hand sides, too.</summary>
    Spans,
}
