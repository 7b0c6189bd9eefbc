namespace Hierarchy.Silo.Cluster;

/// <summary>One message of changes from one node to another.</summary>
/// <param name="Versions">Units whose roll-up changed, with its new version.</param>
/// <param name="Obligations">Obligations that changed, each with its unit.</param>
/// <param name="Reports">Reports that changed.</param>
/// <param name="Activated">Units that became active there.</param>
/// <param name="Registered">Whether there are new units or plans.</param>
/// <param name="Missed">Whether changes were dropped that the bulletin does not list.</param>
/// <param name="Day">Whether a day has begun.</param>
/// <param name="Reorganisations">Reorganisations that changed or progressed.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.bulletin")]
internal sealed record Bulletin(
    ImmutableArray<UnitVersion> Versions, ImmutableArray<ChangedObligation> Obligations, ImmutableArray<ReportKey> Reports, ImmutableArray<string> Activated,
    bool Registered, bool Missed, bool Day, ImmutableArray<string> Reorganisations)
{
    /// <summary>Namespace of the channels between nodes; the key of a channel is the node's grain key.</summary>
    public const string Channel = "news";
}

[GenerateSerializer, Immutable, Alias("hierarchy.unit-version")]
internal readonly record struct UnitVersion(string Unit, long Version);

[GenerateSerializer, Immutable, Alias("hierarchy.changed-obligation")]
internal readonly record struct ChangedObligation(string Unit, string Obligation);
