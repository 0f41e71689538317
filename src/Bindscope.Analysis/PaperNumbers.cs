namespace Bindscope.Analysis;

/// <summary>
/// Numbers that Wu, Geiger and Millière (ICML 2025) state in words or tables. Curves that can only be read off a figure are described, not
/// digitised: nothing is shown as the paper's that the paper does not say.
/// </summary>
/// <param name="Citation">The paper.</param>
/// <param name="Model">What was trained.</param>
/// <param name="Phases">Section 3: the three phases.</param>
/// <param name="FinalAccuracy">"Over 99.9 %", in the end.</param>
/// <param name="Line1">"Over 90 %": accuracy in the heuristic phase with the answer on line 1.</param>
/// <param name="Line2">"About 65 %": with the answer on line 2.</param>
/// <param name="Subspaces">Figure 5.</param>
/// <param name="Probes">Table 1.</param>
/// <param name="Lines">Figure 8.</param>
/// <param name="Hops">Figure 9.</param>
public sealed record PaperNumbers(
    string Citation,
    PaperModel Model,
    PaperPhases Phases,
    double FinalAccuracy,
    double Line1,
    double Line2,
    PaperSubspaces Subspaces,
    PaperProbes Probes,
    PaperVariation Lines,
    PaperVariation Hops)
{
    /// <summary>All that is used of them.</summary>
    public static PaperNumbers Stated { get; } = new(
        "Wu, Geiger and Millière, How Do Transformers Learn Variable Binding in Symbolic Programs?, ICML 2025",
        new PaperModel(Layers: 12, Heads: 8, HeadWidth: 64, Width: 512, Parameters: 37_800_000, Lines: 16, Hops: 4, Steps: 105_400, Seeds: 6),
        new PaperPhases(
            new PaperPhase(0, 800, 0.12, "some digit; the distribution over digits is lopsided and unstable"),
            new PaperPhase(
                1_200,
                14_000,
                0.56,
                "over 90 % right when the answer is on line 1, about 65 % when it is on line 2 and line 2 holds a digit"),
            new PaperPhase(34_000, 105_400, 0.99, "right at every depth and on every line")),
        FinalAccuracy: 0.999,
        Line1: 0.9,
        Line2: 0.65,
        new PaperSubspaces(new PaperSubspace(10, 256, 0.9217), new PaperSubspace(26, 256, 0.8708)),
        new PaperProbes(Layers: 12, BestLayer: 6, State: new PaperProbe(0.077, 0.089, 0.089), BoundVariable: new PaperProbe(0.213, 0.309, 0.3087)),
        new PaperVariation(
            2,
            25,
            16,
            "High at every length when the answer is on line 2 or later; with the answer on line 1 it falls sharply below 14 and above 17 lines."),
        new PaperVariation(
            1, 13, 4, "High beyond four hops when the answer is past the first lines; falls faster when it is on line 1."));
}

/// <summary>The paper's model and training.</summary>
/// <param name="Layers">Layers.</param>
/// <param name="Heads">Heads of each.</param>
/// <param name="HeadWidth">Width of a head.</param>
/// <param name="Width">Width of the residual stream.</param>
/// <param name="Parameters">"37.8M".</param>
/// <param name="Lines">Lines of a program.</param>
/// <param name="Hops">Longest chain.</param>
/// <param name="Steps">The last step that it names.</param>
/// <param name="Seeds">Trainings.</param>
public sealed record PaperModel(int Layers, int Heads, int HeadWidth, int Width, int Parameters, int Lines, int Hops, int Steps, int Seeds);

/// <summary>A phase of the paper's training.</summary>
/// <param name="First">Its first step.</param>
/// <param name="Last">Its last step.</param>
/// <param name="Accuracy">About how much is right in it.</param>
/// <param name="Says">What the model says in it.</param>
public sealed record PaperPhase(int First, int Last, double Accuracy, string Says);

/// <summary>The paper's phases.</summary>
/// <param name="Chance">Random digits.</param>
/// <param name="Heuristic">Shallow heuristics.</param>
/// <param name="Solved">Systematic dereferencing.</param>
public sealed record PaperPhases(PaperPhase Chance, PaperPhase Heuristic, PaperPhase Solved);

/// <summary>A subspace that the paper found.</summary>
/// <param name="Rank">Components that are swapped.</param>
/// <param name="Of">Components that there were.</param>
/// <param name="Success">Share of the answers that turn.</param>
public sealed record PaperSubspace(int Rank, int Of, double Success);

/// <summary>The paper's subspaces.</summary>
/// <param name="Digit">Of digits.</param>
/// <param name="Name">Of names.</param>
public sealed record PaperSubspaces(PaperSubspace Digit, PaperSubspace Name);

/// <summary>Accuracies of a probe over the layers.</summary>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Best">The highest, with more decimals.</param>
public sealed record PaperProbe(double Lowest, double Highest, double Best);

/// <summary>The paper's probes of newlines.</summary>
/// <param name="Layers">Layers that were probed.</param>
/// <param name="BestLayer">The layer of the highest accuracies.</param>
/// <param name="State">The whole program state.</param>
/// <param name="BoundVariable">The value of a bound variable.</param>
public sealed record PaperProbes(int Layers, int BestLayer, PaperProbe State, PaperProbe BoundVariable);

/// <summary>Programs unlike those of the training.</summary>
/// <param name="Least">The smallest number that was tested.</param>
/// <param name="Most">The largest.</param>
/// <param name="Trained">The largest of the training.</param>
/// <param name="Says">What was found.</param>
public sealed record PaperVariation(int Least, int Most, int Trained, string Says);
