namespace Hierarchy.Store;

/// <summary>Queries that read several lists in one statement: the obligations of each unit, or those that each line gives.</summary>
internal static class ListSql
{
    private const string OfPath = "o.path = wanted.list";
    private const string OfSource = "o.source = wanted.list and o.plan = wanted.plan";
    /// <summary>The newest events of several units.</summary>
    public const string Histories = """
        select e.unit, e.seq, e.name, e.data, e.actor, e.at, e.request_id, e.digest, e.person, e.on_behalf_of
        from unnest($1::text[]) wanted (unit)
        cross join lateral (
            select * from events
            where events.unit = wanted.unit and ($2::bigint is null or seq < $2) order by seq desc limit $3) e
        order by e.unit, e.seq desc
        """;

    /// <summary>The newest events of several obligations. $2, $3 and $6 are the encoded members by which an event names the obligation it
    /// is about, the one it imposes, or the inspection that found it. Skips long events that are never about an obligation.</summary>
    public const string HistoriesOfObligations = """
        select e.unit, e.seq, e.name, e.data, e.actor, e.at, e.request_id, e.digest, e.person, e.on_behalf_of, wanted.place::integer
        from unnest($1::text[], $2::bytea[], $3::bytea[], $6::bytea[]) with ordinality wanted (unit, about, imposed, found, place)
        cross join lateral (
            select * from events
            where events.unit = wanted.unit and ($4::bigint is null or seq < $4) and name not in ('plan-adopted', 'task-added', 'duty-added', 'plan-amended')
            and position(case
                when name in ('obligations-imposed', 'terms-amended') then wanted.imposed
                when name = 'unit-inspected' then wanted.found
                else wanted.about end in data) > 0
            order by seq desc limit $5) e
        order by wanted.place, e.seq desc
        """;

    // "offset 0" makes PostgreSQL select a list before it sorts. Otherwise it might walk the whole index of the order once per list.
    /// <summary>Parameters 1 to 34 are those of a page, 35 the paths or sources, 36 the plans of the sources. Each row begins with the
    /// number of its list, from 1.</summary>
    public static string PagesOf(ObligationOrder order, bool ofUnits, FilterSql filter)
    {
        var (_, key, id, due) = QuerySql.Order(order, filter);
        return $"""
            select wanted.place::integer, page.data, page.id
            from unnest($35, $36) with ordinality wanted (list, plan, place)
            cross join lateral (
                select o.data, {key} as key, {id} as id
                from (select * from {filter.From} o where {(ofUnits ? OfPath : OfSource)} offset 0) o
                {(filter.IsPast ? "" : "join open_spans s on s.obligation = o.number")}
                where {filter.Conditions}{due(filter)}{filter.MayContain}{filter.After(key, id)}
                order by {key}, {id} limit $32) page
            order by wanted.place, page.key, page.id
            """;
    }

    /// <summary>Parameters 1 to 31 are those of a page, 32 the paths or sources, 33 the plans of the sources.</summary>
    public static string SumsOf(bool ofUnits, FilterSql filter) => $"""
        select summed.* from unnest($32, $33) with ordinality wanted (list, plan, place)
        cross join lateral (
            {QuerySql.Sum} from {filter.From} o
            where {(ofUnits ? OfPath : OfSource)} and {filter.Conditions}{filter.DueByAsc}{filter.MayContain}) summed
        order by wanted.place
        """;
}
