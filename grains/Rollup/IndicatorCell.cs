namespace Hierarchy.Grains.Rollup;

/// <summary>The key of an entry in the second book: what units of one class have reported of one indicator for one year or one of its
/// periods. Kept up to the indicator's owner.</summary>
/// <param name="Owner">Empty for inspected units, which belong to no owner and are kept up to the root.</param>
/// <param name="Year">0 for entries that apply to all years: how many units are expected to report.</param>
/// <param name="Period">Key of the period; empty for the year itself.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-cell")]
public readonly record struct IndicatorCell(string Owner, string Indicator, int Year, string Period, UnitKind Class)
{
    /// <summary>The pseudo-indicator that counts inspected units by year.</summary>
    public const string Inspected = "inspected";

    public static IndicatorCell OfInspected(int year, UnitKind kind) => new("", Inspected, year, "", kind);

    /// <summary>Whether the parent of this unit keeps it too.</summary>
    public bool RisesAbove(string unit) => Owner != unit;
}

/// <summary>The sums of such an entry: whole numbers only.</summary>
/// <param name="Given">Number of units that have reported a value.</param>
/// <param name="Expected">Number of units expected to report; in the entry of a year, the change against the year before.</param>
/// <param name="Verified">Number of reported values that a unit above has verified.</param>
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

/// <summary>What a unit itself had reported of an indicator by a past day, and how it had been inspected by then. Deliberately plain:
/// computed from the events alone, to check the store's answers.</summary>
public static class IndicatorsOnDay
{
    /// <summary>Whether an event is about the indicator, or about inspections if it is null.</summary>
    public static bool IsAbout(UnitEvent happened, string? indicator) => happened switch
    {
        UnitEvent.UnitInspected => indicator is null,
        UnitEvent.IndicatorImposed e => e.Terms.Id == indicator,
        UnitEvent.OfIndicator e => e.Indicator == indicator,
        _ => false,
    };

    /// <summary>Expected and reported values count from the day of their recording, and never before an earlier event; an inspection and
    /// the end of the unit count from their own days.</summary>
    /// <param name="unit">The unit in its present state.</param>
    /// <param name="events">Events of the unit, oldest first; unrelated ones are ignored.</param>
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

/// <summary>A unit's own contribution to the second book.</summary>
public static class IndicatorContribution
{
    /// <param name="on">The day of the contribution; null for the present.</param>
    public static Dictionary<IndicatorCell, IndicatorSums> Of(UnitState state, DateOnly? on = null)
    {
        var own = new Dictionary<IndicatorCell, IndicatorSums>();
        foreach (var (terms, values) in state.GivenIndicators.Values)
        {
            Add(new IndicatorCell(terms.Owner, terms.Id, 0, "", terms.Class), new IndicatorSums { Expected = 1 });
            if (state.Unit?.To is { } last)
            {
                // A unit that has ended is not expected to report for later years.
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
            // An inspected unit counts once a year, however often it was inspected.
            foreach (var year in state.Inspected.Values.Select(inspection => inspection.On.Year).Distinct())
            {
                // The directory counts the units that exist at the end of a year; one that ended before is added here.
                var last = new DateOnly(year, 12, 31);
                var hasEnded = unit.To < (on < last ? on : last);
                Add(IndicatorCell.OfInspected(year, unit.Kind), new IndicatorSums { Numerator = 1, Denominator = hasEnded ? 1 : 0 });
            }
        }
        return own;

        void Add(IndicatorCell cell, IndicatorSums sums) => own[cell] = own.GetValueOrDefault(cell) + sums;
    }
}
