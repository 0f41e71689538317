using System.Collections.Immutable;
using Bindscope.Paper;

namespace Bindscope.Report;

/// <summary>What report.json holds: the claims with their verdicts and numbers.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Run">The run's name.</param>
/// <param name="Preset">What it was trained from.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Step">Its last evaluated step.</param>
/// <param name="Steps">The step that its training goes to.</param>
/// <param name="Parameters">Of the model.</param>
/// <param name="Assistance">What its training had beyond the paper's objective.</param>
/// <param name="Against">What it is held against: <c>paper</c>.</param>
/// <param name="Also">The run that it is compared with; null for none.</param>
/// <param name="Reproduced">Claims reproduced.</param>
/// <param name="Differs">Claims that differ.</param>
/// <param name="Undecided">Claims whose intervals reach over a criterion's edge.</param>
/// <param name="NotTestable">Claims that what was measured cannot tell.</param>
/// <param name="NotTested">Claims that were not tested.</param>
/// <param name="Claims">All claims, in the paper's order.</param>
/// <param name="Figures">The figures: file under figures/ or null where it is missing, label, caption and the command that computes
/// it.</param>
public sealed record ReportDocument(
    int Format,
    string Run,
    string Preset,
    ulong Seed,
    long Step,
    int Steps,
    long Parameters,
    ImmutableArray<string> Assistance,
    string Against,
    string? Also,
    int Reproduced,
    int Differs,
    int Undecided,
    int NotTestable,
    int NotTested,
    ImmutableArray<Claim> Claims,
    ImmutableArray<ReportFigure> Figures)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 2;
}

/// <summary>A figure in report.json.</summary>
/// <param name="Id">Its anchor in the page.</param>
/// <param name="Label">What the paper calls it.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="File">Its SVG, relative to the report; null for tables and for what is missing.</param>
/// <param name="Missing">Why there is nothing; empty where there is something.</param>
/// <param name="Command">Computes it.</param>
public sealed record ReportFigure(string Id, string Label, string Caption, string? File, string Missing, string Command);
