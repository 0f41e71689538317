namespace Bindscope.Tests.Web.Contract;

/// <summary>A type as the contract writes it, as far as the contract goes.</summary>
internal abstract record ContractType
{
    /// <summary><c>number</c>, <c>string</c>, <c>boolean</c>, <c>unknown</c>, or the name of an interface or alias.</summary>
    internal sealed record Name(string Text) : ContractType;

    /// <summary>A text that stands for itself.</summary>
    internal sealed record Literal(string Text) : ContractType;

    /// <summary><c>T[]</c>.</summary>
    internal sealed record List(ContractType Of) : ContractType;

    /// <summary><c>A | B</c>.</summary>
    internal sealed record Union(IReadOnlyList<ContractType> Of) : ContractType;

    /// <summary>An interface's fields.</summary>
    internal sealed record Fields(IReadOnlyDictionary<string, ContractField> Of) : ContractType;
}
