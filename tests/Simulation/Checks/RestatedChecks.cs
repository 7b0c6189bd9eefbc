namespace Hierarchy.Simulation.Checks;

/// <summary>The restated figures of a unit cover everything at and below it on today's map, each unit counted once at its place:
/// obligations, second book, and reports for each period.</summary>
internal sealed class RestatedChecks(IUnitDirectory directory, Rules rules, IReadOnlyDictionary<string, UnitState> states)
{
    private static readonly Cell All = Cell.General(null, null, null, Scope.All);

    /// <summary>The first fault; null for none.</summary>
    /// <param name="totals">The roll-up of each unit.</param>
    /// <param name="fromEvents">A recount with the content of each single unit.</param>
    /// <param name="projected">The roll-up of each unit according to the projections.</param>
    /// <param name="books">The second book of each unit, as read from its grain.</param>
    public string? FaultOf(
        IReadOnlyList<Unit> units, Dictionary<string, Dictionary<Cell, Measures>> totals, Recount fromEvents,
        Dictionary<string, Dictionary<Cell, Measures>> projected, Dictionary<string, IReadOnlyDictionary<IndicatorCell, IndicatorSums>> books)
    {
        var map = new RestatedMap(directory);
        var standing = map.Standing();
        foreach (var unit in units.Where(unit => !unit.IsClosed))
        {
            var with = map.Of(unit.Id);
            var shown = Ledger.OwnOf(Sum(with.More.Prepend(unit.Id).Select(TotalOf)) - Sum(with.Less.Select(TotalOf)));
            var counted = Sum(directory.Subtree(unit.Id).SelectMany(at => standing[at.Id]).Select(id => Ledger.OwnOf(states[id])));
            if (shown != counted)
            {
                return $"{unit.Id} is restated to {shown}, and it is {counted}";
            }
            if (with.IsNothing)
            {
                continue;
            }
            var right = fromEvents.Restated(unit.Id, standing, directory);
            var found = RestatedCount.Shown(unit.Id, rules.Restated(with), id => books[id], id => projected[id], directory);
            if (!IsSame(right.Indicators, found.Indicators))
            {
                return $"{unit.Id} is restated in its second book to {QuietChecks.Shown(found.Indicators)} instead of {QuietChecks.Shown(right.Indicators)}";
            }
            if (!IsSame(right.Periods, found.Periods))
            {
                return $"{unit.Id} is restated to {found.Periods.Values.Sum(cell => cell.Sums.Owed)} reports, and it owes "
                    + $"{right.Periods.Values.Sum(cell => cell.Sums.Owed)}, or they stand otherwise";
            }
        }
        return null;

        Sums TotalOf(string unit) => All.Of(kept => totals[unit].GetValueOrDefault(kept)).Sums;
    }

    private static Sums Sum(IEnumerable<Sums> all) => all.Aggregate(default(Sums), (sum, one) => sum + one);

    private static bool IsSame<TCell, T>(IReadOnlyDictionary<TCell, T> one, IReadOnlyDictionary<TCell, T> other)
        where TCell : notnull => one.Count == other.Count && one.All(cell => other.TryGetValue(cell.Key, out var same) && Equals(cell.Value, same));
}
