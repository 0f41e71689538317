using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Bindscope.Errors;
using Bindscope.Model;
using Bindscope.Programs.Execution;
using Bindscope.Programs.Generation;

namespace Bindscope.Runs.Presets;

/// <summary>A whole experiment as a value: the task, its splits, the model and the training. It is what spec.json holds.</summary>
/// <param name="Name">The known preset that this began as.</param>
/// <param name="Task">How programs are drawn.</param>
/// <param name="Data">Sizes of the splits and their seed.</param>
/// <param name="Model">The Transformer's shape and initialisation.</param>
/// <param name="Training">Everything else that decides the result.</param>
public sealed partial record Preset(string Name, GeneratorSpec Task, DataSpec Data, ModelSpec Model, TrainingSpec Training)
{
    /// <summary>What the name of a preset begins with whose weights are set by hand.</summary>
    internal const string CompiledPrefix = "compiled-";

    /// <summary>Whether the weights were set by hand: there was no training.</summary>
    [JsonIgnore]
    public bool IsCompiled => Name.StartsWith(CompiledPrefix, StringComparison.Ordinal);

    /// <summary>What helps this training that the paper's does not have, one plain sentence each; empty for the paper's
    /// objective.</summary>
    public IReadOnlyList<string> Assistance()
    {
        var assistance = new List<string>();
        var objective = Training.Objective;
        if (IsCompiled)
        {
            assistance.Add("there was no training: the weights were set by hand");
        }

        if (Training.Origin is { } origin)
        {
            assistance.Add(origin.Words);
        }

        if (objective.Loss == LossScope.Answer)
        {
            assistance.Add("the loss counts answers only, not every token");
        }

        if (objective.Loss == LossScope.NoRightHandSides)
        {
            assistance.Add("an ablation: the loss leaves out what stands on right-hand sides");
        }

        if (objective.Queries > 1)
        {
            assistance.Add($"{objective.Queries} queries are asked of each program");
        }

        if (objective.AnswerAtQueryVariable > 0)
        {
            assistance.Add("the answer is also asked for at the query variable");
        }

        if (objective.ValueAtRightHandSide > 0)
        {
            assistance.Add("each line's value is asked for at its right-hand side");
        }

        var stages = Training.Curriculum;
        var first = stages.SkipLast(1).Where(stage => stage.Until > 0);
        if (first.Any())
        {
            assistance.Add($"easier programs come first ({Sizes(first)})");
        }

        var mixed = stages.Skip(1).Zip(stages, (stage, before) => (stage.Review, before)).Where(pair => pair.Review > 0);
        if (mixed.Any())
        {
            assistance.Add($"easier programs are mixed in ({Sizes(mixed.Select(pair => pair.before))})");
        }

        if (Training.Curriculum.Any(stage => stage.FewNames > 0))
        {
            assistance.Add("half of the training programs use few names");
        }

        if (Model.Initialization.OffsetHeads > 0)
        {
            assistance.Add("the first layer's heads start out looking at the nearest tokens");
        }

        if (Training.Clamp is { } clamp)
        {
            assistance.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"an intervention: from {clamp.From * 100:0.#} to {clamp.Until * 100:0.#} % of the steps {clamp.Words()}"));
        }

        return assistance;
    }

    /// <summary>This preset, if its numbers fit together.</summary>
    /// <exception cref="UserException">They do not; the message lists every problem.</exception>
    public Preset Validated()
    {
        string[] problems =
        [
            .. Task.Validated().Select(problem => $"task: {problem}"),
            .. Data.Problems(Task).Select(problem => $"data: {problem}"),
            .. Model.Validated().Select(problem => $"model: {problem}"),
            .. Training.Problems(),
            .. Misfits(),
        ];
        return problems.Length == 0
            ? this
            : throw new UserException(
                $"preset '{Name}' has {problems.Length} problem{(problems.Length == 1 ? "" : "s")}:\n  - "
                + string.Join("\n  - ", problems),
                "change these fields with --set FIELD=VALUE or in the --config file; `bindscope presets NAME` prints a preset that works");
    }

    /// <summary>How many lines the programs of the training have: the task's, before them those of the curriculum's stages; ascending.</summary>
    public ImmutableArray<int> ProgramLengths() => [.. Training.Curriculum.Select(stage => stage.Lines).Append(Task.Lines).Distinct().Order()];

    /// <summary>What updates the weights, in words: AdamW, or Muon with AdamW for the rest; with what else departs from one batch and the
    /// last update's weights.</summary>
    public string OptimizerWords()
    {
        var words = Training.Optimizer.Kind == OptimizerKind.Muon ? "Muon (AdamW for embeddings, norms and biases)" : "AdamW";
        var changes = Training.BatchChanges.Select(change => $"batch {change.Batch} from {change.From * 100:0.#} % of the steps on");
        string[] average = Training.AverageFrom < 1 ? [$"weights averaged over the last {(1 - Training.AverageFrom) * 100:0.#} % of the updates"] : [];
        return string.Join("; ", [words, .. changes, .. average]);
    }

    private static string Sizes(IEnumerable<Stage> stages) => string.Join(
        ", ", stages.Select(stage => $"{stage.Lines} lines with {Execution.HopsInWords(stage.MaximumHops)}"));

    private IEnumerable<string> Misfits()
    {
        var stages = Training.Curriculum;
        long longest = ProgramLengths()[^1];
        if (Model.Positions < 4 * longest + 3)
        {
            yield return $"model.positions is {Model.Positions}, but a prompt of {longest} lines has {4 * longest + 3} tokens";
        }

        if (Model.Vocabulary != Programs.Tokens.Tokenizer.VocabularySize)
        {
            yield return $"model.vocabulary is {Model.Vocabulary}, but the language has {Programs.Tokens.Tokenizer.VocabularySize} tokens";
        }

        var largest = Training.BatchChanges.Select(change => change.Batch).Append(Training.Batch).Max();
        if (Training.Source == DataSource.Split && Data.Train < largest)
        {
            yield return $"data.train is {Data.Train}, which is less than one batch ({largest})";
        }

        if (Training.Objective.ValueAtRightHandSide > 0 && Data.Unseen is { Followed.Length: > 0 } or { Root.Length: > 0 } or { Answer.Length: > 0 })
        {
            yield return "training.objective.valueAtRightHandSide tells the value of every line, also of those with a symbol that data.unseen keeps "
                + "out of a role: set one of them to nothing";
        }

        if (Training.EvaluationPrograms < 1 || Training.EvaluationPrograms > Data.Test)
        {
            yield return $"training.evaluationPrograms is {Training.EvaluationPrograms}; it must be 1 to data.test ({Data.Test})";
        }

        if (Training.Clamp is { } clamp && clamp.After + clamp.Lines >= ProgramLengths()[0])
        {
            yield return $"training.clamp reaches to line {clamp.After + clamp.Lines}; some programs have no line after it";
        }

        foreach (var (layer, head) in Training.Clamp?.HeadPlaces ?? [])
        {
            if (layer > Model.Layers || head > Model.Heads)
            {
                yield return $"training.clamp.heads has {layer}.{head}; the model has {Model.Layers} layers of {Model.Heads} heads";
            }
        }

        foreach (var problem in stages.SelectMany((stage, i) => stage.Problems($"training.curriculum[{i}]", Task)))
        {
            yield return problem;
        }

        if (!stages.IsEmpty && (stages[^1].Lines != Task.Lines || stages[^1].MaximumHops != Task.MaximumHops))
        {
            yield return $"training.curriculum ends with {stages[^1].Lines} lines and {stages[^1].MaximumHops} hops; "
                + $"its last stage must be the task itself ({Task.Lines} lines, {Task.MaximumHops} hops)";
        }
    }
}
