using System.Reflection;
using System.Runtime.CompilerServices;

namespace Bindscope.Tests.Code;

public sealed class PublicMembersTests
{
    private static IEnumerable<Type> Types =>
        Sources.ProjectsIn("src").Where(name => name != "Bindscope.Torch").Select(name => Assembly.Load(name == "Bindscope.Cli" ? "bindscope" : name)).SelectMany(a => a.GetTypes())
            .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)));

    [Fact]
    public void ClassesAreSealedOrAbstract() =>
        Assert.DoesNotContain(Types, t => t.IsClass && !t.IsSealed && !t.IsAbstract && !Types.Any(other => other.BaseType == t));

    [Fact]
    public void NoPublicMethodTakesTwoBooleans() => Assert.Empty(
        from type in Types
        where type.IsVisible && type.GetMethod("<Clone>$") is null
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.GetParameters().Count(p => p.ParameterType == typeof(bool)) > 1
        select $"{type.Name}.{method.Name}");
}
