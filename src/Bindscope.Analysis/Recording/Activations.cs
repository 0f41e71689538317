using System.Collections.Immutable;
using System.Globalization;
using Bindscope.Analysis.Results;
using Bindscope.Errors;
using Bindscope.Interventions.Passes;
using Bindscope.Model;
using Bindscope.Numerics;
using Bindscope.Programs.Language;

namespace Bindscope.Analysis.Recording;

/// <summary>What a model computes at chosen sites, in many programs, for use elsewhere.</summary>
public static class Activations
{
    private const int Block = 32;

    /// <summary>Records sites.</summary>
    /// <param name="model">The model; evaluated without dropout.</param>
    /// <param name="programs">One or more, of one length.</param>
    /// <param name="sites">One or more, each once.</param>
    /// <param name="work">How it is run; one thread.</param>
    /// <returns>For each site its name and value, with the programs along the first axis; the others are <see cref="AxesOf"/>.</returns>
    /// <exception cref="UserException">The model has no such site, or a value would be larger than a tensor can be.</exception>
    public static ImmutableArray<(Site Site, Tensor Value)> Of(
        Transformer model, IReadOnlyList<SymbolicProgram> programs, IReadOnlyList<Site> sites, Work work)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(work);
        if (sites.FirstOrDefault(site => site.Layer > model.Spec.Layers) is { Layer: > 0 } beyond)
        {
            throw new UserException(
                string.Create(CultureInfo.InvariantCulture, $"there is no {beyond}: the model has {model.Spec.Layers} layers"),
                $"the sites are {SiteKinds.Listed}, in layers 1-{model.Spec.Layers}");
        }

        var all = new Dictionary<Site, Tensor>();
        for (int first = 0; first < programs.Count; first += Block)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            work.Progress?.Report(new AnalysisProgress("programs", first, programs.Count));
            var prompts = Prompts.Of([.. programs.Skip(first).Take(Block)]);
            var recorder = new ActivationRecorder(sites.Contains);
            model.Forward(prompts.Tokens, prompts.Layout, recorder);
            foreach (Site site in sites)
            {
                Tensor some = recorder[site];
                if (!all.TryGetValue(site, out Tensor? whole))
                {
                    all.Add(site, whole = Empty(site, programs.Count, some.Shape));
                }

                some.Values.CopyTo(whole.Values[(first * (some.Length / some.Size(0)))..]);
            }
        }

        return [.. sites.Select(site => (site, all[site]))];
    }

    /// <summary>What the axes of a site's value stand for, after that of the programs.</summary>
    /// <param name="kind">The kind of site.</param>
    public static ImmutableArray<string> AxesOf(SiteKind kind) => kind switch
    {
        SiteKind.AttentionQ or SiteKind.AttentionK or SiteKind.AttentionV or SiteKind.AttentionZ => ["token", "head", "component"],
        SiteKind.AttentionHead => ["token", "head", "width"],
        SiteKind.AttentionScores or SiteKind.AttentionPattern => ["head", "query", "key"],
        SiteKind.MlpHidden => ["token", "unit"],
        SiteKind.Logits => ["token", "vocabulary"],
        _ => ["token", "width"],
    };

    private static Tensor Empty(Site site, int programs, ReadOnlySpan<int> shape)
    {
        long each = 1;
        foreach (int size in shape[1..])
        {
            each *= size;
        }

        return each * programs <= int.MaxValue / sizeof(float)
            ? new Tensor([programs, .. shape[1..]])
            : throw new UserException(
                string.Create(CultureInfo.InvariantCulture, $"{site} in {programs:N0} programs has {each * programs:N0} numbers, too many for one tensor"),
                string.Create(CultureInfo.InvariantCulture, $"give at most {int.MaxValue / sizeof(float) / each:N0} programs at a time"));
    }
}

/// <summary>What enters a layer.</summary>
internal static class Entering
{
    /// <summary>The residual stream of programs of one length, [B,T,D].</summary>
    internal static Tensor Of(Transformer model, int layer, IReadOnlyList<SymbolicProgram> programs) =>
        At(model, new Site(SiteKind.ResidualIn, layer), programs);

    /// <summary>The value of any site, in programs of one length.</summary>
    internal static Tensor At(Transformer model, Site site, IReadOnlyList<SymbolicProgram> programs)
    {
        var recorder = new ActivationRecorder(candidate => candidate == site);
        var prompts = Prompts.Of(programs);
        model.Residual(prompts.Tokens, prompts.Layout, recorder);
        return recorder[site];
    }
}
