namespace Hierarchy.Store;

/// <summary>An append queued for a writer. The caller encodes it, so that the writer only copies.</summary>
internal sealed class PendingAppend
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;

    private int _state = Waiting;

    public PendingAppend(Append append, PastRows past)
    {
        Append = append;
        Past = past;
        Events = [.. append.Events.Select((happened, i) => new EventRow(
            append.Unit, i == 0 ? append.ExpectedSeq : 0, append.ExpectedSeq + 1 + i, EventCodec.NameOf(happened),
            EventCodec.Encode(happened),
            append.Actor, append.At.UtcTicks, i == 0 ? append.RequestId : null, i == 0 ? append.Digest : null,
            i == 0 ? append.EarlierRequestId : null) { Origin = append.Origin })];
        Contents = [.. Events.Select(RecordHash.Content)];
        var withText = append.Events.Any(MayChangeText);
        Obligations = [.. Last(append.Obligations).Select(o => new ObligationRow(o, withText))];
        var last = append.ExpectedSeq + append.Events.Length;
        Grants = [.. append.Grants.Select(grant => GrantRow.Of(grant, last)), .. append.FocalAgencies.Select(focal => GrantRow.Of(focal, last))];
        Files = [.. append.Files.DistinctBy(use => use.File).Select(use => new FileUseRow(use.File, append.Unit, last, use.Obligation))];
        Reports = [.. append.Reports.Select(ReportRow.Of)];
        Messages = [.. append.Targets.Select(t => new MessageRow(append.Unit, append.ExpectedSeq + 1 + t.Event, t.Target))];
    }

    public Append Append { get; }

    public ImmutableArray<EventRow> Events { get; }

    /// <summary>The content of each event that enters the record's hash chain.</summary>
    public ImmutableArray<byte[]> Contents { get; }

    public ImmutableArray<ObligationRow> Obligations { get; }

    public ImmutableArray<GrantRow> Grants { get; }

    public ImmutableArray<ReportRow> Reports { get; }

    public PastRows Past { get; }

    /// <summary>Whether the append has a single event, which is not its unit's first, and no earlier version can have answered its
    /// request.</summary>
    public bool IsNext => Events is [{ Previous: > 0, EarlierRequestId: null }];

    /// <summary>Whether the append changes only the present state of known obligations, neither their terms nor past days.</summary>
    public bool IsOfKnown => Past.Restated.IsEmpty && Append.Events.All(happened => happened is UnitEvent.OfObligation)
        && Append.Obligations.All(o => o.Version > 1);

    public ImmutableArray<FileUseRow> Files { get; }

    public ImmutableArray<MessageRow> Messages { get; }

    public TaskCompletionSource<AppendResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Rows => Events.Length + 2 * Obligations.Length + Past.Spans.Length + Append.Money.Length + Messages.Length
        + Append.Plans.Length + Append.Lines.Length + Grants.Length + Files.Length + Reports.Length + 1;

    /// <summary>Claims the append for the writer; false if the caller has given up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    // Folding a text and cutting it into trigrams costs as much as the rest of an append; most progress reports do not change it.
    private static bool MayChangeText(UnitEvent happened) => happened is not (
        UnitEvent.ProgressReported { Note: null } or UnitEvent.Submitted { Document: null } or UnitEvent.Accepted { Note: null }
        or UnitEvent.Triggered or UnitEvent.DueChanged or UnitEvent.Withdrawn { Reason: null }
        or UnitEvent.DifficultyRaised or UnitEvent.DifficultyEscalated or UnitEvent.DifficultyResolved);

    /// <summary>The last state of each obligation. A decision may change one twice, but a statement cannot write a row twice.</summary>
    public static IEnumerable<Obligation> Last(ImmutableArray<Obligation> states) =>
        states.Length < 2 ? states : states.Reverse().DistinctBy(o => o.Id);

    /// <summary>Marks that the caller has given up. The append is never written unless a writer has already taken it.</summary>
    public void Abandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting);
}

/// <param name="Previous">The sequence number that the unit's last event must have; 0 to skip the check.</param>
internal sealed record EventRow(
    string Unit, long Previous, long Seq, string Name, byte[] Data, string Actor, long At, string? RequestId, string? Digest,
    string? EarlierRequestId)
{
    public Origin Origin { get; init; } = Origin.None;
}

/// <param name="Seq">The sequence number of the append's last event.</param>
internal sealed record FileUseRow(string File, string Unit, long Seq, string? Obligation);

internal sealed record MessageRow(string Unit, long Seq, string Target);

internal sealed class ObligationRow(Obligation obligation, bool withText)
{
    /// <summary>Status stored for an obligation that was handed over to another unit.</summary>
    public const short Transferred = 6;

    public Obligation Obligation => obligation;

    public short Status => obligation.IsHere ? (short)obligation.Status : Transferred;

    /// <summary>The origin of an obligation that was handed over; null for any other.</summary>
    public string? Origin => obligation is { IsHere: true, Through: null } ? null : Obligation.OriginOf(obligation.Id);

    public ObligationTerms Terms => obligation.Terms;

    public byte[] Encoded { get; } = EventCodec.Encode(obligation);

    /// <summary>The text that search compares; null when it is known to be unchanged.</summary>
    public string? Folded { get; } = withText ? SearchText.Of(obligation) : null;
}
