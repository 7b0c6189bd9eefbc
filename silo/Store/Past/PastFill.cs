using Npgsql;

namespace Hierarchy.Store.Past;

/// <summary>Fills the tables of past days from the events, once for a system that is older than the tables or their rule.</summary>
internal static class PastFill
{
    /// <summary>Version of the rule that derives spans from events. A different version rewrites all spans.</summary>
    private const int Version = 2;

    /// <summary>Rows per statement.</summary>
    private const int RowsAtOnce = 2_000;

    private const string IsFilled = "select exists (select from projections where name = 'past' and version = $1)";

    private const string Forget = "truncate obligation_spans, plan_money";

    private const string Done = """
        insert into projections (name, version) values ('past', $1) on conflict (name) do update set version = excluded.version
        """;

    private const string Events = "select unit, seq, name, data, actor, at, request_id, digest from events order by unit, seq";

    /// <summary>Idempotent. Cost the first time: all events.</summary>
    public static Task RunAsync(NpgsqlDataSource owner, CancellationToken cancellation) => Migrations.Migrator.AloneAsync(
        owner,
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var asked = Command(IsFilled, connection, Number(Version));
            if (!(bool)(await asked.ExecuteScalarAsync(cancellation))!)
            {
                await ExecuteAsync(Command(Forget, connection), cancellation);
                await FillAsync(owner, connection, cancellation);
                await ExecuteAsync(Command(Done, connection, Number(Version)), cancellation);
            }
            await transaction.CommitAsync(cancellation);
        },
        cancellation);

    private static async Task FillAsync(NpgsqlDataSource owner, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var directory = await PlansAsync(connection, cancellation);
        // A second connection, because one connection cannot read and write at the same time.
        await using var source = await owner.OpenConnectionAsync(cancellation);
        await using var command = Command(Events, source);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var spans = new List<SpanRow>(RowsAtOnce);
        var money = new List<PlanMoney>();
        var (unit, state) = ("", UnitState.Empty);
        var timelines = new Dictionary<string, Timeline>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            var stored = PostgresEventStore.ReadEvent(reader);
            if (stored.Unit != unit)
            {
                await EndAsync();
                (unit, state) = (stored.Unit, UnitState.Empty);
            }
            state = state.Replay(stored);
            Follow(stored, state, timelines, directory);
        }
        await EndAsync();
        await WriteAsync(spans, connection, cancellation);
        await WriteAsync(money, connection, cancellation);

        async Task EndAsync()
        {
            spans.AddRange(timelines.Values.SelectMany(SpanRow.Of));
            money.AddRange(state.Plans.Keys.SelectMany(plan => PlanMoney.Of(state, plan)));
            timelines.Clear();
            if (spans.Count >= RowsAtOnce)
            {
                await WriteAsync(spans, connection, cancellation);
            }
        }
    }

    /// <summary>Applies an event to the timelines; no effect after an unreadable event.</summary>
    private static void Follow(StoredEvent stored, UnitState state, Dictionary<string, Timeline> timelines, IUnitDirectory directory)
    {
        if (state.Fault is not null)
        {
            return;
        }
        foreach (var present in Timeline.ChangedBy(stored, state))
        {
            timelines[present.Id] = timelines.TryGetValue(present.Id, out var timeline)
                ? timeline.With(stored, present)
                : Timeline.Begin(stored, present, directory);
        }
    }

    private static async Task WriteAsync(List<SpanRow> rows, NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            SpanRow[] ended = [.. chunk.Where(span => span.HasEnded)];
            await ExecuteAsync(Command(PastSql.Ended, connection, AppendBatch.EndedColumns(ended)), cancellation);
            SpanRow[] open = [.. chunk.Where(span => !span.HasEnded)];
            await ExecuteAsync(Command(PastSql.Begin, connection, AppendBatch.BeginningColumns(open)), cancellation);
        }
        rows.Clear();
    }

    private static async Task WriteAsync(List<PlanMoney> rows, NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            await ExecuteAsync(Command(PastSql.Money, connection, AppendBatch.MoneyColumns(chunk)), cancellation);
        }
    }

    /// <summary>A directory with plans only, because only their days of adoption are needed.</summary>
    private static async Task<UnitDirectory> PlansAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var plans = new List<PlanEntry>();
        await using var command = Command(PostgresStore.AllPlans, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            plans.Add(PostgresStore.ReadPlan(reader));
        }
        var directory = new UnitDirectory();
        directory.Add([], [], plans);
        return directory;
    }

    private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)StoreLimits.MigrationTimeMax.TotalSeconds };
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter Number(int value) => new NpgsqlParameter<int> { TypedValue = value };
}
