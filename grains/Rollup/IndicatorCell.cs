namespace Hierarchy.Grains.Rollup;

/// <summary>One place in the second book of a roll-up: what units of one class have given of one indicator for one year, or for one period
/// of it. Kept up to the indicator's owner.</summary>
/// <param name="Owner">Empty for what belongs to nobody and is kept up to the root: which units were inspected.</param>
/// <param name="Year">0 for what is said of all years: how many units are expected.</param>
/// <param name="Period">Key of the period; empty for the year itself.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-cell")]
public readonly record struct IndicatorCell(string Owner, string Indicator, int Year, string Period, UnitKind Class)
{
    /// <summary>Where units count that were inspected in a year.</summary>
    public const string Inspected = "inspected";

    public static IndicatorCell OfInspected(int year, UnitKind kind) => new("", Inspected, year, "", kind);

    /// <summary>Whether the parent of this unit keeps it too.</summary>
    public bool RisesAbove(string unit) => Owner != unit;
}

/// <summary>What adds up in such a place: whole numbers alone.</summary>
/// <param name="Given">Units that have given it.</param>
/// <param name="Expected">Units that are to give it; of a year, how many more than in the year before.</param>
/// <param name="Verified">Of those that have given it, the ones by whose value a unit above stands.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-sums")]
public readonly record struct IndicatorSums(long Numerator, long Denominator, long Given, long Expected, long Verified)
{
    public static IndicatorSums operator +(IndicatorSums left, IndicatorSums right) => new(
        left.Numerator + right.Numerator, left.Denominator + right.Denominator, left.Given + right.Given, left.Expected + right.Expected,
        left.Verified + right.Verified);

    public static IndicatorSums operator -(IndicatorSums left, IndicatorSums right) => new(
        left.Numerator - right.Numerator, left.Denominator - right.Denominator, left.Given - right.Given, left.Expected - right.Expected,
        left.Verified - right.Verified);
}

/// <summary>What a unit itself had given of an indicator on a past day, and how it had been inspected by then. Plain: it is what the store is
/// asked for, told from the events alone.</summary>
public static class IndicatorsOnDay
{
    /// <summary>Whether an event tells anything of an indicator; of inspections where none is named.</summary>
    public static bool IsAbout(UnitEvent happened, string? indicator) => happened switch
    {
        UnitEvent.UnitInspected => indicator is null,
        UnitEvent.IndicatorImposed e => e.Terms.Id == indicator,
        UnitEvent.OfIndicator e => e.Indicator == indicator,
        _ => false,
    };

    /// <summary>What is asked and given counts from the day of the recording, and never before what was recorded before it; an inspection
    /// counts from its day, the end of the unit from its own.</summary>
    /// <param name="unit">As it is now.</param>
    /// <param name="events">Of that unit, the oldest first; what is about neither is passed over.</param>
    public static Dictionary<IndicatorCell, IndicatorSums> Of(Unit unit, IEnumerable<StoredEvent> events, DateOnly day)
    {
        var state = UnitState.Empty with { Unit = unit.To < day ? unit : unit with { To = null } };
        var isOver = false;
        foreach (var stored in events)
        {
            isOver |= VietnameseDay.Of(stored.At) > day;
            if (stored.Event is UnitEvent.UnitInspected { Inspection: var inspection })
            {
                state = inspection.On <= day ? state with { Inspected = state.Inspected.SetItem(inspection.Id, inspection) } : state;
            }
            else if (!isOver && stored.Event is UnitEvent.IndicatorImposed or UnitEvent.OfIndicator)
            {
                state = stored.Event.Apply(state, stored);
            }
        }
        return IndicatorContribution.Of(state, day);
    }
}

/// <summary>What a unit itself adds to the second book.</summary>
public static class IndicatorContribution
{
    /// <param name="on">The day that it is told of; null for the present.</param>
    public static Dictionary<IndicatorCell, IndicatorSums> Of(UnitState state, DateOnly? on = null)
    {
        var own = new Dictionary<IndicatorCell, IndicatorSums>();
        foreach (var (terms, values) in state.GivenIndicators.Values)
        {
            Add(new IndicatorCell(terms.Owner, terms.Id, 0, "", terms.Class), new IndicatorSums { Expected = 1 });
            if (state.Unit?.To is { } last)
            {
                // Who has ended is not expected to give what comes after.
                Add(new IndicatorCell(terms.Owner, terms.Id, last.Year + 1, "", terms.Class), new IndicatorSums { Expected = -1 });
            }
            foreach (var value in values)
            {
                Add(
                    new IndicatorCell(terms.Owner, terms.Id, value.Year, value.Period ?? "", terms.Class),
                    new IndicatorSums(value.Numerator, value.Denominator, 1, 0, value.Verified ? 1 : 0));
            }
        }
        if (state.Unit is { } unit)
        {
            // Once a year, however often it was.
            foreach (var year in state.Inspected.Values.Select(inspection => inspection.On.Year).Distinct())
            {
                // The directory counts the units there are at the end of a year: one that has ended before is one of all, too.
                var last = new DateOnly(year, 12, 31);
                var hasEnded = unit.To < (on < last ? on : last);
                Add(IndicatorCell.OfInspected(year, unit.Kind), new IndicatorSums { Numerator = 1, Denominator = hasEnded ? 1 : 0 });
            }
        }
        return own;

        void Add(IndicatorCell cell, IndicatorSums sums) => own[cell] = own.GetValueOrDefault(cell) + sums;
    }
}
