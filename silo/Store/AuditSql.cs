namespace Hierarchy.Store;

/// <summary>The record of a unit and everything below it, newest first: by (at, unit, seq), descending.</summary>
/// <remarks>
/// Walking all events by time would read a whole country's events to find those of one commune, and sorting a province's events would read
/// its whole history. So the newest event of each unit is looked up, at one index probe per unit. A page of n events can hold events of
/// only the n units with the newest ones, and none older than the oldest of those n.
/// </remarks>
internal static class AuditSql
{
    /// <summary>Parameters: 1 and 2 the range of paths, 3 the first instant, 4 the last, 5 to 7 the cursor (at, unit, seq), 8 the number of
    /// rows, 9 the person.</summary>
    public static string PageOf(bool ofPerson) => ofPerson ? _ofPerson : _ofAll;

    private static readonly string _ofAll = Page("");
    private static readonly string _ofPerson = Page("e.person = $9 and ");

    // The range of instants is always a condition, so that every page walks the index in the same way.
    private static string Page(string whose) => $"""
        with newest as materialized (
            select u.id, last.at
            from units u
            cross join lateral (
                select e.at from events e
                where {whose}e.unit = u.id and {Within("u.id")}
                order by e.at desc, e.seq desc limit 1) last
            where u.path >= $1 and u.path < $2
            order by last.at desc, u.id desc limit $8),
        oldest as materialized (select case count(*) when $8 then min(at) else $3 end as at from newest),
        page as materialized (
            select found.unit, found.at, found.seq
            from oldest cross join newest
            cross join lateral (
                select e.unit, e.at, e.seq from events e
                where {whose}e.unit = newest.id and e.at >= oldest.at and {Within("newest.id")}
                order by e.at desc, e.seq desc limit $8) found
            order by found.at desc, found.unit desc, found.seq desc limit $8)
        select e.unit, e.seq, e.name, e.data, e.actor, e.at, e.request_id, e.digest, e.person, e.on_behalf_of, e.session, e.address
        from page p cross join lateral (select * from events where events.unit = p.unit and events.seq = p.seq) e
        order by p.at desc, p.unit desc, p.seq desc
        """;

    private static string Within(string unit) => $"""
        e.at >= $3 and e.at <= $4
        and (e.at, e.seq) < ($5, case when {unit} < $6 then {long.MaxValue} when {unit} = $6 then $7 else 0 end)
        """;

    /// <summary>The obligations with the given ids, from which their titles are read. Unknown ids are left out.</summary>
    public const string Obligations = "select data from obligations where id = any($1)";
}
