using System.Collections.Immutable;

namespace Bindscope.Analysis.LogitLens;

/// <summary>The lens at every layer and token of one program.</summary>
/// <param name="Format">Version of this record: <see cref="LensResult.CurrentFormat"/>.</param>
/// <param name="Checkpoint">The checkpoint's step.</param>
/// <param name="Program">The program.</param>
/// <param name="Answer">The right digit.</param>
/// <param name="Tokens">By position.</param>
public sealed record LensMap(int Format, int Checkpoint, string Program, int Answer, ImmutableArray<LensMapToken> Tokens);
