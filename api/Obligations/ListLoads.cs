namespace Hierarchy.Api.Obligations;

/// <summary>Reads and counts lists of obligations: lists that differ only in their unit or source share one statement, so that a list of
/// units or lines costs no more statements than one of them.</summary>
internal static class ListLoads
{
    /// <summary>Maximum number of lists in one statement; more are split.</summary>
    private const int ListsMax = 250;

    /// <summary>Maximum number of concurrent statements of one answer for lists of one kind, so that the database can also serve
    /// others.</summary>
    private const int AtOnceMax = 4;

    public static readonly BatchLoader<ObligationQuery, Page<Obligation>> Pages = new((lists, call, cancellation) => ReadAsync(
        lists, call,
        (queries, list) => queries.ObligationsAsync(list, cancellation),
        async (queries, many) => await queries.ObligationsAsync(many, cancellation)), ListsMax);

    public static readonly BatchLoader<ObligationQuery, int?> Counts = new((lists, call, cancellation) => ReadAsync(
        lists, call,
        async Task<int?> (queries, list) => await queries.CountObligationsAsync(list, cancellation),
        async (queries, many) => [.. (await queries.SumObligationsAsync(many, cancellation)).Select(sums => (int?)sums.Count)]),
        ListsMax);

    public static readonly BatchLoader<ObligationQuery, ObligationSums> Totals = new((lists, call, cancellation) => ReadAsync(
        lists, call,
        (queries, list) => queries.SumObligationsAsync(list, cancellation),
        async (queries, many) => await queries.SumObligationsAsync(many, cancellation)), ListsMax);

    private static async Task<IReadOnlyDictionary<ObligationQuery, T>> ReadAsync<T>(
        IReadOnlyList<ObligationQuery> lists, CallContext call, Func<IQueries, ObligationQuery, Task<T>> readOne,
        Func<IQueries, ObligationLists, Task<IReadOnlyList<T>>> readMany)
    {
        var backend = (Backend)call.Services.GetService(typeof(Backend))!;
        var found = new Dictionary<ObligationQuery, T>(lists.Count);
        if (lists is [_])
        {
            await ReadAsync(lists);
            return found;
        }
        await Parallel.ForEachAsync(
            lists.GroupBy(AlikeOf), new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax }, async (alike, _) => await ReadAsync(alike));
        return found;

        async Task ReadAsync(IEnumerable<ObligationQuery> alike)
        {
            ObligationQuery[] group = [.. alike];
            IReadOnlyList<T> read = group.Length == 1 || group[0].Below
                ? [.. Enumerable.Repeat(await backend.QueryAsync(queries => readOne(queries, group[0])), group.Length)]
                : await backend.QueryAsync(queries => readMany(queries, TogetherOf(group)));
            lock (found)
            {
                foreach (var (list, value) in group.Zip(read))
                {
                    found[list] = value;
                }
            }
        }
    }

    /// <summary>The common part by which lists are grouped. A list of everything below a unit is read alone.</summary>
    private static (ObligationQuery Common, string Arrays) AlikeOf(ObligationQuery list)
    {
        // Arrays compare by reference.
        var common = list with { Status = [], Timeliness = [] };
        return (
            list.Below ? common : list.Unit is not null ? common with { Unit = null } : common with { Plan = null, Source = null },
            string.Join(' ', list.Status) + '/' + string.Join(' ', list.Timeliness));
    }

    private static ObligationLists TogetherOf(ObligationQuery[] lists) => lists[0].Unit is not null
        ? new ObligationLists.OfUnits(lists[0] with { Unit = null }, [.. lists.Select(list => list.Unit!)])
        : new ObligationLists.OfSources(
            lists[0] with { Plan = null, Source = null }, [.. lists.Select(list => (list.Plan!, list.Source!))]);
}
