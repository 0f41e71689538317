using Bindscope.Analysis.Patching.Single;
using Bindscope.Analysis.Results;
using Bindscope.Programs.Generation;
using Bindscope.Report;
using Bindscope.Tests.Code;
using Bindscope.Training.Runs;
using Bindscope.Web;
using Bindscope.Web.Data;
using Bindscope.Web.Live;
using Bindscope.Web.Programs;
using Bindscope.Web.Runs;

namespace Bindscope.Tests.Web.Contract;

/// <summary>web/src/api/contract is what the records are as JSON: the same names, the same kinds, null where they may be null.</summary>
public sealed class ContractTests
{
    /// <summary>Interfaces whose name is not that of the record.</summary>
    private static readonly Dictionary<string, Type> Renamed = new(StringComparer.Ordinal)
    {
        ["Limits"] = typeof(SiteLimits),
        ["Site"] = typeof(SiteIndex),
        ["RunDetail"] = typeof(RunPage),
        ["MetricsLine"] = typeof(Evaluation),
        ["PatchMap"] = typeof(MapResult),
        ["SubspaceMap"] = typeof(Bindscope.Analysis.Subspaces.Maps.MapResult),
        ["CounterfactualProgram"] = typeof(ProgramAnswer),
        ["ProgramResponse"] = typeof(ProgramDescription),
        ["RandomProgramResponse"] = typeof(ProgramText),
        ["ExamplePrograms"] = typeof(ExamplePair),
        ["Measure"] = typeof(Bindscope.Report.Claims.Measure),
        ["UnseenRoles"] = typeof(Bindscope.Programs.Generation.UnseenRoles),
        ["LogitsOverTrainingRequest"] = typeof(TrainingLogitsRequest),
    };

    /// <summary>
    /// Interfaces without a record of their own: files that are passed on line by line, and what a page reads of a spec.json. Tests of data
    /// and of presets cover them.
    /// </summary>
    private static readonly string[] WithoutRecord = ["RunMetrics", "TimingLine", "RunSpec", "Preset"];

    /// <summary>Requests may leave out what has a default, so their fields are compared by name and kind alone.</summary>
    private static readonly string[] Requests = ["ProgramRequest", "RandomProgramRequest", "LiveRequest", "PatchRequest"];

    private static readonly string[] Files = Directory.GetFiles(Path.Combine(Sources.Root, "web/src/api/contract"), "*.ts");

    private static readonly IReadOnlyDictionary<string, ContractType> Types = ContractFile.Read(Files.Select(File.ReadAllText));

    private static readonly ILookup<string, Type> Records = new[]
        {
            typeof(AnalysisFolder), typeof(SiteServer), typeof(Run), typeof(ReportDocument), typeof(KnowledgeFloors),
        }
        .SelectMany(known => known.Assembly.GetTypes()).Where(type => type.GetMethod("<Clone>$") is not null || (type.IsValueType && !type.IsEnum))
        .ToLookup(type => type.Name, StringComparer.Ordinal);

    public static TheoryData<string> Interfaces { get; } =
        [.. Types.Where(type => type.Value is ContractType.Fields).Select(type => type.Key).Except(WithoutRecord).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void AnInterfaceIsItsRecord(string name)
    {
        Type[] candidates = Renamed.TryGetValue(name, out Type? renamed) ? [renamed] : [.. Records[name]];
        Assert.True(candidates.Length > 0, $"there is no record {name}");

        // Two analyses may have records of one name; the contract then means one of them.
        IReadOnlyList<string>[] problems = [.. candidates.Select(candidate => Problems(name, candidate))];
        Assert.True(problems.Any(found => found.Count == 0), string.Join('\n', problems.SelectMany(found => found)));
    }

    [Fact]
    public void TheContractsInterfacesAreFoundAtAll() => Assert.InRange(Interfaces.Count, 80, 400);

    [Fact]
    public void ThePagesGetEveryFile()
    {
        string list = Files.Single(file => Path.GetFileName(file) == "index.ts");
        IEnumerable<string> others = Files.Except([list]).Select(file => $"export type * from './{Path.GetFileNameWithoutExtension(file)}';");

        Assert.Equal(
            others.Order(StringComparer.Ordinal),
            File.ReadLines(list).Where(line => line.StartsWith("export", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ATypeOfTwoFilesIsRefused() =>
        Assert.Throws<ArgumentException>(() => ContractFile.Read("export interface Phase { kind: string; }", "export type Phase = string;"));

    [Theory]
    [InlineData("export interface RunSummary { name: number; }", "is string in C#")]
    [InlineData("export interface RunSummary { phase: string; }", "may be null")]
    [InlineData("export interface RunSummary { steps: number | null; }", "is never null")]
    [InlineData("export interface RunSummary { assistance: string; }", "is a list")]
    [InlineData("export interface RunSummary { other: string; }", "is no property")]
    [InlineData("export interface RunSummary { name: string; }", "RunSummary.seed is missing")]
    public void ADifferenceIsNoticed(string contract, string said)
    {
        var comparison = new ContractComparison(ContractFile.Read(contract), _ => null);
        comparison.Compare("RunSummary", typeof(RunSummary));

        Assert.Contains(comparison.Problems, problem => problem.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void AnEnumsMembersAreCompared()
    {
        var comparison = new ContractComparison(
            ContractFile.Read("export type K = 'chance' | 'solved'; export interface Phase { kind: K; }"), _ => null);
        comparison.Compare("Phase", typeof(Bindscope.Analysis.Phases.Phase));

        Assert.Contains(comparison.Problems, problem => problem.Contains("heuristic", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Problems(string name, Type record)
    {
        var comparison = new ContractComparison(Types, NameOf);
        comparison.Compare(name, record);
        return Requests.Contains(name)
            ? [.. comparison.Problems.Where(problem => !problem.Contains("null", StringComparison.Ordinal))]
            : comparison.Problems;
    }

    private static string? NameOf(Type record) =>
        Renamed.FirstOrDefault(one => one.Value == record).Key ?? (Types.ContainsKey(record.Name) ? record.Name : null);
}
