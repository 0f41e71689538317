using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

/// <summary>An analysis, described once. From this description and the attributes of the question's record follow its command, its
/// validation, its folder, its line in the plan of all analyses and in the pages; see <see cref="Catalogue"/>.</summary>
/// <typeparam name="TSpec">The question: a record whose parameters are described by <see cref="FieldAttribute"/>.</typeparam>
/// <typeparam name="TResult">The answer: plain data.</typeparam>
public interface IAnalysis<TSpec, TResult>
    where TSpec : class
    where TResult : class
{
    /// <summary>What it is called, and what it answers.</summary>
    static abstract AnalysisInfo Info { get; }

    /// <summary>The question where nothing is said; its checkpoint is <see cref="StepForm.Last"/> for the last one.</summary>
    static abstract TSpec Default { get; }

    /// <summary>Completes a question by what follows from the run or from its other fields.</summary>
    /// <param name="run">The run that is asked.</param>
    /// <param name="spec">The question as far as it was given.</param>
    static virtual TSpec Asked(Run run, TSpec spec) => spec;

    /// <summary>The questions that <c>analyze all</c> asks; none where the run has nothing to answer them with.</summary>
    /// <param name="run">The run.</param>
    /// <param name="budget">How large they are to be.</param>
    static abstract IEnumerable<TSpec> Sized(Run run, Budget budget);

    /// <summary>Computes the answer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">The question.</param>
    /// <param name="work">How it is computed.</param>
    /// <exception cref="Errors.UserException">The question cannot be asked of this run.</exception>
    static abstract TResult Run(Run run, TSpec spec, Work work);

    /// <summary>The answer as tables for people.</summary>
    /// <param name="result">The answer.</param>
    static abstract IEnumerable<View> Views(TResult result);
}

/// <summary>What an analysis is called, and what it answers.</summary>
/// <param name="Name">Its command is <c>analyze NAME</c>, and its folders' names begin so.</param>
/// <param name="Title">Its name in a heading.</param>
/// <param name="Question">What it answers.</param>
/// <param name="Scope">What it is about.</param>
/// <param name="Format">The version of the answer's record that this build writes.</param>
public sealed record AnalysisInfo(string Name, string Title, string Question, Scope Scope, int Format)
{
    /// <summary>The figure or table of Wu, Geiger and Millière (ICML 2025) that it computes; null for none.</summary>
    public string? Figure { get; init; }

    /// <summary>An older name of its command that goes on working; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>Fields of its question's record that it does not ask, by the record's names.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>Whether its folder keeps a file of each checkpoint, so that a newer checkpoint makes it stale.</summary>
    public bool KeepsCheckpoints { get; init; }

    /// <summary>Whether its answer itself tells of each checkpoint, so that a newer one makes it stale.</summary>
    public bool CoversCheckpoints { get; init; }

    /// <summary>Whether it takes no time, so that it is computed anew rather than looked up.</summary>
    public bool IsInstant { get; init; }

    /// <summary>Whether more threads make it faster.</summary>
    public bool IsParallel { get; init; } = true;

    /// <summary>The folder's name where the rule of <see cref="FolderName"/> does not say enough; null for the rule.</summary>
    public Func<object, string>? Naming { get; init; }

    /// <summary>Its command without options.</summary>
    public string Command => $"analyze {Name}";

    /// <summary>The question with the figure behind it.</summary>
    public string Description => Figure is null ? Question : $"{Question} ({Figure})";

    /// <summary>The name of the folder that holds the answer to a question: the analysis's name, what had to be chosen, the step, what is
    /// unlike the default, as far as the fields say that it belongs to the name.</summary>
    /// <param name="spec">The question.</param>
    /// <returns>Such as <c>patch-residual-030000-spans</c>.</returns>
    public string FolderName(object spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (Naming is not null)
        {
            return Naming(spec);
        }

        var parts = from field in SpecRecord.Of(spec.GetType()).Fields
                    where field.About.Folder is not null
                    let value = field.ValueOf(spec)
                    where value is not null && !(field.HasDefault && value.Equals(field.Default))
                    orderby field.IsStep ? 1 : field.HasDefault ? 2 : 0
                    select "-" + string.Format(CultureInfo.InvariantCulture, field.About.Folder!, value is Enum ? field.TextOf(value) : value);
        return Name + string.Concat(parts);
    }

    /// <summary>The folder of the answer to a question.</summary>
    /// <param name="run">The run.</param>
    /// <param name="spec">The question.</param>
    public AnalysisFolder Folder(Run run, object spec) => new(run, FolderName(spec));

    /// <summary>Refuses a question with a field out of its range.</summary>
    /// <param name="spec">The question.</param>
    /// <param name="more">What else is wrong with it, one sentence a problem.</param>
    /// <exception cref="UserException">Something is wrong; all of it is said.</exception>
    public void Require(object spec, params IEnumerable<string> more)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string[] problems = [.. SpecRecord.Of(spec.GetType()).Problems(spec), .. more];
        if (problems.Length > 0)
        {
            throw new UserException($"{Name}: {string.Join("; ", problems)}", "correct these values");
        }
    }
}

/// <summary>What one analysis is about.</summary>
public enum Scope
{
    /// <summary>One checkpoint.</summary>
    Checkpoint,

    /// <summary>A run's training.</summary>
    Run,

    /// <summary>Several runs.</summary>
    Runs,
}
