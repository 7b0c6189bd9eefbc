using System.Runtime.CompilerServices;

namespace Hierarchy.Grains;

/// <summary>Passes open difficulties to the units that now have to resolve them. The previous holder may have ended or no longer be
/// above.</summary>
public static class OpenDifficulties
{
    /// <param name="under">The unit at or below which difficulties are passed on.</param>
    /// <param name="key">Prefix of each request id.</param>
    /// <param name="execute">Gives a unit a command under a request id.</param>
    /// <exception cref="StoreUnavailableException">The database is unavailable.</exception>
    public static async Task PassAsync(
        string under, string key, IUnitDirectory directory, IQueries queries, DateOnly today, Func<string, UnitCommand, string, Task> execute,
        CancellationToken cancellation)
    {
        var query = new ObligationQuery(under, Below: true, today, ReorganisationPreviews.PageMax) { WithDifficulty = true };
        await foreach (var obligation in queries.AllAsync(query, cancellation))
        {
            if (obligation.HolderIn(directory) != obligation.Difficulty!.RaisedTo)
            {
                await execute(
                    obligation.Unit, new UnitCommand.PassDifficulty(obligation.Id), $"{key}:{RequestKey.DigestOf(obligation.Id)}:{obligation.Version}");
            }
        }
    }

    /// <summary>All that a query finds, page after page.</summary>
    internal static async IAsyncEnumerable<Obligation> AllAsync(
        this IQueries queries, ObligationQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var hasNext = true; hasNext;)
        {
            var page = await queries.ObligationsAsync(query, cancellation);
            foreach (var obligation in page.Items)
            {
                yield return obligation;
            }
            hasNext = page.HasNext;
            query = page.Items is [.., var last] ? query with { After = ObligationCursor.Of(query.Order, last) } : query;
        }
    }
}
