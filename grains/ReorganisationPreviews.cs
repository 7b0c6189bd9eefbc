namespace Hierarchy.Grains;

/// <summary>Predicts what a reorganisation would do to the units as they are. Changes nothing.</summary>
public sealed class ReorganisationPreviews(IUnitDirectory directory, IQueries queries, IGrants grants)
{
    /// <summary>Obligations read per page.</summary>
    internal const int PageMax = 1_000;

    /// <summary>Beyond this many units, all obligations below the carrier are read instead of those of each unit.</summary>
    private const int UnitsMax = 500;

    /// <param name="reorganisation">Ordered.</param>
    /// <param name="share">Receives the fraction done, 0 to 1.</param>
    /// <exception cref="StoreUnavailableException">The database is unavailable.</exception>
    public async Task<ReorganisationPreview> OfAsync(
        Reorganisation reorganisation, DateOnly today, CancellationToken cancellation, IProgress<double>? share = null)
    {
        await directory.CatchUpAsync();
        await grants.CatchUpAsync(cancellation);
        if (ReorganisationRules.ConflictsOf(reorganisation, directory) is { IsEmpty: false } conflicts)
        {
            return ReorganisationPreview.None(reorganisation, conflicts);
        }
        var foretelling = new Foretelling(reorganisation, directory);
        foreach (var query in Queries(reorganisation, foretelling, today))
        {
            await ReadAsync(query, foretelling, share, cancellation);
        }
        var closed = reorganisation.Close.Select(closing => closing.Unit).ToHashSet(StringComparer.Ordinal);
        var plans = directory.PlansAtOrBelow(reorganisation.Carrier).Where(plan => closed.Contains(plan.Owner)).ToList();
        var ended = closed.Sum(unit => grants.OfUnit(unit).Count(grant => grant.MayHoldFrom(reorganisation.EffectiveOn))
            + grants.FocalAgenciesOf(unit).Count(focal => focal.MayHoldFrom(reorganisation.EffectiveOn)));
        return foretelling.Preview(plans, ended);
    }

    private IEnumerable<ObligationQuery> Queries(Reorganisation reorganisation, Foretelling foretelling, DateOnly today)
    {
        var units = foretelling.Units.Where(unit => directory.Find(unit) is not null).ToList();
        return units.Count > UnitsMax
            ? [new ObligationQuery(reorganisation.Carrier, Below: true, today, PageMax)]
            : units.Select(unit => new ObligationQuery(unit, Below: false, today, PageMax));
    }

    private async Task ReadAsync(ObligationQuery query, Foretelling foretelling, IProgress<double>? share, CancellationToken cancellation)
    {
        var all = share is null ? 0 : await queries.CountObligationsAsync(query, cancellation);
        for (var (done, hasNext) = (0, true); hasNext;)
        {
            var page = await queries.ObligationsAsync(query, cancellation);
            foreach (var obligation in page.Items.Where(obligation => foretelling.IsAbout(obligation.Unit)))
            {
                foretelling.Add(obligation);
            }
            done += page.Items.Length;
            share?.Report(all == 0 ? 1 : Math.Min(1, (double)done / all));
            hasNext = page.HasNext;
            query = page.Items is [.., var last] ? query with { After = ObligationCursor.Of(query.Order, last) } : query;
        }
    }
}
