namespace Hierarchy.Store;

/// <summary>
/// The statements of a writer, one per table. Each takes its rows as one array per column, so that one query plan serves batches of any
/// size.
/// </summary>
internal static class AppendSql
{
    /// <summary>
    /// Settings of a writer's connection. A writer only looks rows up by key, so its query plans must not depend on how small a table was
    /// when they were made. A commit is on disk before it is acknowledged, whatever the database's default.
    /// </summary>
    public const string Session = """
        set synchronous_commit = on; set plan_cache_mode = force_generic_plan; set jit = off;
        set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off
        """;

    /// <summary>Shared lock of ordinary writers: no unit changes its place in the tree until they commit. A writer that changes the tree
    /// takes <see cref="TreeAlone"/> and waits for all of them. The lock number is arbitrary but must be unique in the database: "UNIT" in
    /// ASCII.</summary>
    public const string TreeShared = "select pg_advisory_xact_lock_shared(1431194964)";
    public const string TreeAlone = "select pg_advisory_xact_lock(1431194964)";

    /// <summary>
    /// A subquery "i" with one row per element of the parameters, which are arrays of equal length, one per column. In the select list,
    /// PostgreSQL takes the values of several unnest calls one by one. In the from clause, it would materialise each result first.
    /// </summary>
    /// <param name="columns">Names with types, in the order of the parameters.</param>
    public static string Rows(string columns)
    {
        var values = columns.Split(", ").Select(column => column.Split(' ')).Select((column, i) => $"unnest(${i + 1}::{column[1]}[]) as {column[0]}");
        return $"(select {string.Join(", ", values)}) as i";
    }

    /// <summary>Inserts new units. Without an open parent in the table, the path is null and the row is refused.</summary>
    public const string Units = """
        insert into units (id, name, kind, parent, code, depth, path, from_day)
        select i.id, i.name, i.kind, i.parent, i.code, coalesce(p.depth + 1, 0),
            case when i.parent is null then '' when p.to_day is null then p.path end || i.id || '~', i.from_day
        from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::date[])
            as i (id, name, kind, parent, code, from_day)
        left join units p on p.id = i.parent
        """;

    // Refused: a new parent that has ended or is at or below the unit itself, and an end earlier than that of a child.
    private const string IsOutOfPlace = """
        (i.parent is distinct from u.parent and not exists (
            select from units p where p.id = i.parent and p.to_day is null and not starts_with(p.path, u.path)))
        or (i.to_day is not null and exists (select from units c where c.parent = u.id and coalesce(c.to_day, 'infinity') > i.to_day))
        """;

    /// <summary>Updates units that were renamed, moved or closed. The path stays as it is; a null path refuses the row.</summary>
    public const string Changed = $"""
        update units u set name = i.name, kind = i.kind, parent = i.parent, code = i.code,
            from_day = i.from_day, to_day = i.to_day, seq = i.seq, path = case when not ({IsOutOfPlace}) then u.path end
        from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::date[])
            as i (id, name, kind, parent, code, to_day, seq, from_day)
        where u.id = i.id
        """;

    // The old path of a unit that has a new parent, the end of the range of paths below it, and its new path.
    private const string Moved = """
        with moved as materialized (
            select u.path as old, left(u.path, -1) || chr(127) as after, p.path || u.id || '~' as new, p.depth + 1 - u.depth as deeper
            from units u join units p on p.id = u.parent
            where u.id = $1)
        """;

    private const string IsMoved = "x.path >= m.old and x.path < m.after";
    private const string NewPath = "m.new || substr(x.path, length(m.old) + 1)";

    /// <summary>Updates the paths in each table after a move. The units come last, because the other statements need the old
    /// path.</summary>
    public static readonly ImmutableArray<string> Paths =
    [
        $"{Moved} update obligations x set path = {NewPath} from moved m where {IsMoved}",
        $"""
        {Moved} update open_spans s set path = x.path from moved m, obligations x
        where x.path >= m.new and x.path < left(m.new, -1) || chr(127) and s.obligation = x.number
        """,
        $"{Moved} update units x set path = {NewPath}, depth = x.depth + m.deeper from moved m where {IsMoved}",
    ];

    /// <summary>Updates the kind of unit on the obligations of units whose kind has changed.</summary>
    public const string Kinds = """
        update obligations o set unit_kind = u.kind from units u where u.id = any($1) and o.path = u.path and o.unit_kind <> u.kind
        """;

    public const string NoNames = "delete from unit_names where unit = any($1)";

    public const string Names = """
        insert into unit_names (unit, place, from_day, to_day, name, kind, parent, code)
        select * from unnest($1::text[], $2::integer[], $3::date[], $4::date[], $5::text[], $6::smallint[], $7::text[], $8::text[])
        """;

    /// <summary>Both the old and the new unit may record a lineage; the two are merged as in <see
    /// cref="Grains.Units.Lineage.With"/>.</summary>
    public const string Lineage = """
        insert into lineage (old, new, extent, on_day, reorganisation)
        select old, new, max(extent), on_day, max(reorganisation)
        from unnest($1::text[], $2::text[], $3::smallint[], $4::date[], $5::text[]) as i (old, new, extent, on_day, reorganisation)
        group by old, new, on_day
        on conflict (old, new, on_day) do update set
            extent = greatest(lineage.extent, excluded.extent), reorganisation = greatest(lineage.reorganisation, excluded.reorganisation)
        """;

    public const string Plans = """
        insert into plans (id, owner, title, start_year, end_year, adopted_on, number)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::date[], $7::text[])
        """;

    public const string Titles = """
        update plans set title = i.title from unnest($1::text[], $2::text[]) as i (id, title) where plans.id = i.id
        """;

    public const string Tasks = "insert into tasks (id, plan, owner) select * from unnest($1::text[], $2::text[], $3::text[])";

    private static readonly string EventRows = Rows(
        "unit text, previous bigint, seq bigint, name text, data bytea, actor text, at bigint, request_id text, digest text, "
        + "earlier text, person text, session text, address text, on_behalf_of text, content bytea");

    private const string EventColumns =
        "unit text, seq bigint, name text, data bytea, actor text, at bigint, request_id text, digest text, person text, session text, "
        + "address text, on_behalf_of text, content bytea";

    /// <summary>
    /// Inserts events. A sequence number already taken violates the key. A number after a gap has no predecessor, so the unit is null,
    /// which violates it too. Only the first event of an append names a predecessor, whose hash it continues: the others follow in the same
    /// statement. A request that an earlier version of the program has answered is refused the same way.
    /// </summary>
    public static readonly string Events = $"""
        with written as (
            insert into events (unit, seq, name, data, actor, at, request_id, digest, person, session, address, on_behalf_of, hash)
            select
                case
                    when (i.previous = 0 or h.hash is not null)
                        and (i.earlier is null or (
                            select e.seq from events e where e.unit = i.unit and e.request_id = i.earlier and e.actor = i.actor) is null)
                        then i.unit
                end,
                i.seq, i.name, i.data, i.actor, i.at, i.request_id, i.digest, i.person, i.session, i.address, i.on_behalf_of,
                chain(coalesce(h.hash, '') || i.content) over (partition by i.unit order by i.seq)
            from {Rows(EventColumns + ", previous bigint, earlier text")}
            left join record_heads h on i.previous > 0 and h.unit = i.unit and h.seq = i.previous
            returning unit, seq, hash)
        merge into record_heads h
        using (select distinct on (unit) unit, seq, hash from written order by unit, seq desc) w on h.unit = w.unit
        when matched then update set seq = w.seq, hash = w.hash
        when not matched then insert (unit, seq, hash) values (w.unit, w.seq, w.hash)
        """;

    /// <summary>As <see cref="Events"/>, at less than half the cost, for the usual case: each append has one event, which is not the first
    /// of its unit, and no earlier version of the program can have answered it.</summary>
    public static readonly string NextEvents = $"""
        with headed as (
            update record_heads h set seq = i.seq, hash = sha256(h.hash || i.content)
            from {Rows(EventColumns)}
            where h.unit = i.unit and h.seq = i.seq - 1
            returning i.unit, i.seq, i.name, i.data, i.actor, i.at, i.request_id, i.digest, i.person, i.session, i.address, i.on_behalf_of, h.hash),
        written as (
            insert into events (unit, seq, name, data, actor, at, request_id, digest, person, session, address, on_behalf_of, hash)
            select * from headed)
        {Every("headed")}
        """;

    /// <summary>Fails the batch if a part of a statement has found fewer rows than it was given, by casting a text that is not a
    /// number.</summary>
    private static string Every(string part) =>
        $"select (case when count(*) < cardinality($1) then 'rows found: ' || count(*) end)::integer from {part}";

    private static readonly string ObligationRows = Rows(
        "id text, unit text, kind smallint, plan text, plan_owner text, source text, area text, reform smallint, start_year integer, "
        + "end_year integer, weight integer, planned bigint, status smallint, percent integer, due date, completed_on date, "
        + "with_difficulty boolean, spent bigint, reported boolean, data bytea, postponed boolean, origin text, period text");

    /// <summary>
    /// Inserts or updates obligations. For an unregistered unit, path and kind are null, which refuses the row. Uses merge, because an
    /// insert that meets a conflict first locks the row, which costs a WAL record of its own.
    /// </summary>
    public static readonly string Obligations = $"""
        merge into obligations o using {ObligationRows} on o.id = i.id
        when matched then update set
            weight = i.weight, planned = i.planned, status = i.status, percent = i.percent, due = i.due, completed_on = i.completed_on,
            with_difficulty = i.with_difficulty, spent = i.spent, reported = i.reported, data = i.data, postponed = i.postponed,
            origin = i.origin, period = i.period
        when not matched then insert (
            id, unit, path, unit_kind, kind, plan, plan_owner, source, area, reform, start_year, end_year, weight, planned,
            status, percent, due, completed_on, with_difficulty, spent, reported, data, postponed, origin, period)
        values (
            i.id, i.unit, (select u.path from units u where u.id = i.unit), (select u.kind from units u where u.id = i.unit), i.kind, i.plan,
            i.plan_owner, i.source, i.area, i.reform, i.start_year, i.end_year, i.weight, i.planned, i.status, i.percent, i.due,
            i.completed_on, i.with_difficulty, i.spent, i.reported, i.data, i.postponed, i.origin, i.period)
        """;

    /// <summary>Updates obligations whose terms and unit are unchanged, together with their open spans. An open span that began on an
    /// earlier day is also stored as an ended one. One statement for both tables costs half as much as two.</summary>
    public static readonly string Known = $"""
        with changed as (
            update obligations o set
                status = i.status, percent = i.percent, due = i.due, completed_on = i.completed_on, with_difficulty = i.with_difficulty,
                spent = i.spent, reported = i.reported, postponed = i.postponed, data = i.data
            from {Rows(
                "id text, status smallint, percent integer, due date, completed_on date, with_difficulty boolean, spent bigint, reported boolean, "
                + "postponed boolean, data bytea, from_day date, updated bigint")}
            where o.id = i.id
            returning o.number, i.from_day, i.updated, o.status, o.percent, o.due, o.completed_on, o.with_difficulty, o.spent, o.reported, o.postponed),
        ended as (
            insert into obligation_spans ({PastSql.Columns}, to_day)
            select {PastSql.Columns}, day
            from (select s.*, c.from_day as day from changed c join open_spans s on s.obligation = c.number and s.from_day < c.from_day) s),
        listed as (
            update open_spans s set
                from_day = greatest(s.from_day, c.from_day), updated = c.updated, status = c.status, percent = c.percent, due = c.due,
                completed_on = c.completed_on, with_difficulty = c.with_difficulty, spent = c.spent, reported = c.reported,
                postponed = c.postponed
            from changed c where s.obligation = c.number
            returning s.obligation)
        {Every("listed")}
        """;

    /// <summary>Writes only texts that have changed: each costs an index entry per trigram.</summary>
    public const string Texts = """
        insert into obligation_texts (id, folded, grams)
        select i.id, i.folded, i.grams::bigint[]
        from unnest($1::text[], $2::text[], $3::text[]) as i (id, folded, grams)
        where not exists (select from obligation_texts t where t.id = i.id and t.folded = i.folded)
        on conflict (id) do update set folded = excluded.folded, grams = excluded.grams
        """;

    /// <summary>Inserts messages. unnest keeps the order of the arrays, so ids ascend in that order.</summary>
    public const string Outbox = "insert into outbox (unit, seq, target) select * from unnest($1::text[], $2::bigint[], $3::text[])";

    /// <summary>Lock that serialises writers of grants, so that change numbers become visible in order. The lock number is arbitrary but
    /// must be unique in the database: "GRAN" in ASCII.</summary>
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

    /// <summary>Why an append was refused: the event that its request has already stored, the unit's last sequence number, the ids already
    /// taken, and whether its place in the tree is no longer valid.</summary>
    public const string Verdict = """
        select coalesce(
                (select seq from events where unit = $1 and request_id = $2),
                (select seq from events where unit = $1 and request_id = $6 and actor = $7)),
            (select max(seq) from events where unit = $1),
            (select id from units where id = $3),
            (select p.id from unnest($4::text[]) with ordinality i (id, place) join plans p on p.id = i.id order by i.place limit 1),
            (select t.id from unnest($5::text[]) with ordinality i (id, place) join tasks t on t.id = i.id order by i.place limit 1),
            exists (
                select from units p where p.id = $8 and (p.to_day is not null or exists (
                    select from units u where u.id = $1 and starts_with(p.path, u.path))))
                or ($9 and exists (select from units c where c.parent = $1 and c.to_day is null))
        """;
}
