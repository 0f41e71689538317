using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bindscope.Analysis.Description;
using Bindscope.Analysis.Given;
using Bindscope.Analysis.Results;
using Bindscope.Analysis.Tables;
using Bindscope.Errors;
using Bindscope.Model.Weights;
using Bindscope.Runs;

namespace Bindscope.Cli.Verbs;

/// <summary>An analysis of the catalogue as a command: its options are the fields of its question.</summary>
internal class AnalysisVerb : IVerb
{
    private readonly Option<string> run = CheckpointOptions.NamedRun();
    private readonly Option<int> workers = new("--workers") { Description = "threads", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> json = new("--json") { Description = "one JSON object" };
    private readonly Option<bool> csv = new("--csv") { Description = "the tables as comma-separated values" };
    private readonly Option<string?> output = CheckpointOptions.Results();
    private readonly FieldOption[] fields;

    /// <summary>The command of an analysis.</summary>
    /// <param name="entry">The analysis.</param>
    /// <param name="name">What the command is called here; null for the analysis's name.</param>
    public AnalysisVerb(CatalogueEntry entry, string? name = null)
    {
        Entry = entry;
        fields = [.. entry.Fields.DistinctBy(field => field.Option).Select(field => FieldOption.Of(field, entry.Default))];
        Command = new Command(name ?? entry.Info.Name, entry.Info.Description + (entry.Info.KeepsCheckpoints ? " (resumable)" : ""));
        Option[] which = entry.Info.Scope == Scope.Runs ? [] : [run];
        Option[] threads = entry.Info.IsParallel ? [workers] : [];
        foreach (Option option in (Option[])[.. which, .. fields.Select(field => field.Option), .. threads, json, csv, output])
        {
            Command.Add(option);
        }
    }

    /// <inheritdoc/>
    public Command Command { get; }

    /// <summary>The analysis.</summary>
    protected CatalogueEntry Entry { get; }

    /// <inheritdoc/>
    public virtual int Run(ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        Run asked = Open(request);
        Answer(Entry, asked, QuestionOf(asked, request), request, terminal, cancellation);
        return ExitCode.Success;
    }

    /// <summary>The run that is asked, or the first of several.</summary>
    protected Run Open(ParseResult request)
    {
        string name = Entry.Info.Scope == Scope.Runs ? FirstOf(request) : request.GetRequiredValue(run);
        return Runs.Run.Named(name).WithResults(request.GetValue(output));
    }

    /// <summary>Refuses <c>--out</c> where one program is looked at, of which nothing is kept.</summary>
    /// <exception cref="UserException">It is given.</exception>
    protected void RefuseResults(ParseResult request) =>
        CheckpointOptions.RefuseResults(request, output, "what --program gives is shown and not kept");

    /// <summary>The question that the options ask.</summary>
    /// <exception cref="UserException">A value is none of its field, or two options say the same in different ways.</exception>
    public object QuestionOf(Run asked, ParseResult request)
    {
        foreach (FieldOption option in fields.Where(one => one.Field.About.InsteadOf is not null && one.Value(request) is not null))
        {
            if (fields.Any(other => other.Field.Option == option.Field.About.InsteadOf && request.GetResult(other.Option) is { Implicit: false }))
            {
                throw new UserException($"{option.Field.About.InsteadOf} and {option.Field.Option} both say what is asked", "give one of them");
            }
        }

        return Entry.Ask(asked, Given(request));
    }

    /// <summary>What was given for each field.</summary>
    protected Func<SpecField, object?> Given(ParseResult request) =>
        field => fields.FirstOrDefault(one => one.Field.Option == field.Option)?.Value(request);

    /// <summary>How the analysis is run.</summary>
    /// <exception cref="UserException">The number of threads makes no sense.</exception>
    protected Work Work(ParseResult request, IProgress<AnalysisProgress> progress, CancellationToken cancellation) =>
        !Entry.Info.IsParallel ? new Work(1, progress, cancellation)
        : request.GetValue(workers) is >= 1 and int threads ? new Work(threads, progress, cancellation)
        : throw new UserException("--workers must be at least 1", "leave it out for one thread per core");

    /// <summary>Computes an answer, shows it and keeps it.</summary>
    protected void Answer(CatalogueEntry entry, Run asked, object spec, ParseResult request, Terminal terminal, CancellationToken cancellation)
    {
        GivenFile[] own = [.. entry.Fields.Select(field => field.ValueOf(spec)).OfType<GivenFile>()];
        foreach (string note in own.SelectMany(file => file.Notes(asked)))
        {
            terminal.Error.WriteLine($"note: {note}");
        }

        using var display = new AnalysisDisplay(terminal, TimeProvider.System);
        object result = entry.Run(asked, spec, Work(request, display, cancellation));
        display.Dispose();

        // Before it is written, so that a folder without permission costs nothing but the file.
        string step = entry.CheckpointOf(spec) is { } known ? FormattableString.Invariant($", step {known}") : "";
        string assistance = entry.Info.Scope == Scope.Run ? $"; assistance in training: {AssistanceOf(asked)}" : "";
        string of = string.Concat(own.Select(file => $", of {file.File} and not of the test set"));
        Show(request, terminal, result, $"{asked.Name}{step}: {entry.Info.Title}{of}{assistance}", entry.Views(result));
        terminal.Keep(entry.Info.Folder(asked, spec), spec, result);
    }

    /// <summary>Shows an answer in the form that was asked for.</summary>
    protected void Show(ParseResult request, Terminal terminal, object result, string heading, IEnumerable<View> views)
    {
        if (request.GetValue(json))
        {
            terminal.Out.WriteLine(AnalysisFolder.ToJson(result));
        }
        else if (request.GetValue(csv))
        {
            CsvText.Write(terminal.Out, views);
        }
        else
        {
            terminal.WriteTables(heading, views);
        }
    }

    private static string AssistanceOf(Run run) => run.Preset.Assistance() is { Count: > 0 } all ? string.Join("; ", all) : "none";

    private string FirstOf(ParseResult request) =>
        fields.Where(field => field.Field.About.Form == typeof(RunForm))
            .SelectMany(field => ((string[])field.Value(request)!).SelectMany(field.Field.Split)).FirstOrDefault()
        ?? throw new UserException("no run is named", "name two or more, with commas: --runs a,b,c");
}

/// <summary>The option of one field of a question.</summary>
internal abstract class FieldOption(SpecField field)
{
    /// <summary>The field.</summary>
    public SpecField Field { get; } = field;

    /// <summary>Its option.</summary>
    public abstract Option Option { get; }

    /// <summary>The option of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="question">Has the field's default.</param>
    public static FieldOption Of(SpecField field, object question) =>
        (FieldOption)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(field.OptionType), field, question)!;

    /// <summary>What was given, or the default.</summary>
    public abstract object? Value(ParseResult request);

    private sealed class Typed<T> : FieldOption
    {
        private readonly Option<T> option;

        public Typed(SpecField field, object question)
            : base(field)
        {
            string range = field.Range();
            option = new Option<T>(field.Option)
            {
                Description = field.About.Description + (range.Length == 0 ? "" : $" ({range})"),
                Required = field.About.Required,
                AllowMultipleArgumentsPerToken = field.IsList,
            };
            if (option is Option<int[]> numbers)
            {
                numbers.CustomParser = NumberList.Parse;
            }

            if (field is { IsList: false, About: { Required: false, Flag: null } } && field.OptionValueOf(question) is T value)
            {
                option.DefaultValueFactory = _ => value;
            }
        }

        public override Option Option => option;

        public override object? Value(ParseResult request) => request.GetValue(option);
    }
}

/// <summary>Whole numbers as a user writes them: <c>0,3200</c>, or with spaces between them.</summary>
internal static class NumberList
{
    /// <summary>Reads all words of an option.</summary>
    /// <param name="option">The words; one that is no list of whole numbers becomes an error of the option.</param>
    public static int[]? Parse(ArgumentResult option)
    {
        var numbers = new List<int>();
        foreach (string word in option.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (!int.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out int number))
            {
                option.AddError($"Cannot parse '{word}' as expected type 'System.Int32'.");
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }
}

/// <summary>Keeps the result of an analysis, after it was shown, and says where and what it replaces.</summary>
internal static class KeptResult
{
    /// <summary>Writes question and answer into the analysis's folder.</summary>
    /// <exception cref="UserException">The folder cannot be written; the hint says how to keep results elsewhere.</exception>
    public static void Keep<TSpec, TResult>(this Terminal terminal, AnalysisFolder folder, TSpec spec, TResult result)
    {
        string replaced = folder.Replaces(spec);
        string path;
        try
        {
            path = folder.Write(spec, result);
        }
        catch (UserException unwritable) when (FileProblem.IsPermission(unwritable.InnerException))
        {
            throw new UserException(
                $"the result is shown, but not kept: {unwritable.Message}",
                "--out DIR keeps results in another folder: DIR/analyses/; --json prints all of it",
                3,
                unwritable);
        }

        if (replaced.Length > 0)
        {
            terminal.Error.WriteLine($"note: this took the place of {replaced}");
        }

        terminal.Error.WriteLine($"written: {path}");
    }
}
