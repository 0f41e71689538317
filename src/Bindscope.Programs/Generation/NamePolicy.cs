namespace Bindscope.Programs.Generation;

/// <summary>Which variable a line binds.</summary>
public enum NamePolicy
{
    /// <summary>Any name, with equal chances: variables are bound again, as in the paper's examples.</summary>
    Reuse,

    /// <summary>A name that no line above binds.</summary>
    Unique,
}
