using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>Reports in PostgreSQL.</summary>
internal sealed class PostgresReports(Database database)
{
    public async Task<ImmutableArray<Report>> ReportsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation) => Readable(
        await database.AnswerAsync(
            CommandOf(ReportSql.Present, Texts(reports.Select(key => key.Unit)), Texts(reports.Select(key => key.Period))), Read, cancellation));

    public async Task<ImmutableArray<Report>> RevisionsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation) => Readable(
        await database.AnswerAsync(
            CommandOf(ReportSql.Revisions, Texts(reports.Select(key => key.Unit)), Texts(reports.Select(key => key.Period))), Read, cancellation));

    public async Task<ImmutableDictionary<(ReportKey Report, int Revision), string>> ContentsAsync(
        IReadOnlyList<(ReportKey Report, int Revision)> revisions, CancellationToken cancellation)
    {
        var rows = await database.AnswerAsync(
            CommandOf(
                ReportSql.Contents, Texts(revisions.Select(one => one.Report.Unit)), Texts(revisions.Select(one => one.Report.Period)),
                new NpgsqlParameter<int[]> { TypedValue = [.. revisions.Select(one => one.Revision)] }),
            reader => KeyValuePair.Create(
                (new ReportKey(reader.GetString(0), reader.GetString(1)), reader.GetInt32(2)), Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(3))),
            cancellation);
        return rows.DistinctBy(row => row.Key).ToImmutableDictionary();
    }

    public Task<ImmutableArray<ReportStanding>> StandingsAsync(string period, IReadOnlyList<string> units, CancellationToken cancellation) =>
        database.AnswerAsync(CommandOf(ReportSql.Standings, Text(period), Texts(units)), ReadStanding, cancellation);

    public Task<ImmutableArray<ReportStanding>> SignedAsync(string unit, string regime, CancellationToken cancellation) =>
        database.AnswerAsync(CommandOf(ReportSql.Signed, Text(unit), Text(regime)), ReadStanding, cancellation);

    private ImmutableArray<Report> Readable(ImmutableArray<Report?> rows) => [.. rows.OfType<Report>()];

    // Null for an unreadable report, which lists leave out.
    private Report? Read(NpgsqlDataReader reader)
    {
        var data = reader.GetFieldValue<byte[]>(0);
        try
        {
            return EventCodec.DecodeReport(data);
        }
        catch (Exception fault) when (EventCodec.IsUnreadable(fault))
        {
            database.Found?.Invoke(SetAsideRecord.Projection(fault.Message));
            return null;
        }
    }

    private static ReportStanding ReadStanding(NpgsqlDataReader reader) => new ReportRow(
        reader.GetString(0), reader.GetString(1), reader.GetInt32(2), "", reader.GetFieldValue<DateOnly>(4), reader.GetInt16(3),
        reader.IsDBNull(5) ? null : reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6), [], null).Standing;

    private static NpgsqlBatchCommand CommandOf(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = SearchText.Storable(value), NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> values) =>
        new() { TypedValue = [.. values.Select(SearchText.Storable)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
