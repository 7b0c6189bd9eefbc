namespace Hierarchy.Store.Past;

/// <summary>Past days in memory: the same spans as in PostgreSQL, and figures by a plain recount.</summary>
internal static class MemoryPast
{
    public static PastRows RowsOf(Append append, UnitStream stream, IUnitDirectory directory)
    {
        var timelines = new Dictionary<string, Timeline>(StringComparer.Ordinal);
        var stored = PastRows.StoredOf(append);
        foreach (var id in PastRows.RestatedBy(append, stored))
        {
            if (Timeline.Of(id, stream.Events.Select(MemoryEventStore.Decode).Concat(stored), directory) is { } timeline)
            {
                timelines[id] = timeline;
            }
        }
        return PastRows.Of(append, timelines, directory);
    }

    public static void Keep(PendingAppend pending, MemoryDatabase database)
    {
        foreach (var id in pending.Past.Restated)
        {
            database.Spans.Remove(id);
        }
        foreach (var row in pending.Past.Spans)
        {
            if (!database.Spans.TryGetValue(row.State.Id, out var spans))
            {
                database.Spans[row.State.Id] = spans = [];
            }
            var from = spans is [.., var last] && last.From > row.From ? last.From : row.From;
            if (spans.Count > 0 && spans[^1].From == from)
            {
                spans.RemoveAt(spans.Count - 1);
            }
            else if (spans.Count > 0 && spans[^1].To == SpanRow.Open)
            {
                spans[^1] = spans[^1] with { To = from };
            }
            spans.Add(row with { From = from });
        }
        foreach (var money in pending.Append.Money)
        {
            database.Money[(money.Plan, money.Area)] = money;
        }
    }

    /// <summary>All obligations that existed on a day, as they were then.</summary>
    public static IEnumerable<MemoryObligation> On(DateOnly day, MemoryDatabase database) =>
        from spans in database.Spans.Values
        from span in spans
        where span.From <= day && day < span.To
        select database.Obligations[span.State.Id] with { State = span.State };

    public static ImmutableArray<Figure> Figures(FigureQuery query, MemoryDatabase database, UnitDirectory directory)
    {
        var figures = ImmutableArray.CreateBuilder<Figure>();
        if (directory.PathOf(query.Unit) is null)
        {
            return [];
        }
        var period = query.Cell.Scope == CellScope.Period ? query.Cell.Key : null;
        query = period is null ? query : query with { Cell = Cell.General(null, null, null, Scope.All) };
        foreach (var day in query.Days)
        {
            var all = new Recount();
            var own = new Recount();
            foreach (var row in On(day, database).Where(row => period is null || row.State.Terms.Period == period))
            {
                all.Add(row.State);
                if (row.State.Unit == query.Unit)
                {
                    own.Add(row.State);
                }
            }
            foreach (var money in database.Money.Values.Where(money => period is null && money.From <= day))
            {
                all.Add(money);
                if (money.Owner == query.Unit)
                {
                    own.Add(money);
                }
            }
            var tree = query.OnTodaysMap ? directory : directory.StandingOn(day);
            var units = tree.All();
            var totals = all.Totals(units);
            foreach (var (slice, at, cell) in SlicesOf(query, database, tree))
            {
                var from = slice == query.Unit && query.Cut == FigureCut.Child ? own.Totals(units) : totals;
                var measures = HoldersOf(at, cell, tree)
                    .Aggregate(Measures.Zero, (sum, holder) => sum + cell.Of(kept => from[holder].GetValueOrDefault(kept)));
                if (!measures.IsZero)
                {
                    figures.Add(new Figure(slice, day, measures));
                }
            }
        }
        return [.. figures.OrderBy(figure => figure.Slice, StringComparer.Ordinal).ThenBy(figure => figure.Day)];
    }

    /// <summary>The slices, each with its cell and the unit at and below which it counts.</summary>
    private static IEnumerable<(string Slice, string At, Cell Cell)> SlicesOf(FigureQuery query, MemoryDatabase database, UnitDirectory directory)
    {
        var cell = query.Cell;
        return query.Cut switch
        {
            FigureCut.Child => directory.Children(query.Unit).Concat(directory.Closed(query.Unit)).Select(child => child.Id).Append(query.Unit)
                .Select(child => (child, child, cell)),
            FigureCut.ReformArea => Enum.GetValues<ReformArea>().Where(area => cell.Reform is null || cell.Reform == area)
                .Select(area => (area.ToString(), query.Unit, cell with { Reform = area })),
            FigureCut.Plan => database.Plans.Values.Where(plan => cell.Year == 0 || (plan.StartYear <= cell.Year && cell.Year <= plan.EndYear))
                .Select(plan => (plan.Id, query.Unit, Cell.OfPlan(plan.Owner, plan.Id, cell.Reform, cell.Kind))),
            FigureCut.Source => database.Lines.Where(line => line.Value.Plan == cell.Key)
                .Select(line => (line.Key, query.Unit, Cell.OfSource(cell.Owner, line.Key))),
            _ => [("", query.Unit, cell)],
        };
    }

    /// <summary>The units whose roll-ups together hold all of a cell at and below a unit. A plan's cells roll up only to its owner, while
    /// those of obligations handed over to units outside roll up from there.</summary>
    private static IEnumerable<string> HoldersOf(string unit, Cell cell, UnitDirectory directory) =>
        cell.Owner.Length > 0 && cell.Owner != unit && directory.IsAtOrBelow(cell.Owner, unit) ? [unit, cell.Owner] : [unit];
}
