using System.Collections.Immutable;
using Bindscope.Interventions;
using Bindscope.Interventions.Passes;
using Bindscope.Interventions.Sweeps;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Tests.Model;

namespace Bindscope.Tests.Interventions;

/// <summary>
/// Path patching as Wang et al. define it: the sender is the source's, every component between it and the receiver is held at the base's, and the
/// receiver keeps what it then computes in a pass of its own.
/// </summary>
public sealed class PathPatchTests
{
    private const int Length = 7;
    private static readonly ModelSpec Spec = Samples.Spec(layers: 3, heads: 2, headWidth: 4, width: 9);
    private static readonly Transformer Model = Samples.Model(Spec, 5);
    private static readonly TokenRows Base = new([[0, 1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1, 0]]);
    private static readonly TokenRows Source = new([[0, 3, 6, 1, 4, 2, 6], [6, 0, 1, 5, 2, 4, 0]]);

    public static TheoryData<SiteKind, int, int, SiteKind, int, int> Paths { get; } = new()
    {
        { SiteKind.AttentionHead, 1, 2, SiteKind.AttentionV, 3, 1 },
        { SiteKind.AttentionHead, 1, 1, SiteKind.AttentionK, 2, 2 },
        { SiteKind.MlpOut, 1, 0, SiteKind.AttentionQ, 3, 2 },
        { SiteKind.AttentionOut, 2, 0, SiteKind.MlpOut, 2, 0 },
        { SiteKind.AttentionOut, 1, 0, SiteKind.MlpHidden, 3, 0 },
        { SiteKind.AttentionHead, 2, 1, SiteKind.Logits, 0, 0 },
        { SiteKind.MlpOut, 3, 0, SiteKind.Logits, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void APathIsTheSenderWithAllBetweenHeldAtTheBase(SiteKind from, int layer, int head, SiteKind to, int at, int of)
    {
        ImmutableArray<int> positions = [Length - 1, 2, 3];
        var place = new Place(to, at == 0 ? [] : [at], new TokenPositions.Same(positions), of == 0 ? [] : [of]);
        SweepResult result = NaiveSweep.Run(Model, Request(new Intervention.PatchPath(place, new PathSender(from, layer, head))), cancellation: TestContext.Current.CancellationToken);
        SweepResult fast = Sweep.Run(Model, Request(new Intervention.PatchPath(place, new PathSender(from, layer, head))), cancellation: TestContext.Current.CancellationToken);

        var every = new TokenPositions.Every();
        Recorded own = new(Base, null), other = new(Source, null);
        for (int row = 0; row < Base.Count; row++)
        {
            // First pass: the sender's vectors, and those of everything between it and the receiver, written one by one.
            var held = new List<Intervention> { new Intervention.Patch(Place.At(new Site(from, layer), every, head)) };
            bool isMlpSender = from == SiteKind.MlpOut;
            int last = at == 0 ? Spec.Layers + 1 : at;
            bool isMlpReceiver = to is SiteKind.MlpHidden or SiteKind.MlpOut;
            foreach (int between in Enumerable.Range(1, Spec.Layers))
            {
                // Heads of the sender's own layer do not see it; its MLP does.
                bool attention = between > layer && (between < last || (isMlpReceiver && between == last));
                bool mlp = (between > layer || (between == layer && !isMlpSender)) && between < last;
                held.AddRange(Hold(SiteKind.AttentionOut, between, attention, own, row));
                held.AddRange(Hold(SiteKind.MlpOut, between, mlp, own, row));
            }

            var receiver = new Recorded(One(Base, row), new InterventionTap(held, Spec, ..1, Length, other.Tap(row), (_, _) => { }));
            // Second pass: the receiver's vectors alone are put in.
            Intervention[] put =
            [
                .. positions.Select(position => new Intervention.ReplaceWith(
                    Place.At(new Site(to, at), TokenPositions.At(position), of), [.. receiver.Of(new Site(to, at), 0, position, Math.Max(0, of - 1))])),
            ];
            SweepResult defined = NaiveSweep.Run(Model, Request(put) with { Base = One(Base, row), Source = One(Source, row), ReadOut = ReadOut.At(Length - 1, 1, Spec.Vocabulary) }, cancellation: TestContext.Current.CancellationToken);
            SweepSamples.Agree(defined.Logits(0, 0), result.Logits(0, row), "naive", 1e-5);
            SweepSamples.Agree(defined.Logits(0, 0), fast.Logits(0, row), "fast", 1e-5);
            Assert.True(SweepSamples.Difference(result.Base(row), result.Logits(0, row)) > 1e-4);
        }
    }

    [Fact]
    public void WhereTheSenderWritesTheSameNothingChanges()
    {
        // The first token sees itself alone, and it is the same in both.
        SweepResult result = Sweep.Run(Model, Request(new Intervention.PatchPath(
            Place.At(new Site(SiteKind.AttentionV, 2), TokenPositions.At(0)), new PathSender(SiteKind.AttentionOut, 1))), cancellation: TestContext.Current.CancellationToken);

        Assert.All(Enumerable.Range(0, Base.Count), row => Assert.Equal(CellEffect.Unchanged, result.Effect(0, row)));
    }

    [Fact]
    public void RowsMayHaveDifferentNumbersOfTokens()
    {
        PathSender sender = new(SiteKind.MlpOut, 1);
        Place at = new(SiteKind.AttentionV, [2], new TokenPositions.PerRow([[3, 4], []]));
        SweepResult result = Sweep.Run(Model, Request(new Intervention.PatchPath(at, sender)), cancellation: TestContext.Current.CancellationToken);
        SweepResult same = Sweep.Run(Model, Request(new Intervention.PatchPath(at with { Positions = new TokenPositions.Same([3, 4]) }, sender)), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(CellEffect.Absent, result.Effect(0, 1));
        Assert.Equal(same.Logits(0, 0), result.Logits(0, 0));
    }

    private static IEnumerable<Intervention> Hold(SiteKind kind, int layer, bool isHeld, Recorded own, int row) => !isHeld
        ? []
        : Enumerable.Range(0, Length).Select(position => new Intervention.ReplaceWith(
            Place.At(new Site(kind, layer), TokenPositions.At(position)), [.. own.Of(new Site(kind, layer), row, position, 0)]));

    private static SweepRequest Request(params Intervention[] interventions) =>
        new(Base, Source, [new SweepCell([.. interventions])], ReadOut.At(Length - 1, Base.Count, Spec.Vocabulary));

    private static TokenRows One(TokenRows rows, int row) => new([rows[row].ToArray()]);

    /// <summary>All sites of one pass, with what another tap does to it.</summary>
    private sealed class Recorded : IActivationTap
    {
        private readonly TokenRows rows;
        private readonly IActivationTap? first;
        private readonly Dictionary<Site, Tensor> values = [];

        internal Recorded(TokenRows rows, IActivationTap? first)
        {
            (this.rows, this.first) = (rows, first);
            Model.Forward(rows.Some(0, rows.Count), new SequenceLayout(Length), this);
        }

        public bool Wants(Site site) => true;

        public Tensor? Visit(Site site, Tensor value)
        {
            Tensor? changed = first?.Wants(site) == true ? first.Visit(site, value) : null;
            values.Add(site, (changed ?? value).Clone());
            return changed;
        }

        internal float[] Of(Site site, int row, int position, int head) =>
            SiteVectors.Of(values[site], site.Kind, Spec, Length, row, position, head).ToArray();

        /// <summary>The recorder of one row, as a tap of interventions reads its source.</summary>
        internal ActivationRecorder Tap(int row)
        {
            var recorder = new ActivationRecorder(_ => true);
            Model.Forward(One(rows, row).Some(0, 1), new SequenceLayout(Length), recorder);
            return recorder;
        }
    }
}
