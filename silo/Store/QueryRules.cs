namespace Hierarchy.Store;

/// <summary>What both stores make of a page's query.</summary>
internal static class QueryRules
{
    /// <summary>What stands for no due day, after every day in both directions.</summary>
    public const long NoDay = int.MaxValue;

    public static void Check(ObligationQuery query)
    {
        if (query.First < 1)
        {
            throw new ArgumentException("A page has at least one item.", nameof(query));
        }
        if (query.After is { } after && after.Order != query.Order)
        {
            throw new ArgumentException($"The cursor is of the order {after.Order}, the page of {query.Order}.", nameof(query));
        }
    }

    /// <summary>The statuses that the query names, or else those that its timeliness implies: what the index of finished ones goes
    /// by.</summary>
    public static ImmutableArray<ObligationStatus> StatusOf(ObligationQuery query) =>
        query.Status.IsEmpty && !query.Timeliness.IsEmpty && query.Timeliness.All(t => t is Timeliness.DoneOnTime or Timeliness.DoneLate)
            ? [ObligationStatus.Done]
            : query.Status;

    /// <summary>Likewise: what the index of open ones goes by.</summary>
    public static bool? OverdueOf(ObligationQuery query) => query.Overdue ?? (query.Timeliness is [Timeliness.Overdue] ? true : null);

    /// <summary>The number by which the order is ascending.</summary>
    public static long KeyOf(ObligationCursor cursor) => cursor switch
    {
        { Key: null } => NoDay,
        { Order: ObligationOrder.DueAsc or ObligationOrder.PercentAsc } => cursor.Key.Value,
        _ => -cursor.Key.Value,
    };
}
