using Orleans.Metadata;
using Orleans.Serialization.TypeSystem;

namespace Hierarchy.Silo.Runtime;

/// <summary>What Orleans calls the interface of a grain, found out once: Orleans itself reads the attributes and puts the name together anew for
/// each reference, of which each telling of a roll-up needs one.</summary>
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
