using System.Text.RegularExpressions;

namespace Bindscope.Tests.Code;

public sealed partial class SourceFileTests
{
    private static readonly string[] VagueNames =
        ["Common", "Core", "Utils", "Utilities", "Helpers", "Helper", "Managers", "Manager", "Services", "Misc"];

    public static TheoryData<string> Folders { get; } = ["src", "tests", "bench", "build"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void NoFileIsLongerThan400Lines(string folder)
    {
        List<string> longer = [.. Sources.Files(folder).Where(file => Sources.Lines(file).Length > 400)];

        Assert.Empty(longer);
    }

    // Tests may be longer, which say one thing after another.
    [Fact]
    public void NoFileOfTheProgramIsLongerThan350Lines() =>
        Assert.DoesNotContain(Sources.Files("src"), file => Sources.Lines(file).Length > 350);

    // .editorconfig asks for 140; a message or a number more may stand out.
    [Fact]
    public void NoLineIsLongerThan160Characters() => Assert.Empty(Places("src", line => line.Length > 160));

    // A file holds one concept, in 50 to 250 lines: an answer's records and its tables stand together.
    [Fact]
    public void TheMedianFileIsShorterThan100Lines()
    {
        var lengths = Sources.Files("src").Select(file => Sources.Lines(file).Length).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 1, 99);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void NothingIsLeftForLater(string folder) =>
        Assert.All(
        Places(folder, line => Unfinished().IsMatch(line)),
        place => Assert.Contains(nameof(SourceFileTests), place, StringComparison.Ordinal));

    [Fact]
    public void NamespacesAreFolders() => Assert.All(
        Sources.Files("src").Where(file => Path.GetFileName(file) is not ("Program.cs" or "GlobalUsings.cs")),
        file => Assert.Contains($"namespace {string.Join('.', file.Split('/')[1..^1])};", Sources.Lines(file)));

    // A result's records stand together, as do a question and its analysis: the file bears the name of one of them.
    [Fact]
    public void AFileIsNamedForOneOfItsTypes() => Assert.All(Sources.Files("src"), file =>
    {
        var types = Sources.Lines(file).Select(line => DeclaredType().Match(line)).Where(m => m.Success).Select(m => m.Groups["name"].Value).ToHashSet();
        if (types.Count > 0)
        {
            Assert.Contains(Path.GetFileName(file).Split('.')[0], types);
        }
    });

    [Fact]
    public void NamesSayTheRole() => Assert.All(Sources.Files("src"), file =>
        Assert.DoesNotContain(
            file.Split('/').Select(part => part.Split('.')[0]), part => VagueNames.Any(vague => part.EndsWith(vague, StringComparison.Ordinal))));

    private static IEnumerable<string> Places(string folder, Predicate<string> isWrong) =>
        from file in Sources.Files(folder)
        from line in Sources.Lines(file).Index()
        where isWrong(line.Item)
        select $"{file}:{line.Index + 1}";

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    // At the margin, so not nested.
    [GeneratedRegex(@"^(?:public|internal) (?:\w+ )*(?:class|struct|interface|enum|delegate \S+|record struct|record) (?<name>\w+)")]
    private static partial Regex DeclaredType();
}
