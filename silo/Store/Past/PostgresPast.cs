using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store.Past;

/// <summary>Past days in PostgreSQL: the states of obligations and their figures.</summary>
internal sealed class PostgresPast(Database database, UnitDirectory directory)
{
    /// <summary>The spans that an append writes. Reads the history of obligations whose past days it changes.</summary>
    public async Task<PastRows> RowsOfAsync(Append append, CancellationToken cancellation)
    {
        if (append.Obligations.IsEmpty)
        {
            return PastRows.None;
        }
        var stored = PastRows.StoredOf(append);
        var restated = PastRows.RestatedBy(append, stored);
        if (restated.IsEmpty)
        {
            return PastRows.Of(append, ImmutableDictionary<string, Timeline>.Empty, directory);
        }
        var histories = await database.ListAsync(
            HistoriesOf(restated), reader => (List: reader.GetInt32(8), Event: PostgresEventStore.ReadEvent(reader)), cancellation);
        return PastRows.Of(append, TimelinesOf(restated, histories, stored), directory);
    }

    /// <summary>Obligations as they were on a day, in the order given; null if that cannot be determined.</summary>
    public async Task<ImmutableArray<Obligation?>> OnAsync(IReadOnlyList<string> obligations, DateOnly day, CancellationToken cancellation)
    {
        if (obligations.Count == 0)
        {
            return [];
        }
        var histories = await database.AnswerAsync(
            HistoriesOf(obligations), reader => (List: reader.GetInt32(8), Event: PostgresEventStore.ReadEvent(reader)), cancellation);
        var timelines = TimelinesOf(obligations, histories, []);
        return [.. obligations.Select(id => timelines.GetValueOrDefault(id)?.On(day))];
    }

    public async Task<ImmutableArray<Figure>> FiguresAsync(FigureQuery query, CancellationToken cancellation)
    {
        if (directory.Find(query.Unit) is null)
        {
            return [];
        }
        var figures = new List<Figure>();
        foreach (var days in query.Days.GroupBy(day => query.OnTodaysMap ? directory : directory.StandingOn(day)))
        {
            foreach (var some in days.Chunk(FigureFold.DaysMax))
            {
                figures.AddRange(await FiguresAsync(query with { Days = [.. some] }, days.Key, cancellation));
            }
        }
        return [.. figures.OrderBy(figure => figure.Slice, StringComparer.Ordinal).ThenBy(figure => figure.Day)];
    }

    /// <param name="tree">The tree along which obligations are added up.</param>
    private async Task<ImmutableArray<Figure>> FiguresAsync(FigureQuery query, UnitDirectory tree, CancellationToken cancellation)
    {
        var range = tree == directory || query.Cut != FigureCut.Child && tree.IsOnlyRoot(query.Unit)
            ? directory.IsOnlyRoot(query.Unit) ? UnitRange.All : UnitRange.Path
            : UnitRange.Named;
        var fold = new FigureFold(query.Days);
        await database.AnswerAsync(
            async (connection, token) =>
            {
                // One snapshot for all statements.
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
                await using var batch = new NpgsqlBatch(connection, transaction)
                {
                    BatchCommands =
                    {
                        CommandOf(FigureSql.Money(query, range), query, range, tree),
                        CommandOf(query.Cut == FigureCut.Child ? FigureSql.Children(range) : "select where false", query, range, tree),
                        CommandOf(FigureSql.Spans(query, range), query, range, tree),
                    },
                };
                await using var reader = await batch.ExecuteReaderAsync(token);
                await ReadAsync(reader, query, fold, token);
                return true;
            },
            cancellation);
        return [.. fold.ToFigures()];
    }

    private static async Task ReadAsync(NpgsqlDataReader r, FigureQuery query, FigureFold fold, CancellationToken cancellation)
    {
        while (await r.ReadAsync(cancellation))
        {
            fold.SliceOf(SliceOf(query, r.GetString(0))).AddMoney(r.GetInt32(1), (Int128)r.GetDecimal(2));
        }
        await r.NextResultAsync(cancellation);
        var children = new Dictionary<int, FigureFold.Slice>();
        while (await r.ReadAsync(cancellation))
        {
            children[r.GetInt32(0)] = fold.SliceOf(SliceOf(query, r.GetString(1)));
        }
        await r.NextResultAsync(cancellation);
        var whole = fold.SliceOf("");
        while (await r.ReadAsync(cancellation))
        {
            var span = SpanIn(r);
            var slice = query.Cut switch
            {
                FigureCut.Whole => whole,
                FigureCut.Child => children[span.Unit],
                _ => fold.SliceOf(SliceOf(query, r.GetString(12))),
            };
            slice.Add(span);
        }
    }

    private static FigureSpan SpanIn(NpgsqlDataReader r) => new(
        r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), (ObligationStatus)r.GetInt16(3), r.GetBoolean(4), r.GetInt32(5), r.GetInt32(6), r.GetInt16(7),
        r.GetInt64(8), r.GetInt64(9), r.GetBoolean(10), r.GetBoolean(11));

    private static string SliceOf(FigureQuery query, string slice) => query.Cut switch
    {
        FigureCut.Child when slice.Length == 0 => query.Unit,
        FigureCut.ReformArea => ((ReformArea)int.Parse(slice, System.Globalization.CultureInfo.InvariantCulture)).ToString(),
        _ => slice,
    };

    private NpgsqlBatchCommand CommandOf(string sql, FigureQuery query, UnitRange range, UnitDirectory tree)
    {
        var (cell, path) = (query.Cell, range == UnitRange.Path ? directory.PathOf(query.Unit) : null);
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                Value(NpgsqlDbType.Array | NpgsqlDbType.Date, query.Days.Select(day => day.AddDays(1)).ToArray()),
                Value(NpgsqlDbType.Integer, query.Days.Length),
                Value(NpgsqlDbType.Text, path),
                Value(NpgsqlDbType.Text, UnitDirectory.AfterBelow(path)),
                Value(NpgsqlDbType.Integer, directory.Ancestors(query.Unit).Count),
                Value(NpgsqlDbType.Smallint, cell.Kind is { } kind ? (short)kind : null),
                Value(NpgsqlDbType.Smallint, cell.Reform is { } reform ? (short)reform : null),
                Value(NpgsqlDbType.Integer, cell.Year == 0 ? null : cell.Year),
                Value(NpgsqlDbType.Text, cell.Key.Length == 0 ? null : cell.Key),
                Value(NpgsqlDbType.Text, cell.Area.Length == 0 ? null : cell.Area),
            },
        };
        if (range == UnitRange.Named)
        {
            (string Unit, string Child)[] stood =
            [
                (query.Unit, ""),
                .. tree.Children(query.Unit).Concat(tree.Closed(query.Unit)).SelectMany(child => tree.Subtree(child.Id).Select(unit => (unit.Id, child.Id))),
            ];
            command.Parameters.Add(Value(NpgsqlDbType.Array | NpgsqlDbType.Text, Array.ConvertAll(stood, each => each.Unit)));
            command.Parameters.Add(Value(NpgsqlDbType.Array | NpgsqlDbType.Text, Array.ConvertAll(stood, each => each.Child)));
        }
        return command;
    }

    private static NpgsqlBatchCommand HistoriesOf(IReadOnlyList<string> obligations) => new(PastSql.Histories)
    {
        Parameters =
        {
            Value(NpgsqlDbType.Array | NpgsqlDbType.Text, obligations.Select(id => Obligation.UnitOf(id) ?? "").ToArray()),
            Value(NpgsqlDbType.Array | NpgsqlDbType.Bytea, obligations.Select(id => EventCodec.MemberOf("obligation", id)).ToArray()),
            Value(NpgsqlDbType.Array | NpgsqlDbType.Bytea, obligations.Select(id => EventCodec.MemberOf("id", id)).ToArray()),
            Value(NpgsqlDbType.Array | NpgsqlDbType.Bytea, obligations.Select(id => EventCodec.MemberOf("id", Obligation.SourceOf(id) ?? "")).ToArray()),
        },
    };

    private Dictionary<string, Timeline> TimelinesOf(
        IReadOnlyList<string> obligations, IEnumerable<(int List, StoredEvent Event)> histories, IReadOnlyList<StoredEvent> further)
    {
        var ofLists = histories.ToLookup(row => row.List, row => row.Event);
        var timelines = new Dictionary<string, Timeline>(StringComparer.Ordinal);
        foreach (var (i, id) in obligations.Index())
        {
            // Ignores events newer than the append's predecessor. If there are any, the append will be refused.
            var known = ofLists[i + 1].Where(stored => further.Count == 0 || stored.Seq < further[0].Seq);
            if (Timeline.Of(id, known.Concat(further), directory) is { } timeline)
            {
                timelines[id] = timeline;
            }
        }
        return timelines;
    }

    private static NpgsqlParameter Value(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
