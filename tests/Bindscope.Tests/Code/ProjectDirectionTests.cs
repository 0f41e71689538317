using System.Xml.Linq;

namespace Bindscope.Tests.Code;

/// <summary>Cli, Web -> Analysis -> Interventions -> Model; Analysis -> Training -> Model, Programs. No other edge.</summary>
public sealed class ProjectDirectionTests
{
    private static readonly string[] Friends = ["Bindscope.Tests", "Bindscope.Programs.Tests", "Bindscope.Bench"];

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Errors"] = [],
        ["Programs"] = ["Errors"],
        ["Numerics"] = [],
        ["Model"] = ["Errors", "Numerics"],
        ["Interventions"] = ["Errors", "Numerics", "Model"],
        ["Training"] = ["Errors", "Numerics", "Programs", "Model"],
        ["Analysis"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Training"],
        ["Report"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Training", "Analysis"],
        ["Cli"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Training", "Analysis", "Report", "Web"],
        ["Web"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Training", "Analysis"],
    };

    public static TheoryData<string> SourceProjects { get; } =
        [.. Sources.ProjectsIn("src").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void AProjectRefersOnlyToThoseBelowIt(string project)
    {
        var allowed = Allowed[project["Bindscope.".Length..]].Select(name => $"Bindscope.{name}");

        Assert.Subset(allowed.ToHashSet(StringComparer.Ordinal), References(project, "ProjectReference").ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Bindscope.Errors")]
    [InlineData("Bindscope.Programs")]
    public void TheFirstChaptersNeedNoPackage(string project) => Assert.Empty(References(project, "PackageReference"));

    // The interventions' fast sweep computes parts of a forward pass, and does so with the model's own parts.
    [Fact]
    public void OnlyTestsAndBenchmarksSeeInternalsAndInterventionsThoseOfTheModel()
    {
        var friends = from project in Sources.Projects.Keys
                      from friend in References(project, "InternalsVisibleTo")
                      where (project, friend) != ("Bindscope.Model", "Bindscope.Interventions")
                      select friend;

        Assert.All(friends, friend => Assert.Contains(friend, Friends));
    }

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        var solution = XDocument.Load(Path.Combine(Sources.Root, "Bindscope.slnx"))
            .Descendants("Project").Select(p => p.Attribute("Path")!.Value);

        Assert.Equal(
            Sources.Projects.Values.Select(path => Path.GetRelativePath(Sources.Root, path)).Order(StringComparer.Ordinal),
            solution.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Sources.Projects[project]).Descendants(kind).Select(e => e.Attribute("Include")!.Value)
            .Select(name => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(name) : name);
}
