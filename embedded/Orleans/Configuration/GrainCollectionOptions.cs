namespace Orleans.Configuration;

/// <summary>When idle grains are deactivated, and how long activation and deactivation may take.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often the runtime looks for idle grains; default one minute. A look costs a fraction of a microsecond per
    /// activation.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a grain stays without a call; default 15 minutes, must exceed the quantum. Longer costs memory, shorter
    /// reloads.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Ages for single classes, by the full name of the class.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    /// <summary>When the token of <see cref="Grain.OnActivateAsync"/> fires; default 30 seconds.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>When the token of <see cref="Grain.OnDeactivateAsync"/> fires and the runtime goes on without it; default 30
    /// seconds.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
