using System.Collections.Immutable;
using System.Text.Json;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Runs;

namespace Bindscope.Analysis.Description;

/// <summary>An analysis whose types nobody has to know: what the command line, the plan, the pages and the report work with.</summary>
public abstract class CatalogueEntry
{
    private protected CatalogueEntry(AnalysisInfo info, object question)
    {
        Info = info;
        Default = question;
    }

    /// <summary>What it is called, and what it answers.</summary>
    public AnalysisInfo Info { get; }

    /// <summary>The question where nothing is said.</summary>
    public object Default { get; }

    /// <summary>The fields of its question.</summary>
    public ImmutableArray<SpecField> Fields =>
        [.. SpecRecord.Of(Default.GetType()).Fields.Where(one => !Info.Without.Contains(one.Name, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Whether it is asked of one checkpoint, or can be.</summary>
    public bool TakesACheckpoint => Fields.Any(one => one.IsStep);

    /// <summary>As spec.json has it: the question about all checkpoints, with nothing else said.</summary>
    public JsonElement QuestionOfAll =>
        JsonSerializer.SerializeToElement(Fields.Where(one => one.IsStep).ToDictionary(one => one.Name, _ => (int?)null));

    /// <summary>The question that a user asks.</summary>
    /// <param name="run">The run that is asked.</param>
    /// <param name="given">What was given for a field: a value of its option's type, or null.</param>
    /// <exception cref="UserException">A value is none of its field.</exception>
    public object Ask(Run run, Func<SpecField, object?> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return Completed(run, SpecRecord.Of(Default.GetType()).With(
            Default, field => field.Read(given(field) ?? (field.IsStep ? field.OptionValueOf(Default) : null), run)));
    }

    /// <inheritdoc cref="IAnalysis{TSpec, TResult}.Sized"/>
    public abstract IEnumerable<object> Sized(Run run, Budget budget);

    /// <inheritdoc cref="IAnalysis{TSpec, TResult}.Run"/>
    public abstract object Run(Run run, object spec, Work work);

    /// <inheritdoc cref="IAnalysis{TSpec, TResult}.Views"/>
    public abstract IEnumerable<View> Views(object result);

    /// <summary>A kept answer as tables.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <exception cref="UserException">It is damaged or of another format.</exception>
    public abstract IEnumerable<View> Views(AnalysisFolder folder);

    /// <summary>The command that asks a stored question again.</summary>
    /// <param name="run">The run, as commands name it.</param>
    /// <param name="spec">The question's spec.json; null for the defaults.</param>
    /// <returns>Empty where the question does not say all that a command needs.</returns>
    public string CommandOf(string run, JsonElement? spec)
    {
        (SpecField Field, string[] Words)[] said = spec is { ValueKind: JsonValueKind.Object } asked
            ? [.. Fields.Select(field => (field, field.Arguments(asked).ToArray())).Where(one => one.Item2.Length > 0)]
            : [];
        string[] arguments =
        [
            .. said.Where(one => !said.Any(other => other.Field != one.Field && other.Field.About.InsteadOf == one.Field.Option))
                .SelectMany(one => one.Words),
        ];
        if (Fields.Any(field => field.About.Required && !arguments.Contains(field.Option)))
        {
            return "";
        }

        string[] which = Info.Scope == Scope.Runs ? [] : ["--run", ShellWord.Of(run)];
        return string.Join(' ', ["bindscope", Info.Command, .. which, .. arguments]);
    }

    /// <summary>The command without run and checkpoint that tells a question from the analysis's others: with what its folder's name has.</summary>
    /// <param name="spec">The question.</param>
    public string CommandOf(object spec)
    {
        var telling = Fields.Where(field => field.About.Folder is not null && !field.IsStep)
            .Where(field => !(field.HasDefault && Equals(field.ValueOf(spec), field.Default)));
        return string.Join(' ', [Info.Command, .. telling.SelectMany(field => field.Arguments(field.ValueOf(spec)))]);
    }

    /// <summary>In what a stored question chooses otherwise than this analysis does where nothing is said.</summary>
    /// <param name="run">The run that was asked.</param>
    /// <param name="spec">The question's spec.json.</param>
    /// <returns>Words of a command line, such as <c>--hops 2</c>; empty where it is the question itself, in whatever numbers.</returns>
    public string Choices(Run run, JsonElement spec)
    {
        SpecField[] choosing = [.. Fields.Where(field => field.About.Chooses)];
        if (choosing.Length == 0)
        {
            return "";
        }

        JsonElement itself = JsonSerializer.SerializeToElement(Completed(run, Default), Default.GetType(), AnalysisFolder.Options);
        return string.Join(' ', choosing.Where(field => field.IsIn(spec) && !field.Arguments(spec).SequenceEqual(field.Arguments(itself)))
            .Select(field => field.Arguments(spec).ToArray() is { Length: > 0 } words ? string.Join(' ', words) : $"no {field.Option}"));
    }

    /// <summary>The checkpoint of a question.</summary>
    /// <param name="spec">The question.</param>
    /// <returns>Null where it is about all, or takes none.</returns>
    public int? CheckpointOf(object spec) => Fields.FirstOrDefault(field => field.IsStep)?.ValueOf(spec) as int?;

    private protected abstract object Completed(Run run, object spec);
}

/// <summary>An analysis with its types.</summary>
internal sealed class CatalogueEntry<TAnalysis, TSpec, TResult>() : CatalogueEntry(TAnalysis.Info, TAnalysis.Default)
    where TAnalysis : IAnalysis<TSpec, TResult>
    where TSpec : class
    where TResult : class
{
    public override IEnumerable<object> Sized(Run run, Budget budget) => TAnalysis.Sized(run, budget);

    public override object Run(Run run, object spec, Work work) => TAnalysis.Run(run, (TSpec)spec, work);

    public override IEnumerable<View> Views(object result) => TAnalysis.Views((TResult)result);

    public override IEnumerable<View> Views(AnalysisFolder folder) => TAnalysis.Views(folder.Read<TResult>());

    private protected override object Completed(Run run, object spec) => TAnalysis.Asked(run, (TSpec)spec);
}
