namespace Hierarchy.Grains;

/// <summary>A command to a unit. Each case has its own file, together with its event and its rules.</summary>
[GenerateSerializer, Immutable]
public abstract partial record UnitCommand
{
    private UnitCommand() { }

    /// <summary>Stored name of the resulting event, and the id of its subject. Tells a repeated request from a reused request id.</summary>
    public abstract string Subject { get; }

    /// <summary>The right that the caller needs at the unit; null if no right decides, as for messages, which only units send.</summary>
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
        // Only the holder of a grant may delegate it.
        DelegateGrant => null,
        HandOver or Entrust or TakePlan or ReopenUnit or PassDifficulty => null,
        Impose or AmendTerms or Receive or Release or ReceiveDifficulty or ImposeIndicator or ReceiveInspection => null,
        _ => throw new InvalidOperationException($"{GetType()} stands in no row of rights."),
    };

    /// <summary>Whether the right is needed at the unit that holds the difficulty instead of the unit that owes the obligation.</summary>
    internal virtual bool IsForHolder => false;

    /// <summary>Whether a right over the units below also suffices at the unit of the grant itself.</summary>
    internal virtual bool ReachesOwn => false;

    /// <summary>The unit at which the right is needed; null if it is needed above all units.</summary>
    internal virtual string? PlaceOf(string unit) => unit;

    /// <summary>A second unit at which the right is needed; null for none.</summary>
    internal virtual string? OtherPlace => null;

    /// <summary>Whether a unit that has ended accepts it. Such a unit still accepts messages from other units, because its obligations stay
    /// with it.</summary>
    internal virtual bool ReachesClosed => Needs is null;

    /// <summary>The reform area that the right must cover; null if it must cover all areas.</summary>
    internal virtual ReformArea? AreaIn(UnitState state) => null;

    /// <summary>Whether it names units, a class of units or plans that other processes may have registered a moment ago. Planning commands
    /// do.</summary>
    internal virtual bool NamesOthers(IUnitDirectory directory) => Needs == Right.Plan;

    /// <summary>Whether every process must learn of it before it is acknowledged.</summary>
    internal bool ChangesDirectory => this is RegisterUnit or RenameUnit or MoveUnit or CloseUnit or ReopenUnit or AdoptPlan or AdoptDraft;

    /// <summary>This command with names and texts normalised for storage. Parts that need no change stay the same objects: most commands
    /// cost one scan of their texts.</summary>
    internal virtual UnitCommand Kept() => WithLists();

    /// <summary>This command with empty lists in place of missing ones, which a direct caller of a unit may send.</summary>
    internal virtual UnitCommand WithLists() => this;

    /// <summary>Whether it takes effect on a past day, so that events since then must be checked.</summary>
    internal virtual bool NeedsHistory(DateOnly today) => false;

    /// <summary>Pure: state and circumstances in, event or refusal out.</summary>
    internal abstract Decision Decide(UnitState state, in Circumstances now);

    private protected static string SubjectOf<T>(string about) where T : UnitEvent => EventCodec.NameOf(typeof(T)) + ":" + about;

    private static Refusal? FaultOf(string? text, string field, bool required, int max = Limits.TextMax) => Text.Fault(text, field, required, max);

    /// <param name="ExpectedVersion">If given, must equal the obligation's current version.</param>
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

        /// <summary>Null if the unit still has to report on the obligation.</summary>
        private protected static Refusal? FaultOfWork(Obligations.Obligation o, string action) =>
            o.IsWorkedOn ? null : WrongStatus(o, action, "NOT_STARTED or IN_PROGRESS");

        private protected static Refusal WrongStatus(Obligations.Obligation o, string action, string right) =>
            Refusal.Conflict($"The obligation is {Text.Constant(o.Status)}; only one that is {right} can be {action}.");
    }
}

/// <summary>What a decision depends on besides the unit's own state.</summary>
/// <param name="Taken">An id of a plan or line that the store has refused to this command because another owner has it.</param>
/// <param name="Person">The person who asks; null where nobody signs in.</param>
/// <param name="History">The unit's events, the oldest first, for a command that needs them.</param>
internal readonly record struct Circumstances(
    DateOnly Today, IUnitDirectory Directory, string? Taken, string? Person, IReadOnlyList<StoredEvent> History);
