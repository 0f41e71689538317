using System.Collections.Immutable;
using Bindscope.Analysis.Pairs;
using Bindscope.Numerics.Statistics;

namespace Bindscope.Analysis.LogitLens.Tuned;

/// <summary>Tuned lenses at the colon: plain data, as <c>analyses/tuned-lens-STEP/result.json</c> holds it.</summary>
/// <param name="Format">Version of this record: <see cref="CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="FitPrograms">Programs to learn from.</param>
/// <param name="TestPrograms">Others, on which everything is measured.</param>
/// <param name="Fits">By layer.</param>
/// <param name="Cells">By layer, lens, hops and answer line.</param>
public sealed record TunedLensResult(
    int Format,
    int Checkpoint,
    int Layers,
    int FitPrograms,
    int TestPrograms,
    ImmutableArray<TunedLensFit> Fits,
    ImmutableArray<TunedLensCell> Cells)
{
    /// <summary>The version of this record that this build writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>One layer's training.</summary>
/// <param name="Layer">The layer entered, 1-based.</param>
/// <param name="FirstLoss">Divergence on the programs to learn from before training, nats: the logit lens's.</param>
/// <param name="LastLoss">The same at the end.</param>
/// <param name="Converged">Whether the last tenth of the steps lowered it by less than 2 % of the first loss.</param>
public sealed record TunedLensFit(int Layer, double FirstLoss, double LastLoss, bool Converged);

/// <summary>What a lens reads at the colon on entering a layer, on programs that it was not trained on.</summary>
/// <param name="Layer">1-based; one more than the model's layers for what leaves the last.</param>
/// <param name="Lens">Which lens.</param>
/// <param name="Hops">The programs' referential depth.</param>
/// <param name="AnswerLine">The group of their answer lines.</param>
/// <param name="Divergence">Kullback-Leibler divergence of the lens's digits from the model's own, nats, mean and interval.</param>
/// <param name="Answer">Programs whose answer is the lens's top digit.</param>
/// <param name="FirstLine">
/// Of the programs whose answer is another digit, those where line 1's digit is the top one; null where there is none.
/// </param>
public sealed record TunedLensCell(
    int Layer, LensKind Lens, int Hops, AnswerLineGroup AnswerLine, Estimate Divergence, Proportion Answer, Proportion? FirstLine);

/// <summary>How a vector inside the model is read as logits.</summary>
public enum LensKind
{
    /// <summary>As if it were the last layer's: the logit lens.</summary>
    Plain,

    /// <summary>After an affine map of its own layer, trained to say what the last layer says.</summary>
    Tuned,
}
