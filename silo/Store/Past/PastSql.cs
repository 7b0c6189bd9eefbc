namespace Hierarchy.Store.Past;

/// <summary>What keeps the states of past days.</summary>
internal static class PastSql
{
    public const string Restate = """
        delete from obligation_spans s using unnest($1::text[]) i (id), obligations o where o.id = i.id and s.obligation = o.number
        """;

    private static readonly string SpanRows = AppendSql.Rows(
        "id text, unit text, from_day date, to_day date, due date, completed_on date, weight integer, percent integer, "
        + "start_year integer, end_year integer, kind smallint, reform smallint, status smallint, own boolean, reported boolean, "
        + "postponed boolean, with_difficulty boolean, planned bigint, spent bigint, updated bigint");

    /// <summary>A change closes the span that is open. On the day on which that one began it replaces it; nothing counts before what is
    /// recorded before it, so the open one is the last, and is looked for only where it began on an earlier day.</summary>
    public static readonly string Spans = $"""
        with given as materialized (
            select i.*, o.number as obligation, u.number as unit_number, last.from_day as begun, greatest(i.from_day, last.from_day) as day
            from {SpanRows}
            left join obligations o on o.id = i.id
            left join units u on u.id = i.unit
            left join lateral (select max(s.from_day) as from_day from obligation_spans s where s.obligation = o.number) as last on true),
        closed as (
            update obligation_spans s set to_day = g.day from given g
            where g.begun < g.day and s.obligation = g.obligation and s.from_day = g.begun and s.to_day = 'infinity')
        insert into obligation_spans (
            obligation, unit, from_day, to_day, due, completed_on, weight, percent, start_year, end_year, kind, reform, status, own, reported,
            postponed, with_difficulty, planned, spent, updated)
        select obligation, unit_number, day, to_day, due, completed_on, weight, percent, start_year, end_year, kind, reform, status, own,
            reported, postponed, with_difficulty, planned, spent, updated
        from given
        on conflict (obligation, from_day) do update set
            to_day = excluded.to_day, due = excluded.due, completed_on = excluded.completed_on, weight = excluded.weight,
            percent = excluded.percent, status = excluded.status, reported = excluded.reported, postponed = excluded.postponed,
            with_difficulty = excluded.with_difficulty, planned = excluded.planned, spent = excluded.spent, updated = excluded.updated
        """;

    public const string Money = """
        insert into plan_money (plan, area, owner, reform, start_year, end_year, from_day, own, money)
        select * from unnest(
            $1::text[], $2::text[], $3::text[], $4::smallint[], $5::smallint[], $6::smallint[], $7::date[], $8::boolean[], $9::bigint[])
        on conflict (plan, area) do update set from_day = excluded.from_day, own = excluded.own, money = excluded.money
        """;

    public const string AllMoney = """
        select plan, owner, area, reform, start_year, end_year, from_day, own, money from plan_money order by plan, area
        """;

    /// <summary>All that was done to some obligations, the oldest first; as in <see cref="ListSql.HistoriesOfObligations"/>. What imposes a
    /// finding names the inspection alone, as $4 says.</summary>
    public const string Histories = """
        select e.unit, e.seq, e.name, e.data, e.actor, e.at, e.request_id, e.digest, wanted.place::integer
        from unnest($1::text[], $2::bytea[], $3::bytea[], $4::bytea[]) with ordinality wanted (unit, about, imposed, found, place)
        join events e on e.unit = wanted.unit and e.name not in ('plan-adopted', 'task-added', 'duty-added')
            and position(case
                when e.name in ('obligations-imposed', 'terms-amended', 'obligations-received') then wanted.imposed
                when e.name = 'unit-inspected' then wanted.found
                else wanted.about end in e.data) > 0
        order by wanted.place, e.seq
        """;

    /// <summary>Obligations as they were on the day $7, with the columns that lists go by.</summary>
    public const string Rows = """
        (select p.id, p.unit, p.origin, p.path, p.unit_kind, p.kind, p.plan, p.plan_owner, p.source, p.area, p.reform, p.start_year, p.end_year,
            s.weight, s.planned, s.status, s.percent, s.due, s.completed_on, s.with_difficulty, s.spent, s.reported, s.postponed, s.updated,
            case when s.to_day = 'infinity' then p.data end as data, p.period
        from obligation_spans s join obligations p on p.number = s.obligation
        where s.from_day <= $7::date and s.to_day > $7::date)
        """;

    public static readonly string Sums = $"""
        select p.unit, {QuerySql.OriginOf("p")} as giver, p.plan, p.plan_owner, p.source, p.area, p.reform, p.kind, p.start_year, p.end_year, s.status, s.due,
            count(*)::integer,
            count(*) filter (where s.status in (3, 4) and not coalesce(s.completed_on > s.due, false))::integer,
            count(*) filter (where s.reported)::integer,
            count(*) filter (where s.postponed)::integer,
            coalesce(sum(s.weight) filter (where s.status <> 5), 0)::bigint,
            coalesce(sum(s.weight::bigint * s.percent) filter (where s.status <> 5), 0),
            sum(s.planned),
            sum(s.spent),
            p.period
        from obligation_spans s join obligations p on p.number = s.obligation
        where s.from_day <= $1::date and s.to_day > $1::date
        group by p.unit, giver, p.plan, p.plan_owner, p.source, p.area, p.reform, p.kind, p.start_year, p.end_year, s.status, s.due, p.period
        order by p.unit, giver, p.plan nulls first, p.plan_owner, p.source, p.area, p.reform, p.kind, p.start_year, p.end_year, s.status,
            s.due nulls last, p.period nulls first
        """;
}
