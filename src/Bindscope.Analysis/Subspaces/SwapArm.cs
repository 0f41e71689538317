namespace Bindscope.Analysis.Subspaces;

/// <summary>What is taken from the source program at the chosen tokens.</summary>
public enum SwapArm
{
    /// <summary>The selected components.</summary>
    Selected,

    /// <summary>The whole vector: the ceiling of everything below.</summary>
    WholeVector,

    /// <summary>Everything but the selected components.</summary>
    Complement,

    /// <summary>As many of the components with the largest variance.</summary>
    LargestVariance,

    /// <summary>Random subspaces of the same rank, drawn many times.</summary>
    Random,

    /// <summary>The vector moved in a random direction by as much as the selected components would move it.</summary>
    EqualNorm,

    /// <summary>Components that the same classifier selects from shuffled labels.</summary>
    ShuffledLabels,

    /// <summary>
    /// Components selected on half of the classes, on pairs between classes of the other half (value arms swapped); both ways together.
    /// </summary>
    UnseenClasses,

    /// <summary>The selected components on the same pairs of classes as <see cref="UnseenClasses"/>, to compare with.</summary>
    SelectedOnSamePairs,

    /// <summary>The selected components, base and source exchanged.</summary>
    Exchanged,

    /// <summary>The selected components at the root's token alone, which holds the digit itself; chains of two hops and more. Digits only.</summary>
    RootAlone,

    /// <summary>The selected components at the later tokens of the chain alone, to which the digit has to be handed on; the same programs.</summary>
    LaterAlone,

    /// <summary>The whole vector at the later tokens alone.</summary>
    LaterWhole,

    /// <summary>As many of the components with the largest variance at the later tokens alone.</summary>
    LaterVariance,

    /// <summary>Random subspaces of the same rank at the later tokens alone.</summary>
    LaterRandom,
}
