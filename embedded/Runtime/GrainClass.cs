using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Hierarchy.Embedded;

/// <summary>One grain class of one silo, with its activations by key.</summary>
internal sealed class GrainClass(EmbeddedSilo silo, Type type)
{
    private readonly ObjectFactory _create = ActivatorUtilities.CreateFactory(type, []);

    public EmbeddedSilo Silo { get; } = silo;

    public Type Type { get; } = type;

    /// <summary>Bounded by the collection of idle grains: whoever calls more keys than memory holds must shorten its age.</summary>
    public ConcurrentDictionary<string, Activation> Activations { get; } = new(StringComparer.Ordinal);

    public TimeSpan CollectionAge { get; } = silo.Collection.ClassSpecificCollectionAge.TryGetValue(type.FullName ?? type.Name, out var age)
        ? age
        : silo.Collection.CollectionAge;

    /// <summary>The namespaces that the class subscribes to by attribute.</summary>
    public string[] Namespaces { get; } = Attribute.GetCustomAttributes(type, typeof(ImplicitStreamSubscriptionAttribute))
        .Select(attribute => ((ImplicitStreamSubscriptionAttribute)attribute).Namespace).Distinct().ToArray();

    public Grain Create(IServiceProvider services) => (Grain)_create(services, null);

    public override string ToString() => Type.Name;
}
