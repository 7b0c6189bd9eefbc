namespace Hierarchy.Grains.Ports;

/// <summary>The record of all units, as proof: whether anybody has touched it behind the program's back.</summary>
public interface IRecord
{
    /// <summary>Reads every event of every unit, follows the chain of hashes, and recounts from them who has been given
    /// what, what each unit was called and when, and what was reported. Cost: the whole history, twice; works while others write.</summary>
    Task<RecordVerdict> CheckAsync(CancellationToken cancellation);
}

/// <param name="Events">Those that were read.</param>
/// <param name="Hash">SHA-256 over the last hash of each unit, in hexadecimal: who keeps it can tell later whether the record up to then is
/// what it was.</param>
/// <param name="Broken">The first fault of each unit that has one.</param>
public sealed record RecordVerdict(long Events, string Hash, ImmutableArray<BrokenRecord> Broken)
{
    /// <summary>Grants and appointments that are not kept as the record says, in the order of their ids.</summary>
    public ImmutableArray<WrongGrant> Grants { get; init; } = [];

    /// <summary>Units whose names, places or successors are not kept as the record says, in the order of their ids.</summary>
    public ImmutableArray<WrongUnit> Units { get; init; } = [];

    /// <summary>Revisions of reports that are not kept as the record says, in the order of their ids.</summary>
    public ImmutableArray<WrongReport> Reports { get; init; } = [];
}

/// <summary>Where a report is not kept as its events say, or as it was signed.</summary>
public sealed record WrongReport(string Id, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Why}";
}

/// <summary>Where what a unit is or was called, where it stands or in what it goes on is not what its events say.</summary>
public sealed record WrongUnit(string Id, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Why}";
}

/// <summary>Where what everybody may do is not what the events have given.</summary>
/// <param name="Id">Of a grant or of the appointment of a focal agency.</param>
public sealed record WrongGrant(string Id, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Why}";
}

/// <summary>Where a unit's record is not what was written.</summary>
public sealed record BrokenRecord(string Unit, long Seq, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"event {Seq} of {Unit}: {Why}";
}

/// <summary>Who stands behind a change. Ids, and no names: a person may be renamed, the record stays.</summary>
/// <param name="Person">Null for the system, and where nobody signs in.</param>
/// <param name="Session">Of the sign-in, or the token's id.</param>
/// <param name="Address">Of the network, as the server saw it.</param>
/// <param name="OnBehalfOf">The person whose right was delegated.</param>
public sealed record Origin(string? Person, string? Session, string? Address, string? OnBehalfOf)
{
    /// <summary>Nobody in particular.</summary>
    public static readonly Origin None = new(null, null, null, null);
}
