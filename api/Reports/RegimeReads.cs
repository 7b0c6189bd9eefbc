namespace Hierarchy.Api.Reports;

/// <summary>Finds regimes. They never change, so they need not match the version of anything else.</summary>
internal static class RegimeReads
{
    private static readonly BatchLoader<string, string> Owners = new(async (regimes, call, cancellation) =>
        await BackendOf(call).QueryAsync(queries => queries.OwnersOfRegimesAsync(regimes, cancellation)));

    private static readonly BatchLoader<string, ImmutableArray<Regime>> OfUnits = new(FetchAsync, int.MaxValue);

    /// <summary>The regime with this id; null if there is none.</summary>
    public static IDataLoaderResult<object?>? Find(string id, CallContext call) => OwnerOf(id, call)?.Then(object? (owner) =>
        owner is null ? null : OfUnits.Load(owner, call).Then(regimes => regimes.FirstOrDefault(regime => regime.Id == id)));

    /// <summary>The owner of a regime, or of another item that shares the id space of regimes; null for an impossible id.</summary>
    public static IDataLoaderResult<string?>? OwnerOf(string id, CallContext call) =>
        Text.Fault(id, "id", required: true, OwnedId.LengthMax) is null ? Owners.Load(id, call) : null;

    /// <summary>The regimes of some units and of the units above them, from the top down.</summary>
    public static IDataLoaderResult<IEnumerable<Regime>> At(IReadOnlyList<string> units, CallContext call) => OfUnits
        .LoadMany(units.SelectMany(unit => BackendOf(call).Directory.Ancestors(unit).Select(above => above.Id).Append(unit)).Distinct(), call)
        .Then(found => found.SelectMany(regimes => regimes.AsEnumerable()));

    /// <summary>The period of an obligation; null for none.</summary>
    public static IDataLoaderResult<ReportPeriod?>? PeriodOf(Obligation obligation, CallContext call) => obligation.Terms.Period is not { } key
        ? null
        : OfUnits.Load(obligation.Terms.PlanOwner, call).Then(regimes =>
            regimes.FirstOrDefault(regime => regime.Id == ReportPeriod.RegimeOf(key))?.FindPeriod(key));

    /// <summary>The period with this key; null if there is none.</summary>
    public static async Task<ReportPeriod?> FindPeriodAsync(string key, Backend backend, CancellationToken cancellation)
    {
        if (ReportPeriod.RegimeOf(key) is not { } id || Text.Fault(id, "id", required: true, OwnedId.LengthMax) is not null)
        {
            return null;
        }
        var owners = await backend.QueryAsync(queries => queries.OwnersOfRegimesAsync([id], cancellation));
        return owners.TryGetValue(id, out var owner)
            ? (await backend.AskAsync(owner, grain => grain.ReadPlansAsync())).Regimes.FirstOrDefault(regime => regime.Id == id)?.FindPeriod(key)
            : null;
    }

    /// <summary>The period of a report.</summary>
    public static IDataLoaderResult<ReportPeriod?> PeriodOf(ReportForm form, CallContext call) => OfUnits.Load(form.Owner, call)
        .Then(regimes => regimes.FirstOrDefault(regime => regime.Id == form.Regime)?.FindPeriod(form.Period));

    private static async Task<IReadOnlyDictionary<string, ImmutableArray<Regime>>> FetchAsync(
        IReadOnlyList<string> units, CallContext call, CancellationToken cancellation)
    {
        var backend = BackendOf(call);
        var found = new ConcurrentDictionary<string, ImmutableArray<Regime>>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            units, new ParallelOptions { MaxDegreeOfParallelism = Backend.CallsMax, CancellationToken = cancellation },
            async (unit, _) => found[unit] = (await backend.AskAsync(unit, grain => grain.ReadPlansAsync()).ConfigureAwait(false)).Regimes);
        return found;
    }

    private static Backend BackendOf(CallContext call) => (Backend)call.Services.GetService(typeof(Backend))!;
}
