using Npgsql;

namespace Hierarchy.Store;

/// <summary>Checks whether roll-ups were overtaken, with one statement for all units that ask within half a second. In a whole country some
/// unit always asks, and single queries would cost more than everything else that idle units do.</summary>
internal sealed class OvertakenLooks(Database database)
{
    /// <summary>Maximum number of units in one statement.</summary>
    private const int UnitsMax = 1_000;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    private const string Overtaken = """
        select asked.place from unnest($1::text[], $2::bigint[], $3::bigint[]) with ordinality asked (unit, seq, version, place)
        where exists (select from events e where e.unit = asked.unit and e.seq > asked.seq)
            or exists (select from rollup_checkpoints c where c.unit = asked.unit and c.version > asked.version)
        """;

    private readonly Lock _lock = new();
    private List<(string Unit, long Seq, long Version)> _waiting = [];
    private Task<HashSet<long>> _answer = Task.FromResult(new HashSet<long>());

    public async Task<bool> AskAsync(string unit, long seq, long version, CancellationToken cancellation)
    {
        Task<HashSet<long>> answer;
        int place;
        lock (_lock)
        {
            if (_waiting.Count is 0 or UnitsMax)
            {
                _answer = AnswerAsync(_waiting = []);
            }
            _waiting.Add((SearchText.Storable(unit), seq, version));
            (answer, place) = (_answer, _waiting.Count);
        }
        return (await answer.WaitAsync(cancellation)).Contains(place);
    }

    private async Task<HashSet<long>> AnswerAsync(List<(string Unit, long Seq, long Version)> asked)
    {
        var time = database.Time;
        await Task.Delay(Moment, time);
        lock (_lock)
        {
            if (ReferenceEquals(_waiting, asked))
            {
                _waiting = [];
            }
        }
        return await database.UpkeepAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Overtaken, connection)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(look => look.Unit)] },
                        new NpgsqlParameter<long[]> { TypedValue = [.. asked.Select(look => look.Seq)] },
                        new NpgsqlParameter<long[]> { TypedValue = [.. asked.Select(look => look.Version)] },
                    },
                };
                await using var reader = await command.ExecuteReaderAsync(token);
                var overtaken = new HashSet<long>();
                while (await reader.ReadAsync(token))
                {
                    overtaken.Add(reader.GetInt64(0));
                }
                return overtaken;
            },
            CancellationToken.None);
    }
}
