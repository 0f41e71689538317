using System.Collections.Immutable;
using Bindscope.Analysis.Live;

namespace Bindscope.Web.Live;

/// <summary>Parts of one program at one checkpoint.</summary>
/// <param name="Program">The base program's text.</param>
/// <param name="Parts">Which parts.</param>
/// <param name="Source">The source program's text; null for the default counterfactual.</param>
internal sealed record LiveRequest(string Program, ImmutableArray<LivePart> Parts, string? Source = null);
