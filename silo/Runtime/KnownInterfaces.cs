using Orleans.Metadata;
using Orleans.Serialization.TypeSystem;

namespace Hierarchy.Silo.Runtime;

/// <summary>Caches Orleans' names of grain interfaces: Orleans itself reads the attributes and builds the name anew for each reference, and
/// every published roll-up needs one.</summary>
internal sealed class KnownInterfaces(IServiceProvider services, TypeConverter names) : IGrainInterfaceTypeProvider
{
    private readonly GrainInterfaceTypeResolver _resolver = new([new AttributeGrainInterfaceTypeProvider(services)], names);
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _known = new();

    public bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType)
    {
        grainInterfaceType = _known.GetOrAdd(type, _resolver.GetGrainInterfaceType);
        return true;
    }
}
