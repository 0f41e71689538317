using System.Collections.Immutable;
using Bindscope.Numerics.Statistics;
using Bindscope.Programs.Generation;

namespace Bindscope.Analysis.LearningTime;

/// <summary>One run as a point of a law.</summary>
/// <param name="Layers">The model's layers.</param>
/// <param name="Hops">The deepest hops that it follows, 0 or more.</param>
/// <param name="Asked">The most hops that it was asked.</param>
internal readonly record struct DepthPoint(int Layers, int Hops, int Asked)
{
    /// <summary>Whether it may follow more.</summary>
    internal bool IsBound => Hops >= Asked;
}

/// <summary>Fits laws of the deepest hops over layers, and asks of each how surprising it is that another one fits better.</summary>
/// <remarks>
/// <para>
/// A model's depth is a number that scatters about the law by a normal logarithm; what is seen of it are the whole hops below, and where it follows
/// all hops that it was asked, that it is at least so much. So each run is worth the share of the normal between two ends, laws are fitted by
/// greatest likelihood, and likelihoods of different laws are comparable. The linear law is drawn between its values at the fewest and the most
/// layers, both above 0; so is the other one with free numbers, on a logarithmic axis.
/// </para>
/// <para>
/// How much better another law fits is held against runs that are drawn from the law itself (D. R. Cox, Proc. 4th Berkeley Symp., 1961; by a
/// parametric bootstrap), with the deviation's bias by the fitted numbers taken out. A law with more numbers that it can bend so gains nothing by them.
/// </para>
/// </remarks>
internal sealed class DepthFit
{
    private const int Draws = 200;
    private const double LeastDeviation = 0.03;
    private const double MostDeviation = 3;

    private readonly DepthPoint[] points;
    private readonly (int Layers, int Hops, bool IsBound, int Count)[] kinds;
    private readonly double fewest;
    private readonly double most;

    private DepthFit(DepthPoint[] points)
    {
        this.points = points;
        kinds =
        [
            .. points.GroupBy(point => (point.Layers, point.Hops, point.IsBound))
                .Select(kind => (kind.Key.Layers, kind.Key.Hops, kind.Key.IsBound, kind.Count())),
        ];
        fewest = points.Min(point => point.Layers);
        most = points.Max(point => point.Layers);
    }

    /// <summary>A law's numbers: the logarithms of the hops at the fewest and the most layers and of the deviation.</summary>
    private readonly record struct Numbers(double Least, double Most, double Deviation, double LogLikelihood);

    internal static ImmutableArray<DepthLaw> All(DepthPoint[] points)
    {
        var own = new DepthFit(points);
        Numbers[] fits = own.Fits();
        return [.. Enum.GetValues<DepthLawKind>().Select(kind => own.Law(kind, fits))];
    }

    private Numbers[] Fits() => [.. Enum.GetValues<DepthLawKind>().Select(Fit)];

    private DepthLaw Law(DepthLawKind kind, Numbers[] fits)
    {
        Numbers fit = fits[(int)kind];
        double gain = Gain(fits, kind);
        double wide = Math.Exp(fit.Deviation) * (kind == DepthLawKind.Doubling ? 1 : Math.Sqrt(points.Length / (points.Length - 2.0)));
        RandomStream random = new Seed(2026).Split("depth law").Split((int)kind).Stream();
        double[] slopes = new double[Draws];
        int asMuch = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            var drawn = new DepthFit([.. points.Select(point => point with
            {
                Hops = (int)Math.Min(
                    point.Asked, Math.Exp(At(kind, fit, point.Layers) + (wide * Normal.Draw(random.NextDouble(), random.NextDouble())))),
            })]);
            Numbers[] others = drawn.Fits();
            asMuch += Gain(others, kind) >= gain - 1e-6 ? 1 : 0;
            slopes[draw] = PerLayer(kind, others[(int)kind]);
        }

        Array.Sort(slopes);

        // Two numbers pass through any two runs; those that follow all that they were asked say little of how runs scatter.
        bool isFree = kind != DepthLawKind.Doubling && points.Count(point => !point.IsBound) > 2;
        return new DepthLaw(
            kind,
            Math.Exp(At(kind, fit, fewest)),
            Math.Exp(At(kind, fit, most)),
            PerLayer(kind, fit),
            isFree ? slopes[(int)(0.025 * (Draws - 1))] : null,
            isFree ? slopes[(int)Math.Ceiling(0.975 * (Draws - 1))] : null,
            Math.Exp(Math.Exp(fit.Deviation)),
            fit.LogLikelihood,
            (1.0 + asMuch) / (1 + Draws));
    }

    /// <summary>How much better another law fits; a case of the law says nothing against it.</summary>
    private static double Gain(Numbers[] fits, DepthLawKind kind)
    {
        double linear = fits[(int)DepthLawKind.Linear].LogLikelihood, log = fits[(int)DepthLawKind.LogHops].LogLikelihood;
        return kind switch
        {
            DepthLawKind.Linear => Math.Max(log, fits[(int)DepthLawKind.Doubling].LogLikelihood) - linear,
            DepthLawKind.LogHops => linear - log,
            _ => Math.Max(linear, log) - fits[(int)kind].LogLikelihood,
        };
    }

    private double PerLayer(DepthLawKind kind, Numbers fit) => kind switch
    {
        DepthLawKind.Linear => (Math.Exp(fit.Most) - Math.Exp(fit.Least)) / (most - fewest),
        DepthLawKind.LogHops => Math.Exp((fit.Most - fit.Least) / (most - fewest)),
        _ => 2,
    };

    /// <summary>The logarithm of a law's hops.</summary>
    private double At(DepthLawKind kind, Numbers fit, double layers)
    {
        double share = (layers - fewest) / (most - fewest);
        return kind switch
        {
            DepthLawKind.Linear => Math.Log(((1 - share) * Math.Exp(fit.Least)) + (share * Math.Exp(fit.Most))),
            DepthLawKind.LogHops => ((1 - share) * fit.Least) + (share * fit.Most),
            _ => (layers - 2) * Math.Log(2),
        };
    }

    private double LogLikelihood(DepthLawKind kind, Numbers fit)
    {
        double deviation = Math.Exp(fit.Deviation);
        double sum = 0;
        foreach ((int layers, int hops, bool isBound, int count) in kinds)
        {
            double mean = At(kind, fit, layers);
            double low = hops == 0 ? double.NegativeInfinity : (Math.Log(hops) - mean) / deviation;
            double high = isBound ? double.PositiveInfinity : (Math.Log(hops + 1) - mean) / deviation;
            sum += count * Math.Log(Math.Max(1e-12, Between(low, high)));
        }

        return sum;
    }

    /// <summary>The share of the normal between two ends, by its tails on the nearer side.</summary>
    private static double Between(double low, double high) =>
        low > 0 ? Normal.Above(low) - Normal.Above(high) : Normal.Above(-high) - Normal.Above(-low);

    private Numbers Fit(DepthLawKind kind)
    {
        double low = points.Where(point => point.Layers == fewest).Average(point => Math.Log(point.Hops + 0.5));
        double high = points.Where(point => point.Layers == most).Average(point => Math.Log(point.Hops + 0.5));
        return kind == DepthLawKind.Doubling ? Search(kind, [-1], 1) : Search(kind, [-1, low, high], 3);
    }

    /// <summary>Climbs one number at a time, with steps that grow where they help and shrink where they do not.</summary>
    private Numbers Search(DepthLawKind kind, double[] start, int free)
    {
        double[] at = start;
        double[] steps = [.. Enumerable.Repeat(0.4, free)];
        double best = Worth(at);
        for (int round = 0; round < 60 && steps.Max(Math.Abs) > 5e-3; round++)
        {
            for (int i = 0; i < free; i++)
            {
                double before = at[i];
                at[i] = before + steps[i];
                double worth = Worth(at);
                if (worth <= best)
                {
                    at[i] = before - steps[i];
                    worth = Worth(at);
                    steps[i] = -steps[i];
                }

                bool helps = worth > best;
                (at[i], best, steps[i]) = helps ? (at[i], worth, 1.5 * steps[i]) : (before, best, 0.4 * steps[i]);
            }
        }

        return Read(at) with { LogLikelihood = best };

        double Worth(double[] numbers) => numbers[0] < Math.Log(LeastDeviation) || numbers[0] > Math.Log(MostDeviation)
            ? double.NegativeInfinity : LogLikelihood(kind, Read(numbers));

        Numbers Read(double[] numbers) => free == 1 ? new Numbers(0, 0, numbers[0], 0) : new Numbers(numbers[1], numbers[2], numbers[0], 0);
    }
}
