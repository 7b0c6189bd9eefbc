namespace Hierarchy.Grains.Ports;

/// <summary>Verifies the record of all units: detects changes made outside the program.</summary>
public interface IRecord
{
    /// <summary>Reads every event of every unit, checks the chain of hashes, and recounts from the events the grants, the names and places
    /// of units over time, and the reports. Cost: the whole history, twice. Works while others write.</summary>
    Task<RecordVerdict> CheckAsync(CancellationToken cancellation);
}

/// <param name="Events">Number of events read.</param>
/// <param name="Hash">SHA-256 over the last hash of each unit, in hexadecimal. Whoever keeps it can later check that the record up to then
/// is unchanged.</param>
/// <param name="Broken">The first fault of each faulty unit.</param>
public sealed record RecordVerdict(long Events, string Hash, ImmutableArray<BrokenRecord> Broken)
{
    /// <summary>Grants and appointments whose stored rows differ from the record, ordered by id.</summary>
    public ImmutableArray<WrongGrant> Grants { get; init; } = [];

    /// <summary>Units whose stored names, places or successors differ from the record, ordered by id.</summary>
    public ImmutableArray<WrongUnit> Units { get; init; } = [];

    /// <summary>Revisions of reports that differ from the record, ordered by id.</summary>
    public ImmutableArray<WrongReport> Reports { get; init; } = [];
}

/// <summary>A report that differs from its events or from its signed content.</summary>
public sealed record WrongReport(string Id, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Why}";
}

/// <summary>A unit whose stored names, places or successors differ from its events.</summary>
public sealed record WrongUnit(string Id, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Why}";
}

/// <summary>A grant or an appointment that differs from the events.</summary>
/// <param name="Id">Id of the grant or of the appointment of a focal agency.</param>
public sealed record WrongGrant(string Id, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Why}";
}

/// <summary>A unit's record that is not what was written.</summary>
public sealed record BrokenRecord(string Unit, long Seq, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"event {Seq} of {Unit}: {Why}";
}

/// <summary>The person behind a change. Ids only: a person may be renamed, but the record stays.</summary>
/// <param name="Person">Null for the system, and without sign-in.</param>
/// <param name="Session">Id of the sign-in session or of the token.</param>
/// <param name="Address">The network address that the server saw.</param>
/// <param name="OnBehalfOf">The person who delegated the right.</param>
public sealed record Origin(string? Person, string? Session, string? Address, string? OnBehalfOf)
{
    /// <summary>Nobody in particular.</summary>
    public static readonly Origin None = new(null, null, null, null);
}
