using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.Results;

/// <summary>The resamples of programs that intervals are of, drawn once for each size: the same for as many programs in every analysis.</summary>
internal sealed class Bootstraps
{
    private readonly Dictionary<int, Bootstrap> drawn = [];

    /// <summary>The resamples for so many programs.</summary>
    /// <param name="programs">1 or more.</param>
    internal Bootstrap this[int programs] => drawn.TryGetValue(programs, out Bootstrap? known) ? known : drawn[programs] = Of(programs);

    /// <summary>The same, for who needs one size alone.</summary>
    /// <param name="programs">1 or more.</param>
    internal static Bootstrap Of(int programs) => new(programs, new Seed(0).Split("bootstrap").Split(programs).Stream().Next);
}
