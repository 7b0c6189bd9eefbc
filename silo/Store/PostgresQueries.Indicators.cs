using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

public sealed partial class PostgresQueries
{
    // Events about indicators; the same condition as in the partial index.
    private const string OfIndicator = "e.name in ('indicator-imposed', 'indicator-reported', 'indicator-verified')";

    private const string Columns = "e.unit, e.seq, e.name, e.data, e.actor, e.at, e.request_id, e.digest";

    private const string Given = $"""
        select {Columns} from events e
        where e.unit = any($1) and {OfIndicator}
            and position(case e.name when 'indicator-imposed' then $2 else $3 end in e.data) > 0
        order by e.unit, e.seq
        """;

    private const string Inspected = $"""
        select {Columns} from events e where e.unit = any($1) and e.name = 'unit-inspected' order by e.unit, e.seq
        """;

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredEvent>> MeasuringAsync(
        string? indicator, IReadOnlyCollection<string> units, CancellationToken cancellation)
    {
        var command = new NpgsqlBatchCommand(indicator is null ? Inspected : Given);
        command.Parameters.Add(Texts([.. units.Distinct()]));
        if (indicator is not null)
        {
            command.Parameters.Add(Value(NpgsqlDbType.Bytea, EventCodec.MemberOf("id", indicator)));
            command.Parameters.Add(Value(NpgsqlDbType.Bytea, EventCodec.MemberOf("indicator", indicator)));
        }
        var found = await _database.AnswerAsync(command, PostgresEventStore.ReadEvent, cancellation);
        // The text of a note may contain what looks like the indicator's id, so check the decoded event.
        return [.. found.Where(stored => IndicatorsOnDay.IsAbout(stored.Event, indicator))];
    }
}
