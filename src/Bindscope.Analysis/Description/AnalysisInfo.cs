using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

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
