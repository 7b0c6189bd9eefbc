namespace Hierarchy.Store;

/// <summary>An append on its way to a writer, encoded by its caller so that the writer only copies.</summary>
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

    /// <summary>What the record's chain is made of, of each event.</summary>
    public ImmutableArray<byte[]> Contents { get; }

    public ImmutableArray<ObligationRow> Obligations { get; }

    public ImmutableArray<GrantRow> Grants { get; }

    public ImmutableArray<ReportRow> Reports { get; }

    public PastRows Past { get; }

    /// <summary>Whether it has one event, which follows another, and no earlier program may have answered its request.</summary>
    public bool IsNext => Events is [{ Previous: > 0, EarlierRequestId: null }];

    /// <summary>Whether it changes what its obligations are now, and neither their terms nor a day gone by.</summary>
    public bool IsOfKnown => Past.Restated.IsEmpty && Append.Events.All(happened => happened is UnitEvent.OfObligation)
        && Append.Obligations.All(o => o.Version > 1);

    public ImmutableArray<FileUseRow> Files { get; }

    public ImmutableArray<MessageRow> Messages { get; }

    public TaskCompletionSource<AppendResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Rows => Events.Length + 2 * Obligations.Length + Past.Spans.Length + Append.Money.Length + Messages.Length
        + Append.Plans.Length + Append.Lines.Length + Grants.Length + Files.Length + Reports.Length + 1;

    /// <summary>The writer takes it, unless its caller has gone.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    // Folding a text and cutting it into trigrams costs as much as the rest of an append; most reports leave it as it is.
    private static bool MayChangeText(UnitEvent happened) => happened is not (
        UnitEvent.ProgressReported { Note: null } or UnitEvent.Submitted { Document: null } or UnitEvent.Accepted { Note: null }
        or UnitEvent.Triggered or UnitEvent.DueChanged or UnitEvent.Withdrawn { Reason: null }
        or UnitEvent.DifficultyRaised or UnitEvent.DifficultyEscalated or UnitEvent.DifficultyResolved);

    /// <summary>The last state counts, should a decision change an obligation twice: one statement cannot write a row twice.</summary>
    public static IEnumerable<Obligation> Last(ImmutableArray<Obligation> states) =>
        states.Length < 2 ? states : states.Reverse().DistinctBy(o => o.Id);

    /// <summary>The caller goes. What a writer has not taken is never written.</summary>
    public void Abandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting);
}

/// <param name="Previous">The number that the unit's last event must bear; 0 where nothing is to be checked.</param>
internal sealed record EventRow(
    string Unit, long Previous, long Seq, string Name, byte[] Data, string Actor, long At, string? RequestId, string? Digest,
    string? EarlierRequestId)
{
    public Origin Origin { get; init; } = Origin.None;
}

/// <param name="Seq">Of the append's last event.</param>
internal sealed record FileUseRow(string File, string Unit, long Seq, string? Obligation);

internal sealed record MessageRow(string Unit, long Seq, string Target);

internal sealed class ObligationRow(Obligation obligation, bool withText)
{
    /// <summary>Stored as the status of what stands elsewhere, since it was handed over.</summary>
    public const short Transferred = 6;

    public Obligation Obligation => obligation;

    public short Status => obligation.IsHere ? (short)obligation.Status : Transferred;

    /// <summary>Null for what was never handed over.</summary>
    public string? Origin => obligation is { IsHere: true, Through: null } ? null : Obligation.OriginOf(obligation.Id);

    public ObligationTerms Terms => obligation.Terms;

    public byte[] Encoded { get; } = EventCodec.Encode(obligation);

    /// <summary>What search compares; null when it is known to be as it was.</summary>
    public string? Folded { get; } = withText ? SearchText.Of(obligation) : null;
}
