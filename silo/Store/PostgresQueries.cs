using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>Lists and search in PostgreSQL. Thread-safe; reads what is committed, so every acknowledged change is visible.</summary>
/// <remarks>Every method throws <see cref="StoreOverloadedException"/> at once when <see cref="StoreLimits.ListsWaitingMax"/> calls are
/// under way.</remarks>
public sealed partial class PostgresQueries : IQueries
{
    private readonly Database _database;
    private static readonly string[] _shipped = [.. ShippedPlans.All.Select(shipped => $"{shipped.Owner}/{shipped.Plan}")];

    private readonly UnitDirectory _directory;
    private readonly PostgresPast _past;
    private readonly PostgresReports _reports;

    internal PostgresQueries(Database database, UnitDirectory directory, PostgresPast past)
    {
        _database = database;
        _directory = directory;
        _past = past;
        _reports = new PostgresReports(database);
    }

    /// <inheritdoc/>
    public bool IsBusy => _database.IsBusy;

    /// <inheritdoc/>
    /// <remarks>
    /// Empty for an unknown unit. Walks the index of the order, or sorts the rows found by the index of paths, plans or sources, whichever
    /// PostgreSQL estimates to read less. Sorts the rows found by the text index if they are few. A text shorter than <see
    /// cref="StoreLimits.IndexedTextMin"/> letters is compared with every text.
    /// </remarks>
    /// <exception cref="ArgumentException">The cursor is of another order, or the page is empty.</exception>
    public async Task<Page<Obligation>> ObligationsAsync(ObligationQuery query, CancellationToken cancellation)
    {
        QueryRules.Check(query);
        if (FilterOf(query) is not { } filter)
        {
            return new Page<Obligation>([], HasNext: false);
        }
        filter = [.. filter, Value(NpgsqlDbType.Integer, query.First + 1), .. CursorOf(query)];
        var command = new NpgsqlBatchCommand(QuerySql.PageIn(query.Order, new FilterSql(filter, query.IsPast)));
        AddAll(command, filter);
        var rows = await _database.AnswerAsync(command, reader => ReadRow(reader, 0), cancellation);
        return ReadablePageOf(await OnDayAsync(rows, query, cancellation), query.First);
    }

    /// <inheritdoc/>
    /// <remarks>Cost: the number of obligations counted.</remarks>
    public async Task<int> CountObligationsAsync(ObligationQuery query, CancellationToken cancellation)
    {
        if (FilterOf(query) is not { } filter)
        {
            return 0;
        }
        var command = new NpgsqlBatchCommand(QuerySql.CountOf(new FilterSql(filter, query.IsPast)));
        AddAll(command, filter);
        return (await _database.AnswerAsync(command, reader => reader.GetInt32(0), cancellation))[0];
    }

    /// <inheritdoc/>
    /// <remarks>Cost: the number of obligations added up.</remarks>
    public async Task<ObligationSums> SumObligationsAsync(ObligationQuery query, CancellationToken cancellation)
    {
        if (FilterOf(query) is not { } filter)
        {
            return new ObligationSums(0, 0, 0, 0, 0, 0);
        }
        var command = new NpgsqlBatchCommand(QuerySql.SumOf(new FilterSql(filter, query.IsPast)));
        AddAll(command, filter);
        return (await _database.AnswerAsync(command, SumsIn, cancellation))[0];
    }

    /// <inheritdoc/>
    /// <remarks>Relies on the index of paths or of sources. The page of an unknown unit is empty.</remarks>
    /// <exception cref="ArgumentException">As for one page.</exception>
    public async Task<ImmutableArray<Page<Obligation>>> ObligationsAsync(ObligationLists lists, CancellationToken cancellation)
    {
        QueryRules.Check(lists.Query);
        NpgsqlParameter[] filter =
        [
            .. FilterOf(lists.Query with { Unit = null })!,
            Value(NpgsqlDbType.Integer, lists.Query.First + 1),
            .. CursorOf(lists.Query),
        ];
        var command = new NpgsqlBatchCommand(
            ListSql.PagesOf(lists.Query.Order, lists is ObligationLists.OfUnits, new FilterSql(filter, lists.Query.IsPast)));
        AddAll(command, filter);
        AddAll(command, ListsOf(lists));
        var rows = await _database.AnswerAsync(
            command, reader => (List: reader.GetInt32(0), Row: ReadRow(reader, 1)), cancellation);
        var read = await OnDayAsync([.. rows.Select(row => row.Row)], lists.Query, cancellation);
        var ofLists = rows.Zip(read).ToLookup(row => row.First.List, row => row.Second);
        return [.. lists.Each().Select((_, i) => ReadablePageOf([.. ofLists[i + 1]], lists.Query.First))];
    }

    /// <inheritdoc/>
    /// <remarks>Cost: the number of obligations added up.</remarks>
    public Task<ImmutableArray<ObligationSums>> SumObligationsAsync(ObligationLists lists, CancellationToken cancellation)
    {
        var filter = FilterOf(lists.Query with { Unit = null })!;
        var command = new NpgsqlBatchCommand(ListSql.SumsOf(lists is ObligationLists.OfUnits, new FilterSql(filter, lists.Query.IsPast)));
        AddAll(command, filter);
        AddAll(command, ListsOf(lists));
        return _database.AnswerAsync(command, SumsIn, cancellation);
    }

    // Returns only the id if the obligation was different on the day of the query.
    private (string? Id, Obligation? Read) ReadRow(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? (reader.GetString(column + 1), null)
        : (null, ReadObligation(reader, column));

    private async Task<ImmutableArray<Obligation?>> OnDayAsync(
        ImmutableArray<(string? Id, Obligation? Read)> rows, ObligationQuery query, CancellationToken cancellation)
    {
        string[] ids = [.. rows.Select(row => row.Id).OfType<string>()];
        var told = new Queue<Obligation?>(await _past.OnAsync(ids, query.Today, cancellation));
        return [.. rows.Select(row => row.Id is null ? row.Read : told.Dequeue())];
    }

    // Null for an unreadable obligation, which the list leaves out.
    private Obligation? ReadObligation(NpgsqlDataReader reader, int column)
    {
        var data = reader.GetFieldValue<byte[]>(column);
        try
        {
            return EventCodec.DecodeObligation(data);
        }
        catch (Exception fault) when (EventCodec.IsUnreadable(fault))
        {
            _database.Found?.Invoke(SetAsideRecord.Projection(fault.Message));
            return null;
        }
    }

    private static Page<Obligation> ReadablePageOf(ImmutableArray<Obligation?> rows, int first)
    {
        var page = PageOf(rows, first);
        return new Page<Obligation>([.. page.Items.OfType<Obligation>()], page.HasNext);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Page<StoredEvent>>> HistoriesAsync(
        IReadOnlyList<string> units, int first, long? before, CancellationToken cancellation)
    {
        var command = new NpgsqlBatchCommand(ListSql.Histories);
        AddAll(command, [Texts([.. units.Distinct()]), Value(NpgsqlDbType.Bigint, before), Value(NpgsqlDbType.Integer, first + 1)]);
        var rows = await _database.AnswerAsync(command, ReadChange, cancellation);
        var ofUnits = rows.ToLookup(stored => stored.Unit);
        return [.. units.Select(unit => PageOf([.. ofUnits[unit]], first))];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Page<StoredEvent>>> HistoriesOfObligationsAsync(
        IReadOnlyList<string> obligations, int first, long? before, CancellationToken cancellation)
    {
        var command = new NpgsqlBatchCommand(ListSql.HistoriesOfObligations);
        AddAll(command,
        [
            Texts([.. obligations.Select(id => Obligation.UnitOf(id) ?? "")]),
            Value(NpgsqlDbType.Array | NpgsqlDbType.Bytea, obligations.Select(id => EventCodec.MemberOf("obligation", id)).ToArray()),
            Value(NpgsqlDbType.Array | NpgsqlDbType.Bytea, obligations.Select(id => EventCodec.MemberOf("id", id)).ToArray()),
            Value(NpgsqlDbType.Bigint, before),
            Value(NpgsqlDbType.Integer, first + 1),
            Value(NpgsqlDbType.Array | NpgsqlDbType.Bytea, obligations.Select(id => EventCodec.MemberOf("id", Obligation.SourceOf(id) ?? "")).ToArray()),
        ]);
        var rows = await _database.AnswerAsync(
            command, reader => (List: reader.GetInt32(PostgresEventStore.EventColumns + 2), Event: ReadChange(reader)), cancellation);
        var ofObligations = rows.ToLookup(row => row.List, row => row.Event);
        return [.. obligations.Select((_, i) => PageOf([.. ofObligations[i + 1]], first))];
    }

    /// <inheritdoc/>
    public async Task<Page<StoredEvent>> HistoryAsync(string unit, int first, long? before, CancellationToken cancellation)
    {
        var command = new NpgsqlBatchCommand(QuerySql.History);
        AddAll(command, [Text(unit), Value(NpgsqlDbType.Bigint, before), Value(NpgsqlDbType.Integer, first + 1)]);
        return PageOf(await _database.AnswerAsync(command, ReadChange, cancellation), first);
    }

    /// <inheritdoc/>
    public async Task<Page<StoredEvent>> AuditAsync(AuditQuery query, CancellationToken cancellation)
    {
        if (_directory.PathOf(query.Unit) is not { } path)
        {
            return new Page<StoredEvent>([], HasNext: false);
        }
        var (from, until) = (query.From ?? DateTimeOffset.MinValue, query.Until?.AddTicks(-1) ?? DateTimeOffset.MaxValue);
        var command = new NpgsqlBatchCommand(AuditSql.PageOf(query.Actor is not null));
        AddAll(command,
        [
            Text(path),
            Text(UnitDirectory.AfterBelow(path)),
            Value(NpgsqlDbType.Bigint, from.UtcTicks),
            Value(NpgsqlDbType.Bigint, until.UtcTicks),
            Value(NpgsqlDbType.Bigint, query.After?.At.UtcTicks ?? long.MaxValue),
            Text(query.After?.Unit ?? ""),
            Value(NpgsqlDbType.Bigint, query.After?.Seq ?? 0),
            Value(NpgsqlDbType.Integer, query.First + 1),
            .. query.Actor is { } actor ? [Text(actor)] : Array.Empty<NpgsqlParameter>(),
        ]);
        return PageOf(await _database.AnswerAsync(command, ReadWholeChange, cancellation), query.First);
    }

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, string>> TitlesAsync(IReadOnlyList<string> obligations, CancellationToken cancellation)
    {
        var command = new NpgsqlBatchCommand(AuditSql.Obligations);
        command.Parameters.Add(Texts([.. obligations]));
        var rows = await _database.AnswerAsync(command, reader => ReadObligation(reader, 0), cancellation);
        return rows.OfType<Obligation>().ToImmutableDictionary(obligation => obligation.Id, obligation => obligation.Terms.Title);
    }

    /// <inheritdoc/>
    public Task<ImmutableDictionary<string, string>> PlansOfTasksAsync(IReadOnlyList<string> tasks, CancellationToken cancellation) =>
        LookUpAsync(QuerySql.PlansOfTasks, tasks, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableDictionary<string, string>> OwnersOfRegimesAsync(IReadOnlyList<string>? regimes, CancellationToken cancellation) =>
        LookUpAsync(QuerySql.OwnersOfRegimes, regimes, cancellation);

    private async Task<ImmutableDictionary<string, string>> LookUpAsync(string sql, IReadOnlyList<string>? ids, CancellationToken cancellation)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(ids is null ? Value(NpgsqlDbType.Array | NpgsqlDbType.Text, null) : Texts([.. ids]));
        var rows = await _database.AnswerAsync(command, reader => KeyValuePair.Create(reader.GetString(0), reader.GetString(1)), cancellation);
        return rows.ToImmutableDictionary();
    }

    /// <inheritdoc/>
    /// <remarks>Sorted by unit, then by every member in the order of <see cref="ProjectedSum"/>. Cost: all obligations.</remarks>
    public IAsyncEnumerable<ProjectedSum> SumsAsync(CancellationToken cancellation, DateOnly? on = null) => _database.StreamAsync(
        on is null ? new NpgsqlCommand(QuerySql.Sums) : new NpgsqlCommand(PastSql.Sums) { Parameters = { Value(NpgsqlDbType.Date, on) } },
        r => new ProjectedSum(
            r.GetString(0), r.GetString(1), TextOf(r, 2), r.GetString(3), r.GetString(4), r.GetString(5),
            (ReformArea)r.GetInt16(6), (ObligationKind)r.GetInt16(7),
            r.GetInt32(8), r.GetInt32(9), (ObligationStatus)r.GetInt16(10), r.IsDBNull(11) ? null : r.GetFieldValue<DateOnly>(11),
            r.GetInt32(12), r.GetInt32(13), r.GetInt32(14), r.GetInt32(15), r.GetInt64(16),
            (Int128)r.GetDecimal(17), (Int128)r.GetDecimal(18), (Int128)r.GetDecimal(19), TextOf(r, 20)),
        StoreLimits.RecountTimeMax,
        cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<PlanMoney> MoneyAsync(CancellationToken cancellation) => _database.StreamAsync(
        new NpgsqlCommand(PastSql.AllMoney),
        r => new PlanMoney(
            r.GetString(0), r.GetString(1), r.GetString(2), (ReformArea)r.GetInt16(3), r.GetInt16(4), r.GetInt16(5),
            r.GetFieldValue<DateOnly>(6), r.GetBoolean(7) ? Scope.Own : Scope.Imposed, r.GetInt64(8)),
        StoreLimits.RecountTimeMax,
        cancellation);

    /// <inheritdoc/>
    /// <remarks>Cost: the spans of the counted obligations on and before those days.</remarks>
    public Task<ImmutableArray<Figure>> FiguresAsync(FigureQuery query, CancellationToken cancellation) => _past.FiguresAsync(query, cancellation);

    private static StoredEvent ReadChange(NpgsqlDataReader reader) => PostgresEventStore.ReadEvent(reader) with
    {
        Origin = Origin.None with { Person = TextOf(reader, 8), OnBehalfOf = TextOf(reader, 9) },
    };

    private static StoredEvent ReadWholeChange(NpgsqlDataReader reader) => PostgresEventStore.ReadEvent(reader) with
    {
        Origin = new Origin(TextOf(reader, 8), TextOf(reader, 10), TextOf(reader, 11), TextOf(reader, 9)),
    };

    private static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>The last two parameters of a query for several lists: paths and nulls, or sources and their plans.</summary>
    private NpgsqlParameter[] ListsOf(ObligationLists lists) => lists switch
    {
        ObligationLists.OfUnits of => [Texts([.. of.Units.Select(_directory.PathOf)]), Texts(new string?[of.Units.Length])],
        ObligationLists.OfSources { Query.Silent: not null } =>
            throw new ArgumentException("Lists of sources cannot select silent units.", nameof(lists)),
        ObligationLists.OfSources of => [Texts([.. of.Sources.Select(s => s.Source)]), Texts([.. of.Sources.Select(s => s.Plan)])],
        _ => throw new ArgumentException($"{lists.GetType()} is not a supported kind of list.", nameof(lists)),
    };

    private static bool HasText(ObligationQuery query) => query.Text is { } text && Vietnamese.Fold(text).Length > 0;

    /// <summary>Parameters 1 to 31; null if the unit does not exist, so that nothing can match.</summary>
    private NpgsqlParameter[]? FilterOf(ObligationQuery query)
    {
        var path = query.Unit is { } unit ? _directory.PathOf(unit) : null;
        if (path is null && query.Unit is not null)
        {
            return null;
        }
        var folded = HasText(query) ? SearchText.Fold(query.Text!) : null;
        var units = query.Units?.Select(_directory.PathOf).ToArray();
        var readable = ReadableUnder(query, units is null ? path : null);
        // All readable units are in one range of paths, so that an index with the path skips the rest.
        var (from, to) = query.Below && units is null ? RangeOf(path!, readable) : (null, null);
        return
        [
            Text(query.Below ? null : path),
            Text(from),
            Text(to),
            Number(query.Kind),
            Numbers(QueryRules.StatusOf(query)),
            Value(NpgsqlDbType.Boolean, QueryRules.OverdueOf(query)),
            Value(NpgsqlDbType.Date, query.Today),
            Value(NpgsqlDbType.Boolean, query.WithDifficulty),
            Number(query.ReformArea),
            Text(query.Plan),
            Text(query.Area),
            Text(query.Source),
            Number(query.UnitKind),
            Value(NpgsqlDbType.Date, query.DueFrom),
            Value(NpgsqlDbType.Date, query.DueTo),
            Value(NpgsqlDbType.Integer, query.Year),
            Text(folded),
            GramsOf(folded ?? ""),
            Numbers(query.Timeliness),
            Value(NpgsqlDbType.Boolean, query.Silent),
            Value(NpgsqlDbType.Boolean, query.Own),
            Texts(_shipped),
            readable is { } all ? Texts([.. all.Select(each => each.Path)]) : Value(NpgsqlDbType.Array | NpgsqlDbType.Text, null),
            Value(NpgsqlDbType.Array | NpgsqlDbType.Integer, readable?.Select(each => each.Areas).ToArray()),
            Value(NpgsqlDbType.Boolean, query.Postponed),
            Value(NpgsqlDbType.Boolean, query.Undated),
            Value(NpgsqlDbType.Boolean, query.AwaitingAcceptance),
            Text(query.Period),
            units is null ? Value(NpgsqlDbType.Array | NpgsqlDbType.Text, null) : Texts(units),
            Value(NpgsqlDbType.Date, query.Window?.From),
            Value(NpgsqlDbType.Date, query.Window?.To),
        ];
    }

    /// <summary>The readable part of the query as paths with one bit per reform area; null if all of it is readable.</summary>
    private ImmutableArray<(string Path, int Areas)>? ReadableUnder(ObligationQuery query, string? path) => query.Readable is not { } readable ? null :
    [
        .. from each in readable
           let at = _directory.PathOf(each.Unit)
           where at is not null
               && (path is null || path.StartsWith(at, StringComparison.Ordinal) || (query.Below && at.StartsWith(path, StringComparison.Ordinal)))
           select (at, each.ReformAreas is { } areas ? areas.Aggregate(0, (bits, area) => bits | 1 << (int)area) : -1),
    ];

    private static (string From, string To) RangeOf(string path, ImmutableArray<(string Path, int Areas)>? readable)
    {
        string[] within = [.. (readable ?? []).Select(each => each.Path).Where(at => at.StartsWith(path, StringComparison.Ordinal))];
        return readable is not { IsEmpty: false } all || within.Length < all.Length
            ? (path, UnitDirectory.AfterBelow(path)!)
            : (within.Min(StringComparer.Ordinal)!, UnitDirectory.AfterBelow(within.Max(StringComparer.Ordinal))!);
    }

    private static NpgsqlParameter[] CursorOf(ObligationQuery query)
    {
        var type = query.Order is ObligationOrder.UpdatedDesc ? NpgsqlDbType.Bigint : NpgsqlDbType.Integer;
        return query.After is not { } after
            ? [Text(null), Value(type, null)]
            : [Text(after.Id), Value(type, type is NpgsqlDbType.Bigint ? QueryRules.KeyOf(after) : (int)QueryRules.KeyOf(after))];
    }

    private static ObligationSums SumsIn(NpgsqlDataReader r) =>
        new(r.GetInt32(0), r.GetInt32(1), r.GetInt64(2), (Int128)r.GetDecimal(3), (Int128)r.GetDecimal(4), (Int128)r.GetDecimal(5));

    private static Page<T> PageOf<T>(ImmutableArray<T> rows, int first) =>
        rows.Length > first ? new Page<T>(rows[..first], HasNext: true) : new Page<T>(rows, HasNext: false);

    private static void AddAll(NpgsqlBatchCommand command, NpgsqlParameter[] parameters)
    {
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }
    }

    private static NpgsqlParameter GramsOf(string folded) =>
        Value(NpgsqlDbType.Array | NpgsqlDbType.Bigint, folded.Length < StoreLimits.IndexedTextMin ? null : SearchText.Grams(folded));

    private static NpgsqlParameter Text(string? value) => Value(NpgsqlDbType.Text, value is null ? null : SearchText.Storable(value));

    private static NpgsqlParameter Texts(string?[] values) => Value(
        NpgsqlDbType.Array | NpgsqlDbType.Text, Array.ConvertAll(values, value => value is null ? null : SearchText.Storable(value)));

    private static NpgsqlParameter Number<TEnum>(TEnum? value) where TEnum : struct, Enum =>
        Value(NpgsqlDbType.Smallint, value is { } some ? Convert.ToInt16(some, null) : null);

    private static NpgsqlParameter Numbers<TEnum>(ImmutableArray<TEnum> values) where TEnum : struct, Enum => Value(
        NpgsqlDbType.Array | NpgsqlDbType.Smallint, values.IsEmpty ? null : values.Select(value => Convert.ToInt16(value, null)).ToArray());

    private static NpgsqlParameter Value(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
