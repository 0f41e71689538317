namespace Bindscope.Model.Weights;

/// <summary>How many bits a stored weight has. A model in memory always has 32.</summary>
public enum WeightPrecision
{
    /// <summary>32 bits: what training writes.</summary>
    Single,

    /// <summary>16 bits of IEEE 754: half the size, three decimal digits.</summary>
    Half,
}
