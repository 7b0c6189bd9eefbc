using Orleans;

namespace Hierarchy.Embedded;

/// <summary>References to the grains of the silo in this process, for grains and everybody else.</summary>
internal sealed class GrainClient(EmbeddedSilo silo) : IClusterClient
{
    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        return (TGrainInterface)silo.Catalog.Reference(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);
    }
}
