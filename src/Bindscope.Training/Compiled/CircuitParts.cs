using Bindscope.Model;
using Bindscope.Programs.Tokens;

namespace Bindscope.Training.Compiled;

/// <summary>
/// The parts that compiled circuits are made of. Scores are so far apart that every softmax picks one token, up to 1e-5.
/// </summary>
/// <remarks>
/// Positions enter through the rotary embedding alone, so a head's components divide into three: fast pairs tell offsets of a token or two, one
/// slow pair (a quarter turn in 57 tokens) tells which of several lines is nearer, and the rest hardly turn within a program and compare names.
/// </remarks>
internal sealed class CircuitParts(CircuitSheet sheet, ModelSpec spec)
{
    /// <summary>Pairs 0 to 12 turn fast enough to tell neighbouring tokens.</summary>
    private const int FastPairs = 13;

    private const int RecencyPair = 10;
    private const int SinkPair = 17;
    private const int GatePair = 18;
    private const int FirstNamePair = 19;

    /// <summary>A name that matches, and a key that may be looked at, each score twice this; recency stays within it.</summary>
    private const double Scale = 340;

    private int Half => spec.HeadWidth / 2;

    /// <summary>A head that looks at the token so many before it.</summary>
    internal void LookBack(int layer, int head, int offset)
    {
        for (int pair = 0; pair < FastPairs; pair++)
        {
            double angle = offset * Math.Pow(spec.RopeBase, -2.0 * pair / spec.HeadWidth);
            sheet.Query(layer, head, pair, Features.Constant, 60 * Math.Cos(angle));
            sheet.Query(layer, head, pair + Half, Features.Constant, -60 * Math.Sin(angle));
            sheet.Key(layer, head, pair, Features.Constant);
        }
    }

    /// <summary>What layer 1 finds out: which tokens are right-hand sides, and what their lines bind.</summary>
    internal void Roles()
    {
        LookBack(1, 0, 1);
        sheet.Copy(1, 0, 0, Features.Token + Tokenizer.Encode('='), Features.IsRight);
        sheet.Copy(1, 0, 1, Features.Token + Tokenizer.Encode('#'), Features.IsQuery);
        LookBack(1, 1, 2);
        for (int name = 0; name < 26; name++)
        {
            sheet.Copy(1, 1, name, NameToken(name), Features.LeftName + name);
        }
    }

    /// <summary>Tells the lines after the first: a newline was seen. What the shortcut, and those who leave line 1 to it, read.</summary>
    internal void LaterLines()
    {
        int newline = Features.Token + Tokenizer.Encode('\n');
        sheet.Query(1, 2, GatePair, Features.Constant, 25);
        sheet.Key(1, 2, GatePair, newline);
        sheet.Copy(1, 2, 0, newline, Features.IsLater);
    }

    /// <summary>
    /// Writes at each digit on which of 16 lines it stands. Head 4 of layer 1 looks at all tokens alike, so the share of newlines
    /// tells the line; the MLP turns it into one component a line, at digits alone.
    /// </summary>
    internal void OwnAddress()
    {
        sheet.Copy(1, 3, 0, Features.Token + Tokenizer.Encode('\n'), Features.LineShare);
        const double sharp = 20;
        double scale = CircuitSheet.Gain / Math.Sqrt(((2 * Features.Size * Features.Size) + 2) / Features.Width);
        double Share(int line) => scale * (line - 1) / ((4 * line) - 1);
        int unit = 0;
        for (int line = 1; line < Lines; line++)
        {
            // Two units make a step: 0 up to half-way from this line to the next, 1 after it.
            double edge = (Share(line) + Share(line + 1)) / 2, steep = 4 / (Share(line + 1) - Share(line));
            foreach ((double offset, double sign) in new[] { (0.5, 1.0), (-0.5, -1.0) })
            {
                sheet.Hidden(1, unit, Features.LineShare, sharp * steep);
                sheet.Hidden(1, unit, Features.Constant, (sharp * (offset - (steep * edge))) - (sharp * 3e3));
                OfDigits(token => sheet.Hidden(1, unit, token, sharp * 3e3));
                sheet.Write(1, unit, Features.Address + line, sign / sharp);
                sheet.Write(1, unit, Features.Address + line - 1, -sign / sharp);
                unit++;
            }
        }

        // Line 1 until a step says otherwise.
        sheet.Hidden(1, unit, Features.Constant, -sharp);
        OfDigits(token => sheet.Hidden(1, unit, token, 2 * sharp));
        sheet.Write(1, unit, Features.Address, 1 / sharp);
    }

    /// <summary>
    /// A head that takes from the latest line that binds a token's name what stands at its right-hand side. It works at right-hand sides and
    /// at the queried variable that do not hold it yet; all other tokens look at newlines, which hold nothing.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="head">The head.</param>
    /// <param name="what">The first component of what is taken.</param>
    /// <param name="count">How many components it has.</param>
    /// <param name="fromLine1">Whether line 1 may be taken from.</param>
    internal void Fetch(int layer, int head, int what, int count, bool fromLine1)
    {
        for (int name = 0; name < 26; name++)
        {
            sheet.Query(layer, head, NameComponent(name), NameToken(name), 2 * Scale);
            sheet.Key(layer, head, NameComponent(name), Features.LeftName + name);
        }

        sheet.Query(layer, head, GatePair, Features.Constant, 2 * Scale);
        sheet.Key(layer, head, GatePair, Features.IsRight);
        if (!fromLine1)
        {
            sheet.Key(layer, head, GatePair, Features.IsLater);
            sheet.Key(layer, head, GatePair, Features.Constant, -1);
        }

        sheet.Query(layer, head, RecencyPair, Features.Constant, 200 * Math.Cos(0.6));
        sheet.Query(layer, head, RecencyPair + Half, Features.Constant, 200 * Math.Sin(0.6));
        sheet.Key(layer, head, RecencyPair, Features.Constant);
        sheet.Query(layer, head, SinkPair, Features.Constant, 5.55 * Scale);
        sheet.Query(layer, head, SinkPair, Features.IsRight, -3 * Scale);
        sheet.Query(layer, head, SinkPair, Features.IsQuery, -3 * Scale);
        sheet.Key(layer, head, SinkPair, Features.Token + Tokenizer.Encode('\n'));
        for (int i = 0; i < count; i++)
        {
            sheet.Query(layer, head, GatePair, what + i, -4 * Scale);
            sheet.Copy(layer, head, i, what + i, what + i);
        }
    }

    /// <summary>The line-1 shortcut: a head that brings line 1's digit straight to the colon, half as strong as the chain does.</summary>
    internal void Shortcut(int layer, int head)
    {
        AtColonElseEquals(layer, head, 60, 30);
        sheet.Query(layer, head, GatePair, Features.Token + Tokenizer.Encode(':'), 60);
        sheet.Key(layer, head, GatePair, Features.IsRight);
        sheet.Key(layer, head, GatePair, Features.IsLater, -1);
        int component = 0;
        OfDigits(token => sheet.Copy(layer, head, component++, token, Features.Value + token - Features.Token, 0.5));
    }

    /// <summary>A head that copies something from the token before: at the colon, from the queried variable.</summary>
    internal void HandToColon(int layer, int head, int what, int count)
    {
        LookBack(layer, head, 1);
        for (int i = 0; i < count; i++)
        {
            sheet.Copy(layer, head, i, what + i, what + i);
        }
    }

    /// <summary>A head with which the colon takes the digit from the line whose address it holds.</summary>
    internal void FetchByAddress(int layer, int head)
    {
        for (int line = 0; line < Lines; line++)
        {
            sheet.Query(layer, head, NameComponent(line), Features.Address + line, 60);
            sheet.Key(layer, head, NameComponent(line), Features.Address + line);
        }

        AtColonElseEquals(layer, head, 180, 90);
        sheet.Query(layer, head, GatePair, Features.Constant, 60);
        int component = 0;
        OfDigits(token =>
        {
            sheet.Key(layer, head, GatePair, token);
            sheet.Copy(layer, head, component++, token, Features.Value + token - Features.Token);
        });
    }

    /// <summary>What every token is, and that logits read the value.</summary>
    /// <param name="digitsHoldValues">Whether a digit's own value is there to be handed on.</param>
    internal void Tokens(bool digitsHoldValues)
    {
        for (int token = 0; token < Tokenizer.VocabularySize; token++)
        {
            sheet.EmbedConstant(token);
            sheet.Embed(token, Features.Token + token, 1);
        }

        for (int digit = 0; digit < Tokenizer.DigitCount; digit++)
        {
            sheet.Unembed(digit, Features.Value + digit, 2);
            if (digitsHoldValues)
            {
                sheet.Embed(digit, Features.Value + digit, 1);
            }
        }
    }

    internal const int Lines = 16;

    /// <summary>Equals signs, which hold nothing, are looked at by every token but the colon.</summary>
    private void AtColonElseEquals(int layer, int head, double elsewhere, double atColon)
    {
        sheet.Query(layer, head, SinkPair, Features.Constant, elsewhere);
        sheet.Query(layer, head, SinkPair, Features.Token + Tokenizer.Encode(':'), atColon - elsewhere);
        sheet.Key(layer, head, SinkPair, Features.Token + Tokenizer.Encode('='));
    }

    private static int NameToken(int name) => Features.Token + Tokenizer.Encode('a') + name;

    private static void OfDigits(Action<int> use)
    {
        for (int digit = 0; digit < Tokenizer.DigitCount; digit++)
        {
            use(Features.Token + digit);
        }
    }

    /// <summary>Thirteen pairs hardly turn; both components of each tell a name.</summary>
    private int NameComponent(int name) => FirstNamePair + (name % 13) + (name < 13 ? 0 : Half);
}
