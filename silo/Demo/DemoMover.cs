namespace Hierarchy.Silo.Demo;

/// <summary>Changes a demonstration while it is served, one act every <see cref="Period"/>, so that pages move.</summary>
internal sealed partial class DemoMover(IGrainFactory grains, IUnitDirectory directory, IQueries queries, TimeProvider time, ILogger<DemoMover> log)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Number of obligations among which one is chosen.</summary>
    private const int ChoiceMax = 500;

    private static readonly ObligationOrder[] Orders = [ObligationOrder.DueAsc, ObligationOrder.PercentAsc, ObligationOrder.UpdatedDesc];

    private static readonly ObligationStatus[] Statuses =
        [ObligationStatus.NotStarted, ObligationStatus.InProgress, ObligationStatus.InProgress, ObligationStatus.Submitted];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ActAsync(Random.Shared, stoppingToken);
            }
            catch (Exception fault) when (fault is TimeoutException or OrleansException or StoreUnavailableException)
            {
                LogFailed(fault.Message);
            }
        }
    }

    /// <summary>The next command for an obligation, by its status.</summary>
    public static UnitCommand NextFor(Obligation o, DateOnly today, Random luck) => o switch
    {
        { Status: ObligationStatus.Submitted } when luck.Next(100) < 90 => new UnitCommand.Accept(o.Id, null),
        { Status: ObligationStatus.Submitted } => new UnitCommand.SendBack(o.Id, "Đề nghị bổ sung số liệu."),
        { Due: not null, Percent: >= 70 * 100 } => new UnitCommand.Submit(o.Id, new Document($"{luck.Next(10, 900)}/MH-BC", today, null, null), null, null),
        _ => new UnitCommand.ReportProgress(o.Id, Math.Min(95, o.Percent / 100 + luck.Next(5, 40)), DemoScript.NoteOf(luck), null, null),
    };

    private async Task ActAsync(Random luck, CancellationToken stop)
    {
        var today = VietnameseDay.Today(time);
        var page = await queries.ObligationsAsync(
            new ObligationQuery(directory.All()[0].Id, Below: true, today, ChoiceMax)
            {
                Status = [Statuses[luck.Next(Statuses.Length)]],
                Order = Orders[luck.Next(Orders.Length)],
            },
            stop);
        if (page.Items.IsEmpty)
        {
            return;
        }
        var o = page.Items[luck.Next(page.Items.Length)];
        // A user may have changed the obligation in the meantime; then the command is refused, which is fine.
        await grains.GetGrain<IUnitGrain>(o.Unit).ExecuteAsync(NextFor(o, today, luck), $"demo-{Guid.NewGuid():N}", DemoYear.Caller);
    }

    [LoggerMessage(2301, LogLevel.Warning, "The demonstration pauses for a moment: {Reason}")]
    private partial void LogFailed(string reason);
}
