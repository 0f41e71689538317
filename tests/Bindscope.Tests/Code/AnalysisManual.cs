using System.Globalization;
using System.Text;
using Bindscope.Analysis;
using Bindscope.Analysis.Description;

namespace Bindscope.Tests.Code;

/// <summary>The manual's page of analyses, written from the catalogue.</summary>
internal static class AnalysisManual
{
    /// <summary>The page, as Markdown.</summary>
    public static string Text()
    {
        var page = new StringBuilder();
        page.Append("""
            # The analyses and their options

            Written by `make contract` from the catalogue; a test fails where it is stale. Every analysis has also `--json`, `--csv` and `--out DIR`, those
            that use threads `--workers`. `--run` names a run under `runs/` or `reference/`, or a path. A few have more, which `--help` after the command
            lists, too: `patch-residual` `--program` and `--source` for the map of one program, `logit-lens` `--program` and `--tuned`, `held-out` `--beside`;
            and `eval`, the older name of `evaluation`, has `--programs`, `--pairs`, `--interventions`, `--mean-over` and `--device`.
            [architecture.md](architecture.md) says how an analysis is added.


            """.ReplaceLineEndings("\n"));
        foreach (CatalogueEntry entry in Catalogue.All)
        {
            Append(page, entry);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder page, CatalogueEntry entry)
    {
        AnalysisInfo info = entry.Info;
        page.Append(CultureInfo.InvariantCulture, $"## {info.Name}\n{info.Description}\n\n`./bindscope {info.Command}");
        page.Append(info.Scope == Scope.Runs ? "" : " --run NAME");
        page.Append(string.Concat(entry.Fields.Where(field => field.About.Required)
            .Select(field => $" {field.Option} {(field.Type == typeof(int) ? "N" : "NAME")}")));
        page.Append(info.Alias is null ? "`\n\n" : $"`, also `{info.Alias}`\n\n");
        if (entry.Fields.IsEmpty)
        {
            return;
        }

        page.Append("| option | says | values | default |\n|---|---|---|---|\n");
        foreach (SpecField field in entry.Fields.DistinctBy(field => field.Option))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{field.Option}` | {field.About.Description} | {ValuesOf(field)} | {DefaultOf(field, entry)} |\n");
        }

        page.Append('\n');
    }

    private static string ValuesOf(SpecField field) => field.About.Flag is not null ? ""
        : field.Type.IsEnum && field.About.Form is null ? string.Join(", ", Enum.GetNames(field.Type).Select(name => name.ToLowerInvariant()))
        : field.Range();

    private static string DefaultOf(SpecField field, CatalogueEntry entry) => field.About.Required ? "must be given"
        : field.About.Flag is not null ? "off"
        : string.Join(' ', field.Arguments(field.ValueOf(entry.Default)).Skip(1));
}
