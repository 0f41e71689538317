using System.Numerics;
using Bindscope.Programs.Language;

namespace Bindscope.Programs.Tokens;

/// <summary>One character, one token.</summary>
/// <remarks>Digits come first: the logits of the ten answers are a vocabulary's first ten.
/// <c>0</c>-<c>9</c> are 0-9, <c>a</c>-<c>z</c> are 10-35, <c>=</c> is 36, the newline 37, <c>#</c> 38 and <c>:</c> 39.</remarks>
public static class Tokenizer
{
    /// <summary>How many different tokens there are.</summary>
    public const int VocabularySize = 40;

    /// <summary>The token of each digit is the digit itself: tokens 0 to 9.</summary>
    public const int DigitCount = 10;

    /// <summary>The characters, each at the place of its token.</summary>
    public const string Vocabulary = "0123456789abcdefghijklmnopqrstuvwxyz=\n#:";

    /// <summary>A character's token.</summary>
    /// <param name="character">A character of the language.</param>
    /// <returns>The token, 0-39.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The character is not of the language.</exception>
    public static int Encode(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        '=' => 36,
        '\n' => 37,
        '#' => 38,
        ':' => 39,
        _ => throw new ArgumentOutOfRangeException(nameof(character), character, "not a character of the language"),
    };

    /// <summary>A token's character.</summary>
    /// <param name="token">The token, 0-39.</param>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary.</exception>
    public static char Decode(int token) => token is >= 0 and < VocabularySize
        ? Vocabulary[token]
        : throw new ArgumentOutOfRangeException(nameof(token), token, "not a token of the vocabulary");

    /// <summary>The text that tokens spell.</summary>
    /// <param name="tokens">Tokens, 0-39.</param>
    public static string Decode(ReadOnlySpan<int> tokens)
    {
        var text = new char[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            text[i] = Decode(tokens[i]);
        }

        return new string(text);
    }

    /// <summary>A program's prompt as tokens.</summary>
    /// <param name="program">The program, n lines.</param>
    /// <returns>4n+3 tokens: the lines, then the query up to its colon.</returns>
    public static int[] Encode(SymbolicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var tokens = new int[Positions.PromptLength(program.Lines.Length)];
        Encode(program, tokens.AsSpan());
        return tokens;
    }

    /// <summary>Writes a program's prompt as tokens of any whole-number type.</summary>
    /// <param name="program">The program, n lines.</param>
    /// <param name="destination">Receives 4n+3 tokens; what lies behind them is left alone.</param>
    /// <typeparam name="T">The type of the tokens: <c>long</c> for a tensor of them, <c>byte</c> to keep many.</typeparam>
    public static void Encode<T>(SymbolicProgram program, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        ArgumentNullException.ThrowIfNull(program);
        int i = 0;
        foreach (Assignment line in program.Lines)
        {
            destination[i++] = T.CreateTruncating(Encode(line.Name));
            destination[i++] = T.CreateTruncating(Encode('='));
            destination[i++] = T.CreateTruncating(Encode(line.Right));
            destination[i++] = T.CreateTruncating(Encode('\n'));
        }

        destination[i++] = T.CreateTruncating(Encode('#'));
        destination[i++] = T.CreateTruncating(Encode(program.Query));
        destination[i] = T.CreateTruncating(Encode(':'));
    }
}
