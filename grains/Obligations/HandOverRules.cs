namespace Hierarchy.Grains.Obligations;

/// <summary>Rules that hand-over commands share.</summary>
internal static class HandOverRules
{
    /// <summary>The refusal for a command on an obligation that is being handed over or has moved.</summary>
    public static Refusal Elsewhere(Obligation o) => o.MovedTo is { } moved
        ? Refusal.Conflict($"The obligation has been handed over: its id is now '{moved}'.", "obligation")
        : Refusal.Conflict($"The obligation is being handed over to '{o.HandingTo}': repeat the request in a moment.", "obligation") with
        {
            Reason = Reasons.BeingHandedOver,
        };

    /// <summary>An obligation from another unit, as this unit holds it under its new id.</summary>
    public static Obligation At(string unit, Obligation o) => o with
    {
        Terms = o.Terms with { Id = Obligation.IdAt(unit, o.Id) },
        Unit = unit,
        Through = string.Join(Obligation.Separator, UnitsOf(o).Where(other => other != unit && other != o.Unit).Append(o.Unit)),
        HandingTo = null,
        MovedTo = null,
        Steward = null,
    };

    /// <summary>Null when the arguments name a step of a reorganisation.</summary>
    public static Refusal? FaultOfStep(string reorganisation, int step) =>
        Text.Fault(reorganisation, "reorganisation", required: true, Limits.IdMax)
        ?? (step < 0 ? Refusal.Invalid("step must not be negative.", "step") : null);

    /// <summary>Null when the arguments are valid in a message between units about a hand-over.</summary>
    public static Refusal? FaultOfNews(string from, string reorganisation, DateOnly effectiveOn, int obligations) =>
        obligations > Limits.HandedOverMax
            ? Refusal.Invalid($"At most {Limits.HandedOverMax} obligations are handed over at once.", "obligations")
            : Text.Fault(from, "from", required: true, Limits.IdMax)
                ?? Text.Fault(reorganisation, "reorganisation", required: true, Limits.IdMax)
                ?? Limits.FaultOfDay(effectiveOn, "effectiveOn");

    /// <summary>Null when the steward can act for the unit, or none is named.</summary>
    public static Refusal? FaultOfSteward(string? steward, UnitState state, IUnitDirectory directory) =>
        steward is null ? null
        : steward == state.Unit!.Id ? Refusal.Invalid("A unit cannot be its own steward.", "steward")
        : directory.Find(steward) is null ? Refusal.NoUnit(steward, "steward")
        : null;

    /// <summary>The other units that have held it.</summary>
    public static string[] UnitsOf(Obligation? o) => o?.Through?.Split(Obligation.Separator) ?? [];

    /// <summary>Whether an obligation from another unit has not changed since it left there. A new unit to resolve its difficulty is no
    /// change.</summary>
    public static bool IsUntouched(Obligation left, Obligation here) =>
        left.Version == here.Version
        || (left.HasOpenDifficulty && here.HasOpenDifficulty
            && EventCodec.Encode(At(here.Unit, left) with
            {
                Difficulty = left.Difficulty! with { RaisedTo = here.Difficulty!.RaisedTo },
                Steward = here.Steward,
                Version = here.Version,
                UpdatedAt = here.UpdatedAt,
            }).AsSpan().SequenceEqual(EventCodec.Encode(here)));

    /// <summary>Who takes on what arrives at a unit that has ended: its whole heir, else the steward of the rest of its work, else the
    /// nearest open unit above. Null when the unit has not ended, or nobody is left.</summary>
    public static Onward? OnwardOf(UnitState state, in Circumstances now) => OnwardOf(state, now.Directory, now.Today);

    /// <summary>The unit that acts for the subject of a command instead of this one: its steward or, for a report or an indicator value
    /// of a unit that has ended, the one that takes on what arrives there. Null when this unit acts itself.</summary>
    public static string? StewardOf(UnitState state, UnitCommand command, IUnitDirectory directory) =>
        state.EntrustedTo(command)
        ?? (command is UnitCommand.OpenReport or UnitCommand.OfReport or UnitCommand.OfIndicator ? OnwardOf(state, directory, default)?.To : null);

    /// <summary>The same for all reports and indicator values of the unit.</summary>
    public static Acting ActingFor(UnitState state, IUnitDirectory directory)
    {
        var onward = OnwardOf(state, directory, default)?.To;
        var owed = state.Obligations.Values.Where(o => o.IsHere && o.Terms.Kind == ObligationKind.Report && o.Terms.Period is not null).ToList();
        if (onward is null && owed.TrueForAll(o => o.Steward is null))
        {
            return Acting.Nobody;
        }
        return new Acting(onward, owed.Select(o => (Period: o.Terms.Period!, To: o.Steward ?? onward))
            // The report's steward takes precedence over that of a single obligation.
            .Concat(state.Reports.Values.Select(report => (report.Period, To: state.EntrustedTo(report.Form) ?? onward)))
            .Where(one => one.To is not null).GroupBy(one => one.Period, StringComparer.Ordinal)
            .ToImmutableDictionary(of => of.Key, of => of.Last().To!));
    }

    private static Onward? OnwardOf(UnitState state, IUnitDirectory directory, DateOnly today)
    {
        if (state.Unit is not { IsClosed: true } unit)
        {
            return null;
        }
        var (heir, reorganisation) = HeirOf(unit.Id, directory);
        var steward = heir
            ?? (state.Obligations.Values.Select(o => o.Steward).OfType<string>().Distinct().Take(2).ToList() is [var only]
                && directory.Find(only) is { IsClosed: false } ? only : null)
            ?? directory.Ancestors(unit.Id).LastOrDefault(above => !above.IsClosed)?.Id;
        return steward is null ? null : new Onward(unit.Id, steward, heir is not null, today, reorganisation ?? unit.Id);
    }

    /// <summary>The open unit in which an ended unit continues as a whole, and the reorganisation that ended it; each null when there is
    /// none.</summary>
    private static (string? Heir, string? Reorganisation) HeirOf(string unit, IUnitDirectory directory)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { unit };
        string? by = null;
        for (var at = unit; ;)
        {
            var successors = directory.Successors(at).Where(kin => directory.Find(kin.New) is not null).ToList();
            by ??= successors.Select(kin => kin.Reorganisation).OfType<string>().LastOrDefault();
            if (RestatedMap.WholeHeirOf(successors, id => !directory.Find(id)!.IsClosed) is not { } next || !seen.Add(next))
            {
                return (null, by);
            }
            if (!directory.Find(next)!.IsClosed)
            {
                return (next, by);
            }
            at = next;
        }
    }

    /// <summary>The timelines of the given obligations, by all that is recorded.</summary>
    public static Dictionary<string, Timeline> TimelinesOf(HashSet<string> obligations, IEnumerable<StoredEvent> history, IUnitDirectory directory)
    {
        var timelines = new Dictionary<string, Timeline>(StringComparer.Ordinal);
        var state = UnitState.Empty;
        foreach (var stored in history)
        {
            state = state.Apply(stored);
            foreach (var present in stored.Event.Changed(state).Where(present => obligations.Contains(present.Id)))
            {
                timelines[present.Id] = timelines.TryGetValue(present.Id, out var timeline)
                    ? timeline.With(stored, present)
                    : Timeline.Begin(stored, present, directory);
            }
        }
        return timelines;
    }
}

/// <summary>Who takes on obligations that arrived at a unit after its end.</summary>
/// <param name="Unit">The unit that has ended.</param>
/// <param name="To">The unit that acts for them from their arrival on.</param>
/// <param name="IsHeir">Whether the ended unit continues there as a whole, so that they are handed over.</param>
/// <param name="On">The day of their arrival.</param>
/// <param name="Reorganisation">The one that ended the unit; the unit's id when unknown.</param>
public sealed record Onward(string Unit, string To, bool IsHeir, DateOnly On, string Reorganisation)
{
    /// <summary>The ended unit itself, which sends itself the message to hand them over; empty without an heir.</summary>
    internal ImmutableArray<string> Targets => IsHeir ? [Unit] : [];

    /// <summary>The message to hand them over; one without effect if the unit is open again.</summary>
    internal UnitCommand MessageOf(IEnumerable<string> obligations, UnitState sender)
    {
        ImmutableArray<string> some = [.. obligations.Take(Limits.HandedOverMax)];
        return sender.Unit!.IsClosed
            ? new UnitCommand.HandOver(Reorganisation, 0, On, [.. some.Select(id => new Handing(id, To))])
            : new UnitCommand.Entrust(Reorganisation, 0, some, null);
    }
}
