using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bindscope.Analysis;
using Bindscope.Analysis.Behaviour;
using Bindscope.Analysis.Behaviour.Importance;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Live;
using Bindscope.Analysis.Mechanisms;
using Bindscope.Analysis.Patching.Single;
using Bindscope.Interventions;
using Bindscope.Model;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Counterfactuals;
using Bindscope.Programs.Tokens;
using Bindscope.Report;
using Bindscope.Web;
using Bindscope.Web.Analyses;
using Bindscope.Web.Data;
using Bindscope.Web.Export;
using Bindscope.Web.Live;
using Bindscope.Web.Problems;
using Bindscope.Web.Programs;
using Bindscope.Web.Runs;
using Bindscope.Web.Trainings;

namespace Bindscope.Tests.Code;

/// <summary>What the pages take from the C# code is written by this program (`make contract`), and is never older than that code.</summary>
public sealed class GeneratedFilesTests
{
    private const string Head = "// Written by `make contract` from the C# code; a test fails where it is stale. Do not edit.\n\n";

    private static readonly JsonSerializerOptions Json = new(SiteJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>What the server sends and takes, beside the analyses' results.</summary>
    private static readonly Type[] Served =
    [
        typeof(SiteIndex), typeof(RunPage), typeof(MetricsPage), typeof(ExamplePair), typeof(ReportDocument), typeof(RunWeights), typeof(Problem),
        typeof(ProgramRequest), typeof(ProgramDescription), typeof(RandomProgramRequest), typeof(ProgramText),
        typeof(LiveRequest), typeof(LiveProgram), typeof(PatchRequest), typeof(PairPatchResult), typeof(TrainingLogitsRequest), typeof(TrainingLogits),
        typeof(TrainingOffer), typeof(TrainRequest), typeof(TrainingAnswer), typeof(CheckpointEvent), typeof(StateEvent),
        typeof(View),
    ];

    /// <summary>What analyses write: every record that says which format it is of.</summary>
    private static IEnumerable<Type> Results => typeof(LiveProgram).Assembly.GetTypes()
        .Where(type => type.GetProperty("Format") is not null && type.GetField("CurrentFormat") is not null);

    private static readonly Dictionary<string, Func<string>> Files = new(StringComparer.Ordinal)
    {
        ["web/src/api/contract.g.ts"] = () => Head + Contract(),
        ["web/src/api/constants.g.ts"] = () => Head + Constants(),
        ["docs/analyses.md"] = AnalysisManual.Text,
    };

    public static TheoryData<string> Paths { get; } = [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Paths))]
    public void AGeneratedFileIsWhatTheCodeSays(string path)
    {
        string file = Path.Combine(Sources.Root, path), written = Files[path]();
        if (Environment.GetEnvironmentVariable("BINDSCOPE_WRITE_GENERATED") == "1")
        {
            File.WriteAllText(file, written);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == written, $"{path} is stale; `make contract` writes it");
    }

    [Fact]
    public void TwoRecordsOfOneNameAreRefused()
    {
        var contract = new ContractWriter();
        contract.Add(typeof(Bindscope.Runs.RunMetrics), Json);

        Assert.Contains("rename one", Assert.Throws<InvalidOperationException>(() => contract.Add(typeof(RunMetrics), Json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatMayBeMissingOrNullIsSaid()
    {
        var contract = new ContractWriter();
        contract.Add(typeof(RunMetrics), Json);

        Assert.Equal(
            """
            /** A record for this test: `count` of things. */
            export interface RunMetrics {
              /** How many, in `kinds`. */
              count: number | null;
              /** Of which. */
              kinds: readonly (readonly (string | null)[])[];
              /** Missing in old ones. */
              young?: LivePart;
              double: number;
            }

            """, contract.Text()[contract.Text().IndexOf("/** A record", StringComparison.Ordinal)..]);
    }

    private static string Contract()
    {
        var contract = new ContractWriter();
        foreach (Type record in Served.Concat(Results))
        {
            contract.Add(record, Json);
        }

        return contract.Text();
    }

    private static string Constants()
    {
        var constants = new ConstantsWriter();
        constants.Add(typeof(Tokenizer), nameof(Tokenizer.Vocabulary));
        constants.Add(typeof(Tokenizer), nameof(Tokenizer.DigitCount));
        constants.Add(typeof(Counterfactual), nameof(Counterfactual.DefaultShift));
        constants.Add(typeof(Proportion), nameof(Proportion.Deviance95));
        constants.Add(typeof(ImportanceAnalysis), nameof(ImportanceAnalysis.FewestOfAKind));
        constants.Add(typeof(HeuristicMixture), nameof(HeuristicMixture.AnyDigit));
        constants.Add(typeof(HeuristicMixture), nameof(HeuristicMixture.AnyConstant));
        constants.Add(typeof(HeuristicComparison), nameof(HeuristicComparison.NoDigit));
        constants.Add(typeof(AnalysisBrief), nameof(AnalysisBrief.LeastStop));
        constants.Add(typeof(MechanismCell), nameof(MechanismCell.LeastKept));
        constants.Add(typeof(MechanismCell), nameof(MechanismCell.LeastAgreement));
        constants.Add(
            "analyses",
            "What each analysis is called, and what it answers.",
            Catalogue.All.OrderBy(one => one.Info.Name, StringComparer.Ordinal).ToDictionary(one => one.Info.Name, one => new { one.Info.Title, one.Info.Question }));
        constants.Add(
            "formats",
            "The version of each analysis's result.",
            Results.OrderBy(type => type.Name, StringComparer.Ordinal).ToDictionary(type => type.Name, type => type.GetField("CurrentFormat")!.GetRawConstantValue()));
        constants.Add(
            "sites",
            "The kinds of site in the order of a forward pass, without the logits: the field's other name, and whether there is a vector for every head.",
            SiteKinds.All.Where(kind => kind != SiteKind.Logits)
                .ToDictionary(SiteKinds.NameOf, kind => new { Alias = SiteKinds.AliasOf(kind), Heads = SiteVectors.HasHeads(kind) }));
        constants.Add("paper", new Documentation().Summary(typeof(PaperNumbers)), PaperNumbers.Stated);
        return constants.Text();
    }

    /// <summary>A record for this test: <see cref="Count"/> of things.</summary>
    /// <param name="Count">How many, in <paramref name="Kinds"/>.</param>
    /// <param name="Kinds">Of which.</param>
    /// <param name="Young">Missing in old ones.</param>
    private sealed record RunMetrics(int? Count, string?[][] Kinds, LivePart Young = LivePart.Logits)
    {
        public int Double => 2 * Count ?? 0;
    }
}
