namespace Bindscope.Training.Presets;

/// <summary>Marks a field that runs of an older version do not have in their spec.json; it then has its default.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MayBeMissingAttribute : Attribute;
