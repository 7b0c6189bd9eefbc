using Hierarchy.Grains.Plans.Drafts;
using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>Drafts in PostgreSQL. A draft counts as adopted once a plan has its id, even if the draft's row still exists.</summary>
internal sealed class PostgresDrafts(Database database) : IDrafts
{
    private const string NotAdopted = "not exists (select from plans p where p.id = d.id and p.owner = d.owner)";

    private const string Find = $"select version, case when version = $2 then null else data end from drafts d where id = $1 and {NotAdopted}";

    private const string OfOwners = $"select owner, id from drafts d where owner = any($1) and {NotAdopted} order by owner, created desc, id";

    private const string FindRequest = "select digest from draft_requests where draft = $1 and request = $2";

    /// <summary>Lock per owner, so that concurrent additions cannot exceed the maximum number of drafts.</summary>
    private const string Alone = "select pg_advisory_xact_lock(hashtextextended('drafts ' || $1, 0))";

    private const string Add = $"""
        with made as (
            insert into drafts as d (id, owner, version, created, updated, data)
            select $1, $2, $3, $4, $4, $5
            where (select count(*) from drafts d where d.owner = $2 and {NotAdopted}) < $8
                and not exists (select from draft_requests r where r.draft = $1)
            on conflict do nothing
            returning id)
        insert into draft_requests (draft, request, digest, version) select id, $6, $7, $3 from made
        returning true
        """;

    private const string IsThere = "select exists (select from draft_requests where draft = $1)";

    private const string Change = $"""
        with changed as (
            update drafts d set version = $2, updated = $3, data = $4 where id = $1 and version = $2 - 1 and {NotAdopted}
            returning id),
        old as (delete from draft_requests r using changed where r.draft = changed.id and r.version between 2 and $2 - $7)
        insert into draft_requests (draft, request, digest, version) select id, $5, $6, $2 from changed
        returning true
        """;

    private const string Remove = """
        with gone as (delete from drafts where id = $1),
        old as (delete from draft_requests where draft = $1 and version > 1)
        insert into draft_requests (draft, request, digest, version) select $1, $2, $3, 0 where $2 is not null
        on conflict do nothing
        """;

    public async Task<FoundDraft?> FindAsync(string id, long known, CancellationToken cancellation)
    {
        var found = await database.ListAsync(
            new NpgsqlBatchCommand(Find) { Parameters = { Text(id), Number(known) } },
            reader => new FoundDraft(
                reader.GetInt64(0), reader.IsDBNull(1) ? null : EventCodec.DecodeDraft(reader.GetFieldValue<byte[]>(1))),
            cancellation);
        return found.IsEmpty ? null : found[0];
    }

    public async Task<ImmutableDictionary<string, ImmutableArray<string>>> OfOwnersAsync(
        IReadOnlyCollection<string> owners, CancellationToken cancellation)
    {
        var found = await database.ListAsync(
            new NpgsqlBatchCommand(OfOwners) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. owners] } } },
            reader => (Owner: reader.GetString(0), Id: reader.GetString(1)), cancellation);
        return found.GroupBy(draft => draft.Owner).ToImmutableDictionary(of => of.Key, of => of.Select(draft => draft.Id).ToImmutableArray());
    }

    public async Task<string?> FindRequestAsync(string draft, string request, CancellationToken cancellation)
    {
        var found = await database.ListAsync(
            new NpgsqlBatchCommand(FindRequest) { Parameters = { Text(draft), Text(request) } }, reader => reader.GetString(0), cancellation);
        return found.IsEmpty ? null : found[0];
    }

    public Task<DraftSaving> SaveAsync(PlanDraft draft, DraftRequest request, DateTimeOffset at, CancellationToken cancellation) =>
        database.RunAsync((connection, token) => draft.Version == 1
            ? AddAsync(connection, draft, request, at, token)
            : ChangeAsync(connection, draft, request, at, token), cancellation);

    public Task RemoveAsync(string draft, DraftRequest? request, CancellationToken cancellation) => database.ListAsync(
        new NpgsqlBatchCommand(Remove) { Parameters = { Text(draft), TextOrNull(request?.Id), TextOrNull(request?.Digest) } },
        _ => true, cancellation);

    /// <summary>A single transaction that is safe to repeat.</summary>
    private static async Task<DraftSaving> AddAsync(
        NpgsqlConnection connection, PlanDraft draft, DraftRequest request, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Alone) { Parameters = { Text(draft.Owner) } },
                new NpgsqlBatchCommand(Add)
                {
                    Parameters =
                    {
                        Text(draft.Id), Text(draft.Owner), Number(draft.Version), Number(at.UtcTicks), Data(draft), Text(request.Id),
                        Text(request.Digest), Number(Limits.DraftsMax),
                    },
                },
                new NpgsqlBatchCommand(IsThere) { Parameters = { Text(draft.Id) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        if (await reader.ReadAsync(cancellation))
        {
            return DraftSaving.Saved;
        }
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetBoolean(0) ? DraftSaving.Overtaken : DraftSaving.TooMany;
    }

    private static async Task<DraftSaving> ChangeAsync(
        NpgsqlConnection connection, PlanDraft draft, DraftRequest request, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Change, connection)
        {
            Parameters =
            {
                Text(draft.Id), Number(draft.Version), Number(at.UtcTicks), Data(draft), Text(request.Id), Text(request.Digest),
                Number(IDrafts.RequestsMax),
            },
        };
        return await command.ExecuteScalarAsync(cancellation) is true ? DraftSaving.Saved : DraftSaving.Overtaken;
    }

    private static NpgsqlParameter Data(PlanDraft draft) => new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = EventCodec.Encode(draft) };

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter TextOrNull(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };
}
