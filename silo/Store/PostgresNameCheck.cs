using Npgsql;

namespace Hierarchy.Store;

/// <summary>Recomputes the names, places and lineage of each unit from its events and compares the tables with them.</summary>
internal sealed class PostgresNameCheck(Database database)
{
    // A single statement, so that all rows are consistent. Events come first, in order per unit.
    private const string EventsAndRows = """
        select rank, unit, number, name, data, from_day, to_day, kind, parent, code
        from (
            select 0 as rank, unit, seq as number, name, data, null::date as from_day, null::date as to_day, null::smallint as kind,
                null as parent, null as code
            from events where name in ('unit-registered', 'unit-renamed', 'unit-moved', 'unit-closed', 'unit-reopened')
            union all
            select 1, unit, place, name, null, from_day, to_day, kind, parent, code from unit_names
            union all
            select 2, id, seq, name, null, from_day, to_day, kind, parent, code from units
            union all
            select 3, old, 0, new, null, on_day, null, extent, reorganisation, null from lineage) as found
        order by rank, unit, number
        """;

    private readonly Dictionary<string, (UnitState State, long Seq)> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Old, string New, DateOnly On), Lineage> _lineage = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <remarks>Cost: one pass over the events that register, rename, move, close or reopen units.</remarks>
    public async Task<ImmutableArray<WrongUnit>> CheckAsync(CancellationToken cancellation)
    {
        var names = ImmutableArray.CreateBuilder<UnitName>();
        string? unit = null;
        await foreach (var row in ReadAsync(cancellation))
        {
            if (row.Rank != 1 || row.Unit != unit)
            {
                EndNames(unit, names);
                unit = row.Rank == 1 ? row.Unit : null;
            }
            switch (row.Rank)
            {
                case 0:
                    Apply(row);
                    break;
                case 1:
                    names.Add(new UnitName(row.Name, (UnitKind)row.Kind, row.Parent, row.Code, row.From, row.To));
                    break;
                case 2:
                    Compare(row);
                    break;
                default:
                    Compare(new Lineage(row.Unit, row.Name, (Extent)row.Kind, row.From!.Value, row.Parent));
                    break;
            }
        }
        EndNames(unit, names);
        foreach (var id in _states.Where(known => known.Value.State.Fault is null && !_named.Contains(known.Key)).Select(known => known.Key))
        {
            _faults[id] = "Its names are missing.";
        }
        foreach (var missing in _lineage.Values)
        {
            _faults[missing.Old] = $"Its successor {missing.New} is missing.";
        }
        return [.. _faults.Select(fault => new WrongUnit(fault.Key, fault.Value))];
    }

    private IAsyncEnumerable<Row> ReadAsync(CancellationToken cancellation) => database.StreamAsync(
        new NpgsqlCommand(EventsAndRows),
        reader => new Row(
            reader.GetInt32(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3),
            reader.IsDBNull(4) ? [] : reader.GetFieldValue<byte[]>(4), DayOf(reader, 5), DayOf(reader, 6),
            reader.IsDBNull(7) ? (short)0 : reader.GetInt16(7), TextOf(reader, 8), TextOf(reader, 9)),
        StoreLimits.RecountTimeMax,
        cancellation);

    private void Apply(Row row)
    {
        var state = _states.TryGetValue(row.Unit, out var known) ? known.State : UnitState.Empty;
        // Renumbered, because the unit's other events are not read.
        var happened = EventCodec.Read(row.Name, row.Data);
        state = state.Replay(new StoredEvent(row.Unit, state.Seq + 1, happened, "", default, null));
        _states[row.Unit] = (state, row.Number);
        foreach (var lineage in state.Fault is null ? happened.LineageOf(row.Unit) : [])
        {
            var key = (lineage.Old, lineage.New, lineage.On);
            _lineage[key] = _lineage.TryGetValue(key, out var other) ? other.With(lineage) : lineage;
        }
    }

    private void EndNames(string? unit, ImmutableArray<UnitName>.Builder names)
    {
        if (unit is not null)
        {
            _named.Add(unit);
            if (!_states.TryGetValue(unit, out var known))
            {
                _faults[unit] = "It has names, but no event that gave them.";
            }
            else if (known.State.Fault is null && !known.State.Names.AsSpan().SequenceEqual(names.ToArray()))
            {
                _faults[unit] = "Its names differ from the events.";
            }
        }
        names.Clear();
    }

    private void Compare(Row row)
    {
        if (_states.TryGetValue(row.Unit, out var known) && known.State is { Fault: null, Unit: { } right })
        {
            var found = new Unit(row.Unit, row.Name, (UnitKind)row.Kind, row.Parent, row.Code) { From = row.From, To = row.To };
            if (found != right || row.Number != known.Seq)
            {
                _faults[row.Unit] = "Its row differs from the events.";
            }
        }
    }

    private void Compare(Lineage found)
    {
        if (!_lineage.Remove((found.Old, found.New, found.On), out var right) || right != found)
        {
            _faults[found.Old] = $"Its successor {found.New} differs from the events.";
        }
    }

    private static DateOnly? DayOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

    private static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private sealed record Row(
        int Rank, string Unit, long Number, string Name, byte[] Data, DateOnly? From, DateOnly? To, short Kind, string? Parent, string? Code);
}
