namespace Hierarchy.Store;

/// <summary>
/// What a writer sends, one statement a table, and one for all that a usual change touches. Each takes its rows as one array a column, so
/// that its plan serves batches of any size.
/// </summary>
internal static class AppendSql
{
    /// <summary>
    /// A writer looks rows up by their keys and does nothing else, so its plans must not depend on how small a table was when they were
    /// made. The commit is on disk when it is answered, whatever the database's default.
    /// </summary>
    public const string Session = """
        set synchronous_commit = on; set plan_cache_mode = force_generic_plan; set jit = off;
        set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off
        """;

    /// <summary>The parent's path is looked up here: without a parent in the table it is null, and the row is refused.</summary>
    public const string Units = """
        insert into units (id, name, kind, parent, code, depth, path, folded, sort_key, grams)
        select i.id, i.name, i.kind, i.parent, i.code, coalesce(p.depth + 1, 0),
            case when i.parent is null then '' else p.path end || i.id || '~', i.folded, i.sort_key, i.grams::bigint[]
        from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[])
            as i (id, name, kind, parent, code, folded, sort_key, grams)
        left join units p on p.id = i.parent
        """;

    public const string Plans = """
        insert into plans (id, owner, title, start_year, end_year, adopted_on)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::date[])
        """;

    public const string Titles = """
        update plans set title = i.title from unnest($1::text[], $2::text[]) as i (id, title) where plans.id = i.id
        """;

    public const string Tasks = "insert into tasks (id, plan) select * from unnest($1::text[], $2::text[])";

    /// <summary>
    /// A number that is taken violates the key; a number beyond a gap has no predecessor, and the null violates it too. Only an append's
    /// first event names a predecessor, whose hash its own goes on from: its others come in the same statement. A request that an earlier
    /// program has answered is refused so, too.
    /// </summary>
    public static readonly string Events = EventsOf(
        "chain(coalesce(h.hash, '') || i.content) over (partition by i.unit order by i.seq)",
        "select distinct on (unit) unit, seq, hash from written order by unit, seq desc");

    /// <summary>The same for appends of one event, which most are: neither sorted nor walked through link by link.</summary>
    public static readonly string SingleEvents = EventsOf("link(coalesce(h.hash, ''), i.content)", "select unit, seq, hash from written");

    private static string EventsOf(string hash, string ends) => $"""
        with written as (
            insert into events (unit, seq, name, data, actor, at, request_id, digest, person, session, address, on_behalf_of, hash)
            select
                case
                    when (i.previous = 0 or h.hash is not null)
                        and (i.earlier is null or (
                            select e.seq from events e where e.unit = i.unit and e.request_id = i.earlier and e.actor = i.actor) is null)
                        then i.unit
                end,
                i.seq, i.name, i.data, i.actor, i.at, i.request_id, i.digest, i.person, i.session, i.address, i.on_behalf_of, {hash}
            from unnest(
                $1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[],
                $11::text[], $12::text[], $13::text[], $14::text[], $15::bytea[])
                as i (unit, previous, seq, name, data, actor, at, request_id, digest, earlier, person, session, address, on_behalf_of, content)
            left join record_heads h on i.previous > 0 and h.unit = i.unit and h.seq = i.previous
            returning unit, seq, hash)
        insert into record_heads as h (unit, seq, hash)
        {ends}
        on conflict (unit) do update set seq = excluded.seq, hash = excluded.hash
        """;

    /// <summary>The unit's path and kind are looked up here, and null for a unit that is not registered, which refuses the row.</summary>
    public const string Obligations = """
        insert into obligations (
            id, unit, path, unit_kind, kind, plan, plan_owner, source, area, reform, start_year, end_year, weight, planned,
            status, percent, due, completed_on, with_difficulty, spent, reported, data, postponed)
        select
            i.id, i.unit, u.path, u.kind, i.kind, i.plan, i.plan_owner, i.source, i.area, i.reform,
            i.start_year, i.end_year, i.weight, i.planned,
            i.status, i.percent, i.due, i.completed_on, i.with_difficulty, i.spent, i.reported, i.data, i.postponed
        from unnest(
            $1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[],
            $9::integer[], $10::integer[], $11::integer[], $12::bigint[],
            $13::smallint[], $14::integer[], $15::date[], $16::date[], $17::boolean[], $18::bigint[], $19::boolean[],
            $20::bytea[], $21::boolean[])
            as i (id, unit, kind, plan, plan_owner, source, area, reform, start_year, end_year, weight, planned,
                status, percent, due, completed_on, with_difficulty, spent, reported, data, postponed)
        left join units u on u.id = i.unit
        on conflict (id) do update set
            weight = excluded.weight, planned = excluded.planned,
            status = excluded.status, percent = excluded.percent, due = excluded.due, completed_on = excluded.completed_on,
            with_difficulty = excluded.with_difficulty, spent = excluded.spent, reported = excluded.reported,
            data = excluded.data, postponed = excluded.postponed
        """;

    /// <summary>What the orders by percent and by last change go by.</summary>
    public const string Ranks = """
        insert into obligation_ranks (id, path, percent, updated)
        select i.id, u.path, i.percent, i.updated
        from unnest($1::text[], $2::text[], $3::integer[], $4::bigint[]) as i (id, unit, percent, updated)
        left join units u on u.id = i.unit
        on conflict (id) do update set percent = excluded.percent, updated = excluded.updated
        """;

    /// <summary>
    /// What is usual: obligations change that are known, and their state of today follows that of the day before or replaces it. Each row is
    /// looked up once for all three tables, and what never changes is not sent. One that is not there has no number, and the null refuses it.
    /// </summary>
    public const string Changes = """
        with given as materialized (
            select i.*, o.number, o.start_year, o.end_year, o.kind, o.reform, s.from_day as since
            from unnest(
                $1::text[], $2::text[], $3::date[], $4::integer[], $5::bigint[], $6::smallint[], $7::integer[], $8::date[], $9::date[],
                $10::boolean[], $11::bigint[], $12::boolean[], $13::bytea[], $14::boolean[], $15::bigint[], $16::boolean[])
                as i (id, unit, day, weight, planned, status, percent, due, completed_on, with_difficulty, spent, reported, data, postponed,
                    updated, own)
            left join obligations o on o.id = i.id
            left join lateral (
                select from_day from obligation_spans where obligation = o.number order by from_day desc limit 1) s on true),
        changed as (
            update obligations o set
                weight = i.weight, planned = i.planned, status = i.status, percent = i.percent, due = i.due, completed_on = i.completed_on,
                with_difficulty = i.with_difficulty, spent = i.spent, reported = i.reported, data = i.data, postponed = i.postponed
            from given i where o.id = i.id),
        ranked as (
            update obligation_ranks r set percent = i.percent, updated = i.updated from given i where r.id = i.id),
        replaced as (
            update obligation_spans s set
                to_day = 'infinity', due = i.due, completed_on = i.completed_on, weight = i.weight, percent = i.percent, status = i.status,
                reported = i.reported, postponed = i.postponed, with_difficulty = i.with_difficulty, planned = i.planned, spent = i.spent,
                updated = i.updated
            from given i where s.obligation = i.number and s.from_day = i.since and i.since >= i.day),
        closed as (
            update obligation_spans s set to_day = i.day
            from given i where s.obligation = i.number and s.from_day = i.since and i.since < i.day and s.to_day = 'infinity')
        insert into obligation_spans (
            obligation, unit, from_day, to_day, due, completed_on, weight, percent, start_year, end_year, kind, reform, status, own, reported,
            postponed, with_difficulty, planned, spent, updated)
        select i.number, u.number, i.day, 'infinity', i.due, i.completed_on, i.weight, i.percent, i.start_year, i.end_year, i.kind, i.reform,
            i.status, i.own, i.reported, i.postponed, i.with_difficulty, i.planned, i.spent, i.updated
        from given i left join units u on u.id = i.unit
        where i.since is null or i.since < i.day
        """;

    /// <summary>Touches only texts that have changed: each costs an index entry for every three of its letters.</summary>
    public const string Texts = """
        insert into obligation_texts (id, folded, grams)
        select i.id, i.folded, i.grams::bigint[]
        from unnest($1::text[], $2::text[], $3::text[]) as i (id, folded, grams)
        where not exists (select from obligation_texts t where t.id = i.id and t.folded = i.folded)
        on conflict (id) do update set folded = excluded.folded, grams = excluded.grams
        """;

    /// <summary>Rows come from unnest in the order of the arrays, and so do their ids.</summary>
    public const string Outbox = "insert into outbox (unit, seq, target) select * from unnest($1::text[], $2::bigint[], $3::text[])";

    /// <summary>Writers of grants take turns, so that the numbers of their changes become visible in order. Any number, as long as no other
    /// program of the same database takes it: "GRAN" in ASCII.</summary>
    public const string GrantsAlone = "select pg_advisory_xact_lock(1196572014)";

    public const string Grants = """
        insert into grants (id, unit, kind, seq, data, change)
        select i.id, i.unit, i.kind, i.seq, i.data, nextval('grant_changes')
        from unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[], $5::bytea[]) as i (id, unit, kind, seq, data)
        on conflict (id) do update set seq = excluded.seq, data = excluded.data, change = excluded.change
        """;

    public const string FileUses = """
        insert into file_uses (file, unit, seq, obligation) select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
        """;

    /// <summary>Why an append was refused: what its request stored, the unit's last number, and the ids that are taken.</summary>
    public const string Verdict = """
        select coalesce(
                (select seq from events where unit = $1 and request_id = $2),
                (select seq from events where unit = $1 and request_id = $6 and actor = $7)),
            (select max(seq) from events where unit = $1),
            (select id from units where id = $3),
            (select p.id from unnest($4::text[]) with ordinality i (id, place) join plans p on p.id = i.id order by i.place limit 1),
            (select t.id from unnest($5::text[]) with ordinality i (id, place) join tasks t on t.id = i.id order by i.place limit 1)
        """;
}
