namespace Hierarchy.Silo.Demo;

/// <summary>Simulates a year: the units of a country adopt invented plans and work on them, day by day, on a clock of its own. Idempotent:
/// acts that were already done are recognised by their request ids.</summary>
internal sealed class DemoYear(IGrainFactory grains, IUnitDirectory directory, IQueries queries, Loader loader, DemoClock clock)
{
    /// <summary>Shown on every page.</summary>
    public const string Name = "Dữ liệu minh hoạ, không có thật";

    public static readonly Caller Caller = new("minh hoạ", null);

    private const int AtOnceMax = 64;

    private const int PageSize = 500;

    /// <summary>The days on which the national plan and those of the provinces are adopted.</summary>
    private static readonly (int Month, int Day) National = (1, 6), Provincial = (1, 20);

    /// <param name="data">Folder of the units and the invented plans.</param>
    /// <param name="share">Receives the fraction done, 0 to 1.</param>
    public async Task PlayAsync(string data, int year, DateOnly until, IProgress<double> share, CancellationToken stop)
    {
        clock.Begin(new DateOnly(year, 1, 2));
        foreach (var units in Directory.GetFiles(Path.Combine(data, "units"), "*.csv"))
        {
            await loader.LoadFileAsync(units, amend: null, stop);
        }
        await grains.GetGrain<IInstallationGrain>(IInstallationGrain.Key).RenameAsync(Name, "demo-name", Caller);
        clock.Begin(new DateOnly(year, National.Month, National.Day));
        var root = directory.All()[0];
        await LoadAsync(Path.Combine(data, "demo", "national.yaml"), root, year, stop);
        clock.Begin(new DateOnly(year, Provincial.Month, Provincial.Day));
        foreach (var province in directory.Below(root.Id, UnitKind.Province).Where(unit => directory.Children(unit.Id).Count > 0))
        {
            await LoadAsync(Path.Combine(data, "demo", "provincial.yaml"), province, year, stop);
        }
        await PlayDaysAsync(await ObligationsAsync(root.Id, stop), new DateOnly(year, Provincial.Month, Provincial.Day).AddDays(1), until, share, stop);
    }

    private async Task LoadAsync(string template, Unit owner, int year, CancellationToken stop)
    {
        var text = (await File.ReadAllTextAsync(template, stop))
            .Replace("{year}", $"{year}", StringComparison.Ordinal)
            .Replace("{unit}", owner.Id, StringComparison.Ordinal)
            .Replace("{name}", owner.Name, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("hierarchy-demo-");
        try
        {
            var path = Path.Combine(folder.FullName, Path.GetFileName(template));
            await File.WriteAllTextAsync(path, text, stop);
            await loader.LoadFileAsync(path, amend: null, stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<List<Obligation>> ObligationsAsync(string root, CancellationToken stop)
    {
        var all = new List<Obligation>();
        var query = new ObligationQuery(root, Below: true, VietnameseDay.Today(clock), PageSize);
        while (true)
        {
            var page = await queries.ObligationsAsync(query, stop);
            all.AddRange(page.Items);
            if (!page.HasNext)
            {
                return all;
            }
            query = query with { After = ObligationCursor.Of(query.Order, page.Items[^1]) };
        }
    }

    private async Task PlayDaysAsync(List<Obligation> obligations, DateOnly from, DateOnly until, IProgress<double> share, CancellationToken stop)
    {
        // The few acts before the first day are done on the first day.
        var days = obligations
            .SelectMany(o => DemoScript.Of(o).Select((act, i) => (Obligation: o, act.Command, Number: i, Day: act.Day < from ? from : act.Day)))
            .Where(act => act.Day <= until)
            .GroupBy(act => act.Day)
            .OrderBy(day => day.Key);
        foreach (var day in days)
        {
            clock.Begin(day.Key);
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = stop };
            await Parallel.ForEachAsync(day.GroupBy(act => act.Obligation.Id), options, async (acts, _) =>
            {
                foreach (var act in acts)
                {
                    await DoAsync(act.Obligation, act.Command, act.Number);
                }
            });
            share.Report((double)(day.Key.DayNumber - from.DayNumber) / Math.Max(1, until.DayNumber - from.DayNumber));
        }
    }

    private async Task DoAsync(Obligation o, UnitCommand command, int number)
    {
        var request = $"demo-{DemoScript.SeedOf(o.Id):x16}-{number}";
        var outcome = await Repeatable.AskAsync(clock, () => grains.GetGrain<IUnitGrain>(o.Unit).ExecuteAsync(command, request, Caller));
        if (outcome is Outcome.Refused { Refusal: var refusal })
        {
            throw new InvalidOperationException($"{command.Subject}: {refusal.Message}");
        }
    }
}
