namespace Bindscope.Tests.Web.Contract;

/// <summary>A field of an interface.</summary>
/// <param name="Type">Its type.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record ContractField(ContractType Type, bool IsOptional);
