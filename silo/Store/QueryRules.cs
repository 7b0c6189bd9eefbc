namespace Hierarchy.Store;

/// <summary>Rules for page queries that both stores share.</summary>
internal static class QueryRules
{
    /// <summary>Sort key of an obligation without a due day: last in both directions.</summary>
    public const long NoDay = int.MaxValue;

    public static void Check(ObligationQuery query)
    {
        if (query.First < 1)
        {
            throw new ArgumentException("A page has at least one item.", nameof(query));
        }
        if (query.After is { } after && after.Order != query.Order)
        {
            throw new ArgumentException($"The cursor belongs to the order {after.Order}, the page to {query.Order}.", nameof(query));
        }
    }

    /// <summary>The statuses that the query names, or else those that its timeliness implies, so that the index of finished obligations can
    /// be used.</summary>
    public static ImmutableArray<ObligationStatus> StatusOf(ObligationQuery query) =>
        query.Status.IsEmpty && !query.Timeliness.IsEmpty && query.Timeliness.All(t => t is Timeliness.DoneOnTime or Timeliness.DoneLate)
            ? [ObligationStatus.Done]
            : query.Status;

    /// <summary>Likewise for the overdue filter and the index of open obligations.</summary>
    public static bool? OverdueOf(ObligationQuery query) => query.Overdue ?? (query.Timeliness is [Timeliness.Overdue] ? true : null);

    /// <summary>The sort key of the cursor; all orders are ascending by it.</summary>
    public static long KeyOf(ObligationCursor cursor) => cursor switch
    {
        { Key: null } => NoDay,
        { Order: ObligationOrder.DueAsc or ObligationOrder.PercentAsc } => cursor.Key.Value,
        _ => -cursor.Key.Value,
    };
}
