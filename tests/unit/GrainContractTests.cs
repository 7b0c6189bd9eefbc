using System.Reflection;
using Orleans.Concurrency;

namespace Hierarchy.UnitTests;

/// <summary>What crosses the boundary of a grain: each type serialisable, immutable, and under a name of ours that stays.</summary>
public sealed class GrainContractTests
{
    private static readonly Type[] Plain =
        [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(Int128), typeof(double), typeof(DateOnly), typeof(DateTimeOffset)];

    private static readonly Type[] Containers = [typeof(Task<>), typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>)];

    [Fact]
    public void Every_type_that_crosses_a_boundary_is_declared_for_it() => Assert.All(Crossing(), type =>
    {
        Assert.True(type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false), $"{type} lacks [GenerateSerializer]");
        Assert.True(type.IsDefined(typeof(ImmutableAttribute), inherit: false), $"{type} lacks [Immutable]");
        Assert.True(type.IsAbstract || Alias(type) is not null, $"{type} lacks [Alias]");
        Assert.All(Members(type), member => Assert.True(IsReadOnly(member), $"{type}.{member.Name} can be set"));
    });

    [Fact]
    public void Every_grain_interface_and_method_has_a_name_that_stays() => Assert.All(Interfaces(), grain =>
    {
        Assert.NotNull(Alias(grain));
        Assert.All(grain.GetMethods(), method => Assert.NotNull(Alias(method)));
        Assert.Equal(grain.GetMethods().Length, grain.GetMethods().Select(Alias).Distinct().Count());
    });

    [Fact]
    public void No_two_types_share_a_name()
    {
        var aliases = Crossing().Concat(Interfaces()).Select(Alias).Where(alias => alias is not null).ToList();
        Assert.Equal(aliases.Count, aliases.Distinct().Count());
    }

    [Fact]
    public void The_contracts_are_as_approved()
    {
        var text = new StringBuilder();
        foreach (var grain in Interfaces())
        {
            text.Append($"{grain.Name} {Alias(grain)}\n");
            foreach (var method in grain.GetMethods().OrderBy(m => m.Name, StringComparer.Ordinal))
            {
                var parameters = string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)));
                var interleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? " interleaves" : "";
                text.Append($"  {Alias(method)}: {method.Name}({parameters}) {Name(method.ReturnType)}{interleaves}\n");
            }
        }
        foreach (var type in Crossing().OrderBy(Name, StringComparer.Ordinal))
        {
            var members = string.Join(", ", Members(type).Select(m => $"{m.Name} {Name(m.PropertyType)}"));
            text.Append($"{Name(type)} {Alias(type) ?? "abstract"}: {members}\n");
        }
        foreach (var values in Enums().OrderBy(Name, StringComparer.Ordinal))
        {
            text.Append($"{Name(values)}: {string.Join(' ', Enum.GetNames(values))}\n");
        }
        Repository.CheckApproved("grain-contracts.txt", text.ToString());
    }

    private static IEnumerable<Type> Interfaces() => typeof(IUnitGrain).Assembly.GetTypes()
        .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrainWithStringKey)));

    private static List<Type> Crossing() => [.. Reached().Where(type => !type.IsEnum)];

    private static List<Type> Enums() => [.. Reached().Where(type => type.IsEnum)];

    private static HashSet<Type> Reached()
    {
        var seen = new HashSet<Type>();
        var left = new Stack<Type>(Interfaces().SelectMany(grain => grain.GetMethods())
            .SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType)));
        while (left.TryPop(out var type))
        {
            if (Plain.Contains(type) || type == typeof(Task))
            {
                continue;
            }
            if (type.IsGenericType)
            {
                Assert.Contains(type.GetGenericTypeDefinition(), Containers);
                Array.ForEach(type.GetGenericArguments(), left.Push);
                continue;
            }
            Assert.True(type.Assembly == typeof(IUnitGrain).Assembly, $"{type} is neither plain nor ours");
            if (!seen.Add(type) || type.IsEnum)
            {
                continue;
            }
            foreach (var next in Members(type).Select(m => m.PropertyType).Concat(Cases(type)))
            {
                left.Push(next);
            }
        }
        return seen;
    }

    private static IEnumerable<Type> Cases(Type type) =>
        type.IsAbstract ? type.Assembly.GetTypes().Where(other => other.IsSubclassOf(type)) : [];

    /// <summary>What is carried, not what is computed from it.</summary>
    private static IEnumerable<PropertyInfo> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is not null);

    private static bool IsReadOnly(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static string Name(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        }
        var name = type.Name[..type.Name.IndexOf('`')];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
