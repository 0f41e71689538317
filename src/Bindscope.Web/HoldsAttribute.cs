namespace Bindscope.Web;

/// <summary>Says what JSON is that is passed on as it stands in a file, for the contract of the pages.</summary>
/// <param name="type">The record that the file is written from.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HoldsAttribute(Type type) : Attribute
{
    /// <summary>The record.</summary>
    internal Type Type => type;
}
