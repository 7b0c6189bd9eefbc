namespace Hierarchy.Grains;

/// <summary>What can be asked of a unit. Each case stands in a file of its own, with what it leads to and the rules of it.</summary>
[GenerateSerializer, Immutable]
public abstract partial record UnitCommand
{
    private UnitCommand() { }

    /// <summary>Stored name of the event that it leads to, and what it is about: tells a repeated request from a reused id.</summary>
    public abstract string Subject { get; }

    /// <summary>The right that whoever asks for it needs at the unit; null where that is not for a right to say: messages come from units
    /// alone.</summary>
    internal Right? Needs => this switch
    {
        ReportProgress or RaiseDifficulty or OpenReport or WriteReport or ReportIndicator => Right.Report,
        Submit or Withdraw or SignReport => Right.Submit,
        Accept or SendBack or Reopen or EscalateDifficulty or ResolveDifficulty => Right.Accept,
        ReceiveReport or ReturnReport or ReopenReport or VerifyIndicator or RecordInspection => Right.Accept,
        ChangeDue or Cancel or Restore or Trigger => Right.ChangeDue,
        AdoptPlan or AdoptDraft or AmendPlan or AddTask or AddDuty or AddRegime or DefineIndicator => Right.Plan,
        GiveGrant or EndGrant or AppointFocalAgency or EndFocalAgency => Right.Grant,
        RegisterUnit or RenameUnit or MoveUnit or CloseUnit => Right.RegisterUnits,
        // Whose grant it is delegates it.
        DelegateGrant => null,
        HandOver or Entrust or TakePlan or ReopenUnit or PassDifficulty => null,
        Impose or AmendTerms or Receive or Release or ReceiveDifficulty or ImposeIndicator or ReceiveInspection => null,
        _ => throw new InvalidOperationException($"{GetType()} stands in no row of rights."),
    };

    /// <summary>Whether the right is needed at the unit that holds the obligation's difficulty instead.</summary>
    internal virtual bool IsForHolder => false;

    /// <summary>Whether a right over units below is enough at the unit of the grant, too.</summary>
    internal virtual bool ReachesOwn => false;

    /// <summary>Where the right is needed; null for above all units.</summary>
    internal virtual string? PlaceOf(string unit) => unit;

    /// <summary>Where the right is needed as well; null for nowhere.</summary>
    internal virtual string? OtherPlace => null;

    /// <summary>Whether a unit that has ended takes it. What other units send reaches it, for what it owes stays where it is.</summary>
    internal virtual bool ReachesClosed => Needs is null;

    /// <summary>What the right must be for; null for no area in particular, and so for all.</summary>
    internal virtual ReformArea? AreaIn(UnitState state) => null;

    /// <summary>Whether it names units, a class of them or plans that other processes may have registered a moment ago, as whoever plans
    /// does.</summary>
    internal virtual bool NamesOthers(IUnitDirectory directory) => Needs == Right.Plan;

    /// <summary>Whether every process is to know of it before it is acknowledged.</summary>
    internal bool ChangesDirectory => this is RegisterUnit or RenameUnit or MoveUnit or CloseUnit or ReopenUnit or AdoptPlan or AdoptDraft;

    /// <summary>Itself with its names and texts as they are kept. Whatever needs no change is the same object: most commands cost one look
    /// at their letters.</summary>
    internal virtual UnitCommand Kept() => WithLists();

    /// <summary>Itself with empty lists for those that are not there at all, as whoever calls a unit directly may send it.</summary>
    internal virtual UnitCommand WithLists() => this;

    /// <summary>Whether it counts from a day gone by, so that what was done since must be looked at.</summary>
    internal virtual bool NeedsHistory(DateOnly today) => false;

    /// <summary>Pure: state and circumstances in, event or refusal out.</summary>
    internal abstract Decision Decide(UnitState state, in Circumstances now);

    private protected static string SubjectOf<T>(string about) where T : UnitEvent => EventCodec.NameOf(typeof(T)) + ":" + about;

    private static Refusal? FaultOf(string? text, string field, bool required, int max = Limits.TextMax) => Text.Fault(text, field, required, max);

    /// <param name="ExpectedVersion">Where given, must be the obligation's version now.</param>
    [GenerateSerializer, Immutable]
    public abstract record OfObligation(string Obligation, long? ExpectedVersion) : UnitCommand
    {
        internal abstract Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now);

        internal override ReformArea? AreaIn(UnitState state) => state.Obligations.GetValueOrDefault(Obligation)?.Terms.Reform;

        internal override Decision Decide(UnitState state, in Circumstances now) =>
            !state.Obligations.TryGetValue(Obligation, out var o)
                ? Refusal.NotFound($"There is no obligation '{Text.Shown(Obligation)}'.", "obligation")
            : (o.MovedTo ?? o.HandingTo) is not null
                ? HandOverRules.Elsewhere(o)
            : ExpectedVersion is { } expected && expected != o.Version
                ? Refusal.Conflict($"The obligation has version {o.Version}, not {expected}: read it again.", "expectedVersion")
            : Decide(o, state, now);

        private protected string SubjectOf<T>() where T : UnitEvent.OfObligation => SubjectOf<T>(Obligation);

        private protected static Decision NoDifficulty => Refusal.Conflict("The obligation has no unresolved difficulty.");

        /// <summary>Null when the obligation has the status that the action needs.</summary>
        private protected static Refusal? FaultOfStatus(Obligations.Obligation o, ObligationStatus right, string action) =>
            o.Status == right ? null : WrongStatus(o, action, Text.Constant(right));

        /// <summary>Null when the unit has still to report on it.</summary>
        private protected static Refusal? FaultOfWork(Obligations.Obligation o, string action) =>
            o.IsWorkedOn ? null : WrongStatus(o, action, "NOT_STARTED or IN_PROGRESS");

        private protected static Refusal WrongStatus(Obligations.Obligation o, string action, string right) =>
            Refusal.Conflict($"The obligation is {Text.Constant(o.Status)}; only one that is {right} can be {action}.");
    }
}

/// <summary>What a decision is made by, beside the unit's own state.</summary>
/// <param name="Taken">An id of a plan or line that the store has refused to this very command, because another owner has it.</param>
/// <param name="Person">Who asks; null where nobody signs in.</param>
/// <param name="History">The unit's events, the oldest first, for a command that needs them.</param>
internal readonly record struct Circumstances(
    DateOnly Today, IUnitDirectory Directory, string? Taken, string? Person, IReadOnlyList<StoredEvent> History);
