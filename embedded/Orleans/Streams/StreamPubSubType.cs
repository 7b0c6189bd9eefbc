namespace Orleans.Streams;

/// <summary>Which subscriptions a provider keeps. Embedded streams know implicit ones only, whatever is chosen.</summary>
public enum StreamPubSubType
{
    /// <summary>Both kinds.</summary>
    ExplicitGrainBasedAndImplicit = 0,

    /// <summary>Those made at run time.</summary>
    ExplicitGrainBasedOnly = 1,

    /// <summary>Those declared by attribute.</summary>
    ImplicitOnly = 2,
}
