using Bindscope.Analysis.Pairs;
using Bindscope.Analysis.Phases;
using Bindscope.Analysis.Results;

namespace Bindscope.Analysis.LogitLens.Tuned;

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
