using Bindscope.Programs.Tokens;
using CsCheck;
using Xunit;

namespace Bindscope.Programs.Tests.Tokens;

public sealed class TokenizerTests
{
    [Fact]
    public void TheVocabularyIsFortyDifferentCharacters()
    {
        IEnumerable<char> characters = Enumerable.Range(0, Tokenizer.VocabularySize).Select(Tokenizer.Decode);
        Assert.Equal("0123456789abcdefghijklmnopqrstuvwxyz=\n#:", string.Concat(characters));
    }

    [Fact]
    public void EncodingADecodedTokenGivesTheToken() => Gen.Int[0, Tokenizer.VocabularySize - 1].Sample(token => Tokenizer.Encode(Tokenizer.Decode(token)) == token);

    [Fact]
    public void AProgramsTokensSpellItsText() => ProgramGen.Any.Sample(program => Tokenizer.Decode(Tokenizer.Encode(program)) == program.ToText());

    [Fact]
    public void TokensOfEveryTypeAreTheSame() => ProgramGen.Any.Sample(program =>
    {
        int[] expected = Tokenizer.Encode(program);
        var wide = new long[expected.Length];
        var narrow = new byte[expected.Length];
        Tokenizer.Encode<long>(program, wide);
        Tokenizer.Encode<byte>(program, narrow);
        Assert.Equal(expected, wide.Select(token => (int)token));
        Assert.Equal(expected, narrow.Select(token => (int)token));
    });

    [Theory]
    [InlineData('A')]
    [InlineData(' ')]
    [InlineData('é')]
    [InlineData('٣')] // a digit, but not one of the language
    public void OtherCharactersAreRefused(char character) => Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Encode(character));

    [Theory]
    [InlineData(-1)]
    [InlineData(40)]
    public void OtherTokensAreRefused(int token) => Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Decode(token));
}
