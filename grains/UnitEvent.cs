namespace Hierarchy.Grains;

/// <summary>
/// What happened to one unit. Each case stands beside the command that leads to it, with the name under which it is stored for ever; a
/// field added later needs a default, and the golden file of the tests holds one of each.
/// </summary>
public abstract partial record UnitEvent
{
    private UnitEvent() { }

    /// <summary>Id of what it is about: see <see cref="UnitCommand.Subject"/>.</summary>
    internal virtual string About => "";

    /// <summary>The units that must learn of it: it is a message to each.</summary>
    internal virtual ImmutableArray<string> Targets => [];

    /// <summary>The document that it brings; null for none.</summary>
    internal virtual Obligations.Document? Evidence => null;

    /// <summary>The files that it names, and what for.</summary>
    internal virtual ImmutableArray<FileUse> FileUses => Evidence?.Files is { } files
        ? [.. files.All.Select(file => new FileUse(file.Id, (this as OfObligation)?.Obligation))]
        : [];

    /// <summary>Which units go on in which by it.</summary>
    /// <param name="unit">To which it happened.</param>
    public virtual IEnumerable<Lineage> LineageOf(string unit) => [];

    /// <summary>The state after it.</summary>
    internal abstract UnitState Apply(UnitState state, StoredEvent stored);

    /// <summary>The obligations that it changed, in the state after it.</summary>
    internal virtual ImmutableArray<Obligations.Obligation> Changed(UnitState next) => [];

    /// <summary>The day from which it counts on past days; null for that of its recording.</summary>
    internal virtual DateOnly? CountsFrom => null;

    /// <summary>An obligation that it changes, on a day from which it counts: the state before it may be any, since of what is recorded
    /// before it some may count from a later day.</summary>
    internal virtual Obligations.Obligation ApplyToPast(Obligations.Obligation o, StoredEvent stored) =>
        throw new InvalidOperationException($"{GetType()} changes no obligation that there is.");

    /// <summary>What an obligation was that it brings from another unit, of each day since when it counts here; none for what was here
    /// before.</summary>
    internal virtual ImmutableArray<Obligations.Span> Brought(string obligation) => [];

    /// <summary>Whether the days on which an obligation stood here are others after it.</summary>
    internal virtual bool IsMove => false;

    /// <summary>The append that stores it, with the rows that follow from it.</summary>
    internal virtual Append WithRows(Append append, UnitState next) => append;

    /// <summary>What whoever asked for it is answered.</summary>
    internal virtual Outcome Answer(UnitState next) => Outcome.Done;

    /// <summary>What it asks of a target.</summary>
    internal virtual UnitCommand MessageTo(PendingMessage message, UnitState sender) =>
        throw new InvalidOperationException($"{GetType()} is no message.");

    /// <summary>Stands where the store holds something that this program cannot read. Never stored.</summary>
    /// <param name="Name">Under which it is stored.</param>
    public sealed record Unreadable(string Name, string Reason) : UnitEvent
    {
        internal override UnitState Apply(UnitState state, StoredEvent stored) => state;
    }

    /// <summary>Something happened to one obligation of the unit.</summary>
    public abstract record OfObligation(string Obligation) : UnitEvent
    {
        internal override string About => Obligation;

        /// <summary>The obligation after it, but for version and time.</summary>
        internal abstract Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored);

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var before = state.Obligations[Obligation];
            var after = Changed(before, Apply(before, stored), stored);
            return state with { Obligations = state.Obligations.SetItem(after.Id, after), Spent = state.Spent - before.Spent + after.Spent };
        }

        internal sealed override Obligations.Obligation ApplyToPast(Obligations.Obligation o, StoredEvent stored) =>
            Changed(o, ApplyToAny(o, stored), stored);

        /// <summary>As <see cref="Apply(Obligations.Obligation, StoredEvent)"/>, whatever the state before.</summary>
        private protected virtual Obligations.Obligation ApplyToAny(Obligations.Obligation o, StoredEvent stored) => Apply(o, stored);

        private static Obligations.Obligation Changed(Obligations.Obligation before, Obligations.Obligation after, StoredEvent stored) =>
            after with { Version = before.Version + 1, UpdatedAt = stored.At };

        internal override ImmutableArray<Obligations.Obligation> Changed(UnitState next) => [next.Obligations[Obligation]];

        internal override Outcome Answer(UnitState next) => new Outcome.OfObligation(next.Obligations[Obligation]);
    }
}
