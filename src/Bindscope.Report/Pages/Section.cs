using System.Collections.Immutable;
using Bindscope.Report.Claims;
using Bindscope.Report.Figures;

namespace Bindscope.Report.Pages;

/// <summary>A section of the report.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Paragraphs">What it says, as plain text.</param>
/// <param name="Figures">Its figures and tables.</param>
/// <param name="Claims">The claims that are told here.</param>
internal sealed record Section(
    string Id, string Title, ImmutableArray<string> Paragraphs, ImmutableArray<Figure> Figures, ImmutableArray<Claim> Claims);
