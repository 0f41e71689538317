using System.Text.Json.Serialization;

namespace Bindscope.Runs.Presets;

/// <summary>What a training began with, where that is another run's checkpoint. Written by <c>train --from</c>.</summary>
/// <param name="Run">The other run's folder, as it was named.</param>
/// <param name="Step">The checkpoint.</param>
/// <param name="Weights">SHA-256 of its weights.safetensors, in hexadecimal.</param>
/// <param name="Kind">How much of it was taken over.</param>
public sealed record TrainingOrigin(string Run, int Step, string Weights, OriginKind Kind)
{
    /// <summary>The step from which on the learning rate follows its course: of a training that goes on, the end of the one before.</summary>
    [JsonIgnore]
    public int RateFrom => Kind == OriginKind.End ? Step : 0;

    /// <summary>The same in one plain sentence.</summary>
    [JsonIgnore]
    public string Words => FormattableString.Invariant(Kind == OriginKind.End
        ? (FormattableString)$"the training goes on from the end of {Run}, step {Step}, with its moments; the learning rate's course begins anew there"
        : $"the weights began as those of {Run} at step {Step}");

    internal IEnumerable<string> Problems(int steps)
    {
        if (Step < 0 || string.IsNullOrWhiteSpace(Run) || !Enum.IsDefined(Kind))
        {
            yield return "training.origin must name a run, a step of 0 or more, and weights or end";
        }
        else if (Kind == OriginKind.End && Step >= steps)
        {
            yield return $"training.steps is {steps}; a training that goes on from step {Step} ends after it";
        }
    }
}

/// <summary>How much of another run's checkpoint a training began with.</summary>
public enum OriginKind
{
    /// <summary>The weights alone: steps, moments and data begin anew.</summary>
    Weights,

    /// <summary>All of it, at the other run's last step: steps, moments, metrics and data go on.</summary>
    End,
}
