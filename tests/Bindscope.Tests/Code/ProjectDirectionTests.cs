using System.Xml.Linq;

namespace Bindscope.Tests.Code;

/// <summary>Cli, Web -> Analysis -> Interventions -> Model; Analysis -> Training -> Runs -> Model, Programs. No other edge.</summary>
public sealed class ProjectDirectionTests
{
    /// <summary>Bindscope.Torch is the command line with another device for a training's gradients.</summary>
    private static readonly string[] Friends =
        ["Bindscope.Tests", "Bindscope.Programs.Tests", "Bindscope.Torch", "Bindscope.Torch.Tests", "Bindscope.Bench"];

    /// <summary>Kernels work on pointers, which is nothing to offer to everybody: those that compute see each other's.</summary>
    private static readonly string[] Computing = ["Bindscope.Numerics", "Bindscope.Model", "Bindscope.Interventions", "Bindscope.Training"];

    /// <summary>Built and tested by <c>make torch</c> alone.</summary>
    private static readonly string[] Optional = ["Bindscope.Torch", "Bindscope.Torch.Tests"];

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Errors"] = [],
        ["Programs"] = ["Errors"],
        ["Numerics"] = [],
        ["Model"] = ["Errors", "Numerics"],
        ["Torch"] = ["Errors", "Numerics", "Programs", "Model", "Runs", "Training", "Cli"],
        ["Interventions"] = ["Errors", "Numerics", "Model"],
        ["Runs"] = ["Errors", "Numerics", "Programs", "Model"],
        ["Training"] = ["Errors", "Numerics", "Programs", "Model", "Runs"],
        ["Analysis"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Runs", "Training"],
        ["Paper"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Runs", "Training", "Analysis"],
        ["Report"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Runs", "Training", "Analysis", "Paper"],
        ["Cli"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Runs", "Training", "Analysis", "Paper", "Report", "Web"],
        ["Web"] = ["Errors", "Numerics", "Programs", "Model", "Interventions", "Runs", "Training", "Analysis"],
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

    // Training and the interventions' fast sweep compute parts of a pass, and do so with the model's own parts; training alone writes checkpoints, and
    // the report alone draws the evidence that claims are judged by.
    [Fact]
    public void OnlyTestsBenchmarksAndTheOptionalProgramSeeInternalsAndWhatComputesThoseOfTheEngine()
    {
        var friends = from project in Sources.Projects.Keys
                      from friend in References(project, "InternalsVisibleTo")
                      where !(project is "Bindscope.Numerics" or "Bindscope.Model" && Computing.Contains(friend))
                            && (project, friend) is not (("Bindscope.Runs", "Bindscope.Training") or ("Bindscope.Paper", "Bindscope.Report"))
                      select friend;

        Assert.All(friends, friend => Assert.Contains(friend, Friends));
    }

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        var solution = XDocument.Load(Path.Combine(Sources.Root, "Bindscope.slnx"))
            .Descendants("Project").Select(p => p.Attribute("Path")!.Value);

        Assert.Equal(
            Sources.Projects.Where(project => !Optional.Contains(project.Key))
                .Select(project => Path.GetRelativePath(Sources.Root, project.Value)).Order(StringComparer.Ordinal),
            solution.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Sources.Projects[project]).Descendants(kind).Select(e => e.Attribute("Include")!.Value)
            .Select(name => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(name) : name);
}
