using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bindscope.Tests.Code;

/// <summary>The doc comments of the projects, as the compiler wrote them beside each.</summary>
internal sealed partial class Documentation
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> read = [];

    /// <summary>What a type is; empty where its comment does not say.</summary>
    internal string Summary(Type type) => Plain(Of(type, $"T:{type.FullName}")?.Element("summary"));

    /// <summary>What a property is: as a parameter of its record, or by a comment of its own.</summary>
    internal string Summary(PropertyInfo property)
    {
        Type type = property.DeclaringType!;
        return Plain(
            Of(type, $"T:{type.FullName}")?.Elements("param").FirstOrDefault(one => one.Attribute("name")?.Value == property.Name)
            ?? Of(type, $"P:{type.FullName}.{property.Name}")?.Element("summary"));
    }

    /// <summary>What a constant is.</summary>
    internal string Summary(FieldInfo field) => Plain(Of(field.DeclaringType!, $"F:{field.DeclaringType!.FullName}.{field.Name}")?.Element("summary"));

    private XElement? Of(Type type, string id)
    {
        id = id.Replace('+', '.');
        if (!read.TryGetValue(type.Assembly, out Dictionary<string, XElement>? members))
        {
            string file = Path.ChangeExtension(type.Assembly.Location, ".xml");
            members = XDocument.Load(file).Descendants("member").ToDictionary(one => one.Attribute("name")!.Value, StringComparer.Ordinal);
            read.Add(type.Assembly, members);
        }

        return members.GetValueOrDefault(id);
    }

    private static string Plain(XElement? comment) => comment is null ? "" : Space().Replace(string.Concat(comment.Nodes().Select(Plain)), " ").Trim();

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => Reference(see.Attribute("cref")?.Value ?? $"N:{see.Attribute("langword")?.Value ?? see.Value}"),
        XElement { Name.LocalName: "paramref" } parameter => $"`{Camel(parameter.Attribute("name")!.Value)}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => $" {Plain(other)} ",
        _ => "",
    };

    /// <summary>A member by its own name, as JSON has it where it is a property.</summary>
    private static string Reference(string id)
    {
        string name = id[2..].Split('(')[0].Split('.')[^1];
        return $"`{(id[0] == 'P' ? Camel(name) : name)}`";
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
