namespace Hierarchy.Simulation.Checks;

/// <summary>Indicator values and inspections counted from the events alone: the last value of each unit counts once, and each inspected
/// unit counts once a year.</summary>
internal sealed class IndicatorCount
{
    private readonly Dictionary<(string Unit, string Indicator, int Year, string Period), (UnitEvent.IndicatorReported Value, bool IsVerified)> _given = [];
    private readonly HashSet<(string Unit, int Year)> _inspected = [];
    private readonly IUnitDirectory _directory;

    public IndicatorCount(IEnumerable<StoredEvent> events, IUnitDirectory directory)
    {
        _directory = directory;
        foreach (var stored in events)
        {
            switch (stored.Event)
            {
                case UnitEvent.IndicatorReported e:
                    _given[(stored.Unit, e.Indicator, e.Year, e.Period ?? "")] = (e, false);
                    break;
                case UnitEvent.IndicatorVerified e:
                    _given[(stored.Unit, e.Indicator, e.Year, e.Period ?? "")] = (_given[(stored.Unit, e.Indicator, e.Year, e.Period ?? "")].Value, true);
                    break;
                // From the inspector's event, so that a lost message is detected.
                case UnitEvent.InspectionRecorded e:
                    _inspected.Add((e.Inspection.Unit, e.Inspection.On.Year));
                    break;
            }
        }
    }

    /// <summary>The fault in the indicators that a unit has defined and, for the topmost unit, in all inspections; null for none.</summary>
    public string? FaultOf(Unit unit, IReadOnlyDictionary<IndicatorCell, IndicatorSums> book)
    {
        var counted = new Dictionary<(string Indicator, int Year, string Period), IndicatorSums>();
        foreach (var ((giver, indicator, year, period), (value, isVerified)) in _given)
        {
            if (book.Keys.Any(cell => cell.Owner == unit.Id && cell.Indicator == indicator) && _directory.IsAtOrBelow(giver, unit.Id))
            {
                counted[(indicator, year, period)] = counted.GetValueOrDefault((indicator, year, period))
                    + new IndicatorSums(value.Numerator, value.Denominator, 1, 0, isVerified ? 1 : 0);
            }
        }
        var shown = book.Where(cell => cell.Key.Owner == unit.Id).GroupBy(cell => (cell.Key.Indicator, cell.Key.Year, cell.Key.Period))
            .Select(cells => (cells.Key, Sums: cells.Aggregate(default(IndicatorSums), (sum, cell) => sum + cell.Value) with { Expected = 0 }))
            .Where(cell => cell.Sums != default).ToDictionary(cell => cell.Key, cell => cell.Sums);
        if (counted.FirstOrDefault(cell => shown.GetValueOrDefault(cell.Key) != cell.Value) is { Value.Given: > 0 } other)
        {
            return $"{unit.Id} shows {shown.GetValueOrDefault(other.Key)} given of {other.Key}, and it is {other.Value}";
        }
        var inspected = book.Where(cell => cell.Key.Indicator == IndicatorCell.Inspected && cell.Key.Owner.Length == 0).Sum(cell => cell.Value.Numerator);
        return shown.Count != counted.Count ? $"{unit.Id} shows {shown.Count} figures of indicators, and there are {counted.Count}"
            : unit.Parent is null && inspected != _inspected.Count ? $"{inspected} units and years were inspected, and it is {_inspected.Count}"
            : null;
    }
}
