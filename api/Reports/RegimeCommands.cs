namespace Hierarchy.Api.Reports;

/// <summary>Commands about regimes, and about the holidays that they use.</summary>
internal static class RegimeCommands
{
    public static async Task<Regime> AddAsync(Backend backend, string requestId, RegimeInput input, IResolveFieldContext context)
    {
        var began = backend.Time.GetTimestamp();
        _ = backend.Directory.Get(input.Owner, "input", "owner");
        var act = await Evidence.OfAsync(backend, input.Act, context, "input", "act");
        var holidays = input.NextWorkingDay == true ? (await InstallationAsync(backend)).HolidaysOf(input.StartYear, input.EndYear) : [];
        var regime = Place.At(["input"], () => input.ToRegime(act, holidays));
        var command = new UnitCommand.AddRegime(regime);
        return ((Outcome.OfRegime)await Commands.ExecuteAsync(backend, regime.Owner, command, requestId, context, "input", began)).Regime;
    }

    /// <param name="caller">The caller; administrators have no scope.</param>
    public static async Task<bool> SetHolidaysAsync(
        Backend backend, string requestId, int year, DateOnly[] days, Caller caller, CancellationToken cancellation)
    {
        if (caller.Scope is null && Installation.FaultOfHolidays(year, [.. days]) is null
            && await MovedAsync(backend, year, days, cancellation) is var (period, from, to))
        {
            throw ApiError.From(
                Refusal.Conflict(
                    $"It would move the last day of '{period.Key}' from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}, by which reports are owed already: "
                    + "leave that holiday as it is, and move the due days with changeDueMany.", "days"),
                argument: null);
        }
        var refusal = await backend.AskAsync<IInstallationGrain, Refusal?>(
            IInstallationGrain.Key, grain => grain.SetHolidaysAsync(year, [.. days], requestId, caller));
        return refusal is null ? true : throw ApiError.From(refusal, argument: null);
    }

    private static Task<Installation> InstallationAsync(Backend backend) =>
        backend.AskAsync<IInstallationGrain, Installation>(IInstallationGrain.Key, grain => grain.ReadAsync());

    /// <summary>A last day that these holidays would move; null for none. Cost: all regimes that move last days to working days.</summary>
    private static async Task<(ReportPeriod Period, DateOnly From, DateOnly To)?> MovedAsync(
        Backend backend, int year, DateOnly[] days, CancellationToken cancellation)
    {
        var owners = await backend.QueryAsync(queries => queries.OwnersOfRegimesAsync(null, cancellation));
        foreach (var owner in owners.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            foreach (var regime in (await backend.AskAsync(owner, grain => grain.ReadPlansAsync())).Regimes.Where(regime => regime.NextWorkingDay))
            {
                var otherwise = regime with { Holidays = [.. regime.Holidays.Where(day => day.Year != year), .. days] };
                foreach (var (now, then) in regime.AllPeriods().Zip(otherwise.AllPeriods()))
                {
                    foreach (var kind in now.Rule.Due.Select(due => due.Kind))
                    {
                        if (now.DueOf(kind) is { } from && then.DueOf(kind) is { } to && from != to)
                        {
                            return (now, from, to);
                        }
                    }
                }
            }
        }
        return null;
    }
}
