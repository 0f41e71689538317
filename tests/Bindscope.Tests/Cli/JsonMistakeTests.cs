using System.Text.Json;
using Bindscope.Errors;
using Bindscope.Runs;
using Bindscope.Runs.Presets;

namespace Bindscope.Tests.Cli;

public sealed class JsonMistakeTests
{
    private static readonly string Whole = JsonSerializer.Serialize(
        new RunSpec(RunSpec.CurrentFormat, [], Preset.Quick), PresetJson.Options);

    [Theory]
    [InlineData("\"layers\": 3", "\"layers\": 3, \"foo\": 1", "preset.model.foo: there is no key 'foo' here (line N, column ")]
    [InlineData("\"layers\": 3", "\"layers\": 3, \"layers\": 3", "preset.model.layers: the key 'layers' is there twice (line N, column ")]
    [InlineData("\"layers\": 3,", "", "preset.model: missing: layers (line ")]
    [InlineData("\"layers\": 3,", "\"layers\": 3,,", "preset.model: ',' is an invalid start of a property name. Expected a '\"' (line N, column ")]
    [InlineData("\"layers\": 3", "\"layers\": \"x\"", "preset.model.layers: the value is of another kind (line N, column ")]
    public void TheKeyIsNamedWithItsPathAndItsPlace(string from, string to, string expected)
    {
        Assert.Contains(from, Whole, StringComparison.Ordinal);
        string described = Describe(Whole.Replace(from, to, StringComparison.Ordinal));

        int line = 1 + Whole[..Whole.IndexOf(from, StringComparison.Ordinal)].Count(character => character == '\n');
        Assert.StartsWith(expected.Replace("line N", $"line {line}", StringComparison.Ordinal), described, StringComparison.Ordinal);
        Assert.DoesNotContain("Bindscope", described, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", described, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "there is no JSON in it (line 1, column 1)")]
    [InlineData("{\"format\": 1,}", "there is a comma after the last entry (line 1, column 14)")]
    [InlineData("{\"format\": 1,\n", "it is cut off (line 2, column 1)")]
    public void AFileThatIsNoJsonIsDescribedInWords(string json, string expected) => Assert.Equal(expected, Describe(json));

    [Fact]
    public void AnotherFailureKeepsItsMessage() => Assert.Equal("the disk is full", JsonMistake.Describe(new IOException("the disk is full")));

    private static string Describe(string json) =>
        JsonMistake.Describe(Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RunSpec>(json, PresetJson.Options)));
}
