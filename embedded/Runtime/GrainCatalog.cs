using System.Collections.Concurrent;
using System.Reflection;
using Orleans;
using Orleans.Streams.Core;

namespace Hierarchy.Embedded;

/// <summary>The grain classes of the application, and which of them serves which interface.</summary>
/// <remarks>Found in the entry assembly, in what it refers to, and in what is loaded when the silo is made.</remarks>
internal sealed class GrainCatalog
{
    private readonly ConcurrentDictionary<Type, Func<GrainClass, string, object>> _proxies = new();
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _servers = new();

    public GrainCatalog(EmbeddedSilo silo)
    {
        Classes = [.. Parts().SelectMany(TypesOf).Where(IsGrain).OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => new GrainClass(silo, type))];
        if (Array.Find(Classes, c => c.Namespaces.Length > 0 && !typeof(IStreamSubscriptionObserver).IsAssignableFrom(c.Type)) is { } wrong)
        {
            throw new InvalidOperationException(
                $"{wrong.Type} is subscribed to a stream by attribute, so it must implement {nameof(IStreamSubscriptionObserver)}.");
        }

        Subscribers = Classes.SelectMany(c => c.Namespaces.Select(ns => (ns, c)))
            .GroupBy(pair => pair.ns, pair => pair.c).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    public GrainClass[] Classes { get; }

    /// <summary>The classes that each stream namespace goes to.</summary>
    public IReadOnlyDictionary<string, GrainClass[]> Subscribers { get; }

    public object Reference(Type grainInterface, string key, string? prefix)
    {
        if (!_servers.TryGetValue((grainInterface, prefix), out var server))
        {
            server = _servers.GetOrAdd((grainInterface, prefix), Find(grainInterface, prefix));
        }

        if (!_proxies.TryGetValue(grainInterface, out var create))
        {
            create = _proxies.GetOrAdd(grainInterface, ProxyEmitter.Emit(grainInterface));
        }

        return create(server, key);
    }

    private GrainClass Find(Type grainInterface, string? prefix)
    {
        if (!grainInterface.IsInterface)
        {
            throw new ArgumentException($"{grainInterface} is not an interface.");
        }

        GrainClass[] found = [.. Classes.Where(c => grainInterface.IsAssignableFrom(c.Type)
            && (prefix is null || (c.Type.FullName ?? "").StartsWith(prefix, StringComparison.Ordinal)))];
        return found switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"No grain class implements {grainInterface}."),
            _ => throw new ArgumentException(
                $"Several grain classes implement {grainInterface}, choose by prefix: "
                + $"{string.Join(", ", found.Select(c => c.Type.FullName))}."),
        };
    }

    private static bool IsGrain(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && typeof(Grain).IsAssignableFrom(type) && typeof(IGrainWithStringKey).IsAssignableFrom(type);

    private static HashSet<Assembly> Parts()
    {
        var runtime = typeof(Grain).Assembly.GetName().Name;
        HashSet<Assembly> seen = [];
        Stack<Assembly> rest = new(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            rest.Push(entry);
        }

        while (rest.TryPop(out var assembly))
        {
            // A reference is followed only from assemblies that can lead to a grain; the framework's own cannot.
            if (IsFramework(assembly.GetName().Name) || !seen.Add(assembly))
            {
                continue;
            }

            foreach (var name in assembly.GetReferencedAssemblies().Where(name => !IsFramework(name.Name)))
            {
                if (TryLoad(name) is { } part)
                {
                    rest.Push(part);
                }
            }
        }

        seen.RemoveWhere(part => part.GetReferencedAssemblies().All(name => name.Name != runtime));
        return seen;
    }

    private static bool IsFramework(string? name) =>
        name is null or "netstandard" or "mscorlib" || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("xunit.", StringComparison.Ordinal);

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception missing) when (missing is IOException or BadImageFormatException)
        {
            // A reference that is not deployed cannot hold a grain.
            return null;
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }
}
