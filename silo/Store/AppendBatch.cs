using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>Turns appends into one batch of statements: one round trip and, as it has no BEGIN, one transaction.</summary>
internal static class AppendBatch
{
    public static NpgsqlBatch Of(IReadOnlyList<PendingAppend> appends, NpgsqlConnection connection, SiloIdentity? silo)
    {
        var batch = new NpgsqlBatch(connection);
        if (silo is not null)
        {
            batch.BatchCommands.Add(silo.Fence());
        }
        GrantRow[] grants = [.. appends.SelectMany(a => a.Grants)];
        if (grants.Length > 0)
        {
            // Taken first, so that no transaction that holds a row lock waits for this lock.
            batch.BatchCommands.Add(new NpgsqlBatchCommand(AppendSql.GrantsAlone));
        }
        var changes = appends.Any(a => a.Append.Changed is not null);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(changes ? AppendSql.TreeAlone : AppendSql.TreeShared));
        AddRegistrations(batch, appends);
        if (changes)
        {
            AddChanges(batch, [.. appends.Where(a => a.Append.Changed is not null)]);
        }
        AddNames(batch, appends);
        // All processes use the same order, so that two writers of the same units cannot deadlock.
        AddEvents(batch, [.. appends.OrderBy(a => a.Append.Unit, StringComparer.Ordinal)]);
        var known = appends.Where(a => a.IsOfKnown).ToArray();
        AddKnown(batch, known);
        var others = appends.Where(a => !a.IsOfKnown).ToArray();
        AddObligations(batch, [.. others.SelectMany(a => a.Obligations)]);
        AddPast(batch, others);
        AddMessages(batch, [.. appends.SelectMany(a => a.Messages)]);
        Add(batch, AppendSql.Grants, grants.Length, () =>
        [
            Column(NpgsqlDbType.Text, grants, g => g.Id),
            Column(NpgsqlDbType.Text, grants, g => g.Unit),
            Column(NpgsqlDbType.Smallint, grants, g => g.Kind),
            Column(NpgsqlDbType.Bigint, grants, g => g.Seq),
            Column(NpgsqlDbType.Bytea, grants, g => g.Data),
        ]);
        AddFiles(batch, [.. appends.SelectMany(a => a.Files)]);
        AddReports(batch, [.. appends.SelectMany(a => a.Reports)]);
        return batch;
    }

    private static void AddRegistrations(NpgsqlBatch batch, IReadOnlyList<PendingAppend> appends)
    {
        var units = appends.Where(a => a.Append.Registered is not null).Select(a => a.Append.Registered!).ToArray();
        Add(batch, AppendSql.Units, units.Length, () =>
        [
            Column(NpgsqlDbType.Text, units, u => u.Id),
            Column(NpgsqlDbType.Text, units, u => u.Name),
            Column(NpgsqlDbType.Smallint, units, u => (short)u.Kind),
            Column(NpgsqlDbType.Text, units, u => u.Parent),
            Column(NpgsqlDbType.Text, units, u => u.Code),
            Column(NpgsqlDbType.Date, units, u => u.From),
        ]);
        var plans = appends.SelectMany(a => a.Append.Plans).ToArray();
        Add(batch, AppendSql.Plans, plans.Length, () =>
        [
            Column(NpgsqlDbType.Text, plans, p => p.Id),
            Column(NpgsqlDbType.Text, plans, p => p.Owner),
            Column(NpgsqlDbType.Text, plans, p => p.Title),
            Column(NpgsqlDbType.Integer, plans, p => p.StartYear),
            Column(NpgsqlDbType.Integer, plans, p => p.EndYear),
            Column(NpgsqlDbType.Date, plans, p => p.AdoptedOn),
            Column(NpgsqlDbType.Text, plans, p => p.Number),
        ]);
        var retitled = appends.SelectMany(a => a.Append.Retitled).ToArray();
        Add(batch, AppendSql.Titles, retitled.Length, () =>
            [Column(NpgsqlDbType.Text, retitled, p => p.Id), Column(NpgsqlDbType.Text, retitled, p => p.Title)]);
        var lines = appends.SelectMany(a => a.Append.Lines.Select(line => (line.Id, line.Plan, Owner: line.Plan is null ? a.Append.Unit : null))).ToArray();
        Add(batch, AppendSql.Tasks, lines.Length, () =>
        [
            Column(NpgsqlDbType.Text, lines, line => line.Id),
            Column(NpgsqlDbType.Text, lines, line => line.Plan),
            Column(NpgsqlDbType.Text, lines, line => line.Owner),
        ]);
    }

    private static void AddEvents(NpgsqlBatch batch, PendingAppend[] appends)
    {
        EventRow[] rows = [.. appends.SelectMany(a => a.Events)];
        byte[][] contents = [.. appends.SelectMany(a => a.Contents)];
        if (Array.TrueForAll(appends, a => a.IsNext))
        {
            Add(batch, AppendSql.NextEvents, rows.Length, Columns);
        }
        else
        {
            Add(batch, AppendSql.Events, rows.Length, () =>
                [.. Columns(), Column(NpgsqlDbType.Bigint, rows, e => e.Previous), Column(NpgsqlDbType.Text, rows, e => e.EarlierRequestId)]);
        }

        NpgsqlParameter[] Columns() =>
        [
            Column(NpgsqlDbType.Text, rows, e => e.Unit),
            Column(NpgsqlDbType.Bigint, rows, e => e.Seq),
            Column(NpgsqlDbType.Text, rows, e => e.Name),
            Column(NpgsqlDbType.Bytea, rows, e => e.Data),
            Column(NpgsqlDbType.Text, rows, e => e.Actor),
            Column(NpgsqlDbType.Bigint, rows, e => e.At),
            Column(NpgsqlDbType.Text, rows, e => e.RequestId),
            Column(NpgsqlDbType.Text, rows, e => e.Digest),
            Column(NpgsqlDbType.Text, rows, e => e.Origin.Person),
            Column(NpgsqlDbType.Text, rows, e => e.Origin.Session),
            Column(NpgsqlDbType.Text, rows, e => e.Origin.Address),
            Column(NpgsqlDbType.Text, rows, e => e.Origin.OnBehalfOf),
            Column(NpgsqlDbType.Bytea, contents, content => content),
        ];
    }

    private static void AddKnown(NpgsqlBatch batch, PendingAppend[] appends)
    {
        ObligationRow[] rows = [.. appends.SelectMany(a => a.Obligations)];
        SpanRow[] spans = [.. appends.SelectMany(a => a.Past.Spans)];
        Add(batch, AppendSql.Known, rows.Length, () =>
        [
            Column(NpgsqlDbType.Text, rows, r => r.Terms.Id),
            Column(NpgsqlDbType.Smallint, rows, r => r.Status),
            Column(NpgsqlDbType.Integer, rows, r => r.Obligation.Percent),
            Column(NpgsqlDbType.Date, rows, r => r.Obligation.Due),
            Column(NpgsqlDbType.Date, rows, r => r.Obligation.CompletedOn),
            Column(NpgsqlDbType.Boolean, rows, r => r.Obligation.HasOpenDifficulty),
            Column(NpgsqlDbType.Bigint, rows, r => r.Obligation.Spent),
            Column(NpgsqlDbType.Boolean, rows, r => r.Obligation.Reported),
            Column(NpgsqlDbType.Boolean, rows, r => r.Obligation.IsPostponed),
            Column(NpgsqlDbType.Bytea, rows, r => r.Encoded),
            Column(NpgsqlDbType.Date, spans, r => r.From),
            Column(NpgsqlDbType.Bigint, rows, r => r.Obligation.UpdatedAt.UtcTicks),
        ]);
        AddTexts(batch, rows);
    }

    private static void AddObligations(NpgsqlBatch batch, ObligationRow[] rows)
    {
        Add(batch, AppendSql.Obligations, rows.Length, () =>
        [
            Column(NpgsqlDbType.Text, rows, r => r.Terms.Id),
            Column(NpgsqlDbType.Text, rows, r => r.Obligation.Unit),
            Column(NpgsqlDbType.Smallint, rows, r => (short)r.Terms.Kind),
            Column(NpgsqlDbType.Text, rows, r => r.Terms.Plan),
            Column(NpgsqlDbType.Text, rows, r => r.Terms.PlanOwner),
            Column(NpgsqlDbType.Text, rows, r => r.Terms.Source),
            Column(NpgsqlDbType.Text, rows, r => r.Terms.Area),
            Column(NpgsqlDbType.Smallint, rows, r => (short)r.Terms.Reform),
            Column(NpgsqlDbType.Integer, rows, r => r.Terms.StartYear),
            Column(NpgsqlDbType.Integer, rows, r => r.Terms.EndYear),
            Column(NpgsqlDbType.Integer, rows, r => r.Terms.Weight),
            Column(NpgsqlDbType.Bigint, rows, r => r.Terms.Planned),
            Column(NpgsqlDbType.Smallint, rows, r => r.Status),
            Column(NpgsqlDbType.Integer, rows, r => r.Obligation.Percent),
            Column(NpgsqlDbType.Date, rows, r => r.Obligation.Due),
            Column(NpgsqlDbType.Date, rows, r => r.Obligation.CompletedOn),
            Column(NpgsqlDbType.Boolean, rows, r => r.Obligation.HasOpenDifficulty),
            Column(NpgsqlDbType.Bigint, rows, r => r.Obligation.Spent),
            Column(NpgsqlDbType.Boolean, rows, r => r.Obligation.Reported),
            Column(NpgsqlDbType.Bytea, rows, r => r.Encoded),
            Column(NpgsqlDbType.Boolean, rows, r => r.Obligation.IsPostponed),
            Column(NpgsqlDbType.Text, rows, r => r.Origin),
            Column(NpgsqlDbType.Text, rows, r => r.Terms.Period),
        ]);
        AddTexts(batch, rows);
    }

    private static void AddTexts(NpgsqlBatch batch, ObligationRow[] rows)
    {
        var texts = Array.FindAll(rows, r => r.Folded is not null);
        Add(batch, AppendSql.Texts, texts.Length, () =>
        [
            Column(NpgsqlDbType.Text, texts, r => r.Terms.Id),
            Column(NpgsqlDbType.Text, texts, r => r.Folded),
            Column(NpgsqlDbType.Text, texts, r => SearchText.GramsLiteral(r.Folded!)),
        ]);
    }

    private static void AddChanges(NpgsqlBatch batch, PendingAppend[] changes)
    {
        var units = Array.ConvertAll(changes, a => a.Append.Changed!);
        Add(batch, AppendSql.Changed, changes.Length, () =>
        [
            Column(NpgsqlDbType.Text, units, u => u.Id),
            Column(NpgsqlDbType.Text, units, u => u.Name),
            Column(NpgsqlDbType.Smallint, units, u => (short)u.Kind),
            Column(NpgsqlDbType.Text, units, u => u.Parent),
            Column(NpgsqlDbType.Text, units, u => u.Code),
            Column(NpgsqlDbType.Date, units, u => u.To),
            Column(NpgsqlDbType.Bigint, changes, a => a.Append.ExpectedSeq + a.Append.Events.Length),
            Column(NpgsqlDbType.Date, units, u => u.From),
        ]);
        foreach (var moved in changes.Where(a => a.Append.Events.Any(happened => happened is UnitEvent.UnitMoved)))
        {
            foreach (var paths in AppendSql.Paths)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(paths) { Parameters = { new NpgsqlParameter<string> { TypedValue = moved.Append.Unit } } });
            }
        }
        Add(batch, AppendSql.Kinds, units.Length, () => [Column(NpgsqlDbType.Text, units, u => u.Id)]);
        Add(batch, AppendSql.NoNames, units.Length, () => [Column(NpgsqlDbType.Text, units, u => u.Id)]);
    }

    private static void AddNames(NpgsqlBatch batch, IReadOnlyList<PendingAppend> appends)
    {
        var names = appends.SelectMany(a => a.Append.Names.Select((name, i) => (a.Append.Unit, Place: i + 1, Name: name))).ToArray();
        Add(batch, AppendSql.Names, names.Length, () =>
        [
            Column(NpgsqlDbType.Text, names, n => n.Unit),
            Column(NpgsqlDbType.Integer, names, n => n.Place),
            Column(NpgsqlDbType.Date, names, n => n.Name.From),
            Column(NpgsqlDbType.Date, names, n => n.Name.To),
            Column(NpgsqlDbType.Text, names, n => n.Name.Name),
            Column(NpgsqlDbType.Smallint, names, n => (short)n.Name.Kind),
            Column(NpgsqlDbType.Text, names, n => n.Name.Parent),
            Column(NpgsqlDbType.Text, names, n => n.Name.Code),
        ]);
        var lineage = appends.SelectMany(a => a.Append.Lineage).ToArray();
        Add(batch, AppendSql.Lineage, lineage.Length, () =>
        [
            Column(NpgsqlDbType.Text, lineage, l => l.Old),
            Column(NpgsqlDbType.Text, lineage, l => l.New),
            Column(NpgsqlDbType.Smallint, lineage, l => (short)l.Extent),
            Column(NpgsqlDbType.Date, lineage, l => l.On),
            Column(NpgsqlDbType.Text, lineage, l => l.Reorganisation),
        ]);
    }

    private static void AddPast(NpgsqlBatch batch, IReadOnlyList<PendingAppend> appends)
    {
        string[] restated = [.. appends.SelectMany(a => a.Past.Restated)];
        foreach (var restate in PastSql.Restate)
        {
            Add(batch, restate, restated.Length, () => [Column(NpgsqlDbType.Text, restated, id => id)]);
        }
        SpanRow[] ended = [.. appends.SelectMany(a => a.Past.Spans).Where(span => span.HasEnded)];
        Add(batch, PastSql.Ended, ended.Length, () => EndedColumns(ended));
        SpanRow[] open = [.. appends.SelectMany(a => a.Past.Spans).Where(span => !span.HasEnded)];
        Add(batch, PastSql.End, open.Length, () => BeginningColumns(open));
        Add(batch, PastSql.Open, open.Length, () => SpanColumns(open));
        PlanMoney[] money = [.. appends.SelectMany(a => a.Append.Money)];
        Add(batch, PastSql.Money, money.Length, () => MoneyColumns(money));
    }

    public static NpgsqlParameter[] EndedColumns(SpanRow[] rows) => [.. SpanColumns(rows), Column(NpgsqlDbType.Date, rows, r => r.To)];

    public static NpgsqlParameter[] BeginningColumns(SpanRow[] rows) =>
        [Column(NpgsqlDbType.Text, rows, r => r.State.Id), Column(NpgsqlDbType.Date, rows, r => r.From)];

    private static NpgsqlParameter[] SpanColumns(SpanRow[] rows) =>
    [
        Column(NpgsqlDbType.Text, rows, r => r.State.Id),
        Column(NpgsqlDbType.Text, rows, r => r.State.Unit),
        Column(NpgsqlDbType.Date, rows, r => r.From),
        Column(NpgsqlDbType.Date, rows, r => r.State.Due),
        Column(NpgsqlDbType.Date, rows, r => r.State.CompletedOn),
        Column(NpgsqlDbType.Integer, rows, r => r.State.Terms.Weight),
        Column(NpgsqlDbType.Integer, rows, r => r.State.Percent),
        Column(NpgsqlDbType.Integer, rows, r => r.State.Terms.StartYear),
        Column(NpgsqlDbType.Integer, rows, r => r.State.Terms.EndYear),
        Column(NpgsqlDbType.Smallint, rows, r => (short)r.State.Terms.Kind),
        Column(NpgsqlDbType.Smallint, rows, r => (short)r.State.Terms.Reform),
        Column(NpgsqlDbType.Smallint, rows, r => (short)r.State.Status),
        Column(NpgsqlDbType.Boolean, rows, r => r.IsOwn),
        Column(NpgsqlDbType.Boolean, rows, r => r.State.Reported),
        Column(NpgsqlDbType.Boolean, rows, r => r.State.IsPostponed),
        Column(NpgsqlDbType.Boolean, rows, r => r.State.HasOpenDifficulty),
        Column(NpgsqlDbType.Bigint, rows, r => r.State.Terms.Planned),
        Column(NpgsqlDbType.Bigint, rows, r => r.State.Spent),
        Column(NpgsqlDbType.Bigint, rows, r => r.State.UpdatedAt.UtcTicks),
    ];

    public static NpgsqlParameter[] MoneyColumns(PlanMoney[] rows) =>
    [
        Column(NpgsqlDbType.Text, rows, m => m.Plan),
        Column(NpgsqlDbType.Text, rows, m => m.Area),
        Column(NpgsqlDbType.Text, rows, m => m.Owner),
        Column(NpgsqlDbType.Smallint, rows, m => (short)m.Reform),
        Column(NpgsqlDbType.Smallint, rows, m => (short)m.StartYear),
        Column(NpgsqlDbType.Smallint, rows, m => (short)m.EndYear),
        Column(NpgsqlDbType.Date, rows, m => m.From),
        Column(NpgsqlDbType.Boolean, rows, m => m.Scope == Scope.Own),
        Column(NpgsqlDbType.Bigint, rows, m => m.Money),
    ];

    private static void AddFiles(NpgsqlBatch batch, FileUseRow[] rows) => Add(batch, AppendSql.FileUses, rows.Length, () =>
    [
        Column(NpgsqlDbType.Text, rows, f => f.File),
        Column(NpgsqlDbType.Text, rows, f => f.Unit),
        Column(NpgsqlDbType.Bigint, rows, f => f.Seq),
        Column(NpgsqlDbType.Text, rows, f => f.Obligation),
    ]);

    private static void AddReports(NpgsqlBatch batch, ReportRow[] rows) => Add(batch, ReportSql.Write, rows.Length, () =>
    [
        Column(NpgsqlDbType.Text, rows, r => r.Unit),
        Column(NpgsqlDbType.Text, rows, r => r.Period),
        Column(NpgsqlDbType.Integer, rows, r => r.Revision),
        Column(NpgsqlDbType.Text, rows, r => r.Regime),
        Column(NpgsqlDbType.Date, rows, r => r.LastDay),
        Column(NpgsqlDbType.Smallint, rows, r => r.Status),
        Column(NpgsqlDbType.Text, rows, r => r.Sha256),
        Column(NpgsqlDbType.Bytea, rows, r => r.Figures),
        Column(NpgsqlDbType.Bytea, rows, r => r.Data),
        Column(NpgsqlDbType.Bytea, rows, r => r.Content),
    ]);

    private static void AddMessages(NpgsqlBatch batch, MessageRow[] rows) => Add(batch, AppendSql.Outbox, rows.Length, () =>
    [
        Column(NpgsqlDbType.Text, rows, m => m.Unit),
        Column(NpgsqlDbType.Bigint, rows, m => m.Seq),
        Column(NpgsqlDbType.Text, rows, m => m.Target),
    ]);

    /// <summary>The query for the possible reasons why an append was refused.</summary>
    public static NpgsqlCommand VerdictOn(Append append, NpgsqlConnection connection) => new(AppendSql.Verdict, connection)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = append.Unit },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)append.RequestId ?? DBNull.Value },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)append.Registered?.Id ?? DBNull.Value },
            new NpgsqlParameter<string[]> { TypedValue = [.. append.Plans.Select(p => p.Id)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. append.Lines.Select(line => line.Id)] },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)append.EarlierRequestId ?? DBNull.Value },
            new NpgsqlParameter<string> { TypedValue = append.Actor },
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)(append.Changed ?? append.Registered)?.Parent ?? DBNull.Value },
            new NpgsqlParameter<bool> { TypedValue = append.Changed is { IsClosed: true } },
        },
    };

    private static void Add(NpgsqlBatch batch, string sql, int rows, Func<NpgsqlParameter[]> columns)
    {
        if (rows == 0)
        {
            return;
        }
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns())
        {
            command.Parameters.Add(column);
        }
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(NpgsqlDbType type, TRow[] rows, Converter<TRow, TValue> value) => new()
    {
        NpgsqlDbType = NpgsqlDbType.Array | type,
        TypedValue = Array.ConvertAll(rows, value),
    };
}
