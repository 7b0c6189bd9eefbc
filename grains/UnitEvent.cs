namespace Hierarchy.Grains;

/// <summary>
/// Something that happened to one unit. Each case is defined beside its command, with the name under which it is stored for ever. A field
/// added later needs a default. The golden file of the tests contains one of each case.
/// </summary>
public abstract partial record UnitEvent
{
    private UnitEvent() { }

    /// <summary>Id of the event's subject: see <see cref="UnitCommand.Subject"/>.</summary>
    internal virtual string About => "";

    /// <summary>The units that must learn of it. The event is a message to each.</summary>
    internal virtual ImmutableArray<string> Targets => [];

    /// <summary>The document that it adds as evidence; null for none.</summary>
    internal virtual Obligations.Document? Evidence => null;

    /// <summary>The files that it names, each with the obligation for which it is used, if any.</summary>
    internal virtual ImmutableArray<FileUse> FileUses => Evidence?.Files is { } files
        ? [.. files.All.Select(file => new FileUse(file.Id, (this as OfObligation)?.Obligation))]
        : [];

    /// <summary>The lineage that it creates: which units succeed which.</summary>
    /// <param name="unit">The unit to which the event happened.</param>
    public virtual IEnumerable<Lineage> LineageOf(string unit) => [];

    /// <summary>The state after it.</summary>
    internal abstract UnitState Apply(UnitState state, StoredEvent stored);

    /// <summary>The obligations that it changed, in the state after it.</summary>
    internal virtual ImmutableArray<Obligations.Obligation> Changed(UnitState next) => [];

    /// <summary>The day from which it takes effect; null for the day of its recording.</summary>
    internal virtual DateOnly? CountsFrom => null;

    /// <summary>Applies it to an obligation as of a day on which it is in effect. The obligation may be in any state, because events
    /// recorded earlier may take effect on a later day.</summary>
    internal virtual Obligations.Obligation ApplyToPast(Obligations.Obligation o, StoredEvent stored) =>
        throw new InvalidOperationException($"{GetType()} changes no obligation that there is.");

    /// <summary>The spans of an obligation that it brings from another unit, from the day since which the obligation counts here. Empty for
    /// one that was here before.</summary>
    internal virtual ImmutableArray<Obligations.Span> Brought(string obligation) => [];

    /// <summary>Whether it changes the days on which an obligation belonged to this unit.</summary>
    internal virtual bool IsMove => false;

    /// <summary>The append that stores it, with the rows that follow from it.</summary>
    internal virtual Append WithRows(Append append, UnitState next) => append;

    /// <summary>The answer to the caller.</summary>
    internal virtual Outcome Answer(UnitState next) => Outcome.Done;

    /// <summary>The command that it sends to a target.</summary>
    internal virtual UnitCommand MessageTo(PendingMessage message, UnitState sender) =>
        throw new InvalidOperationException($"{GetType()} is no message.");

    /// <summary>Placeholder for a stored event that this program cannot read. Never stored.</summary>
    /// <param name="Name">The name under which the event is stored.</param>
    public sealed record Unreadable(string Name, string Reason) : UnitEvent
    {
        internal override UnitState Apply(UnitState state, StoredEvent stored) => state;
    }

    /// <summary>Something happened to one obligation of the unit.</summary>
    public abstract record OfObligation(string Obligation) : UnitEvent
    {
        internal override string About => Obligation;

        /// <summary>The obligation after the event, except for its version and time of change.</summary>
        internal abstract Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored);

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var before = state.Obligations[Obligation];
            var after = Changed(before, Apply(before, stored), stored);
            return state with { Obligations = state.Obligations.SetItem(after.Id, after), Spent = state.Spent - before.Spent + after.Spent };
        }

        internal sealed override Obligations.Obligation ApplyToPast(Obligations.Obligation o, StoredEvent stored) =>
            Changed(o, ApplyToAny(o, stored), stored);

        /// <summary>As <see cref="Apply(Obligations.Obligation, StoredEvent)"/>, for an obligation in any state.</summary>
        private protected virtual Obligations.Obligation ApplyToAny(Obligations.Obligation o, StoredEvent stored) => Apply(o, stored);

        private static Obligations.Obligation Changed(Obligations.Obligation before, Obligations.Obligation after, StoredEvent stored) =>
            after with { Version = before.Version + 1, UpdatedAt = stored.At };

        internal override ImmutableArray<Obligations.Obligation> Changed(UnitState next) => [next.Obligations[Obligation]];

        internal override Outcome Answer(UnitState next) => new Outcome.OfObligation(next.Obligations[Obligation]);
    }
}
