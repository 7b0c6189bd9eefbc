using System.Threading.Channels;

namespace Hierarchy.Silo;

/// <summary>Repairs roll-ups and delivers messages: once before the system serves, then every <see cref="Period"/>, so that whatever a
/// stream drops is repaired within that time.</summary>
internal sealed partial class Recovery(Repair repair, Turn turn, TimeProvider time, ILogger<Recovery> log)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(60);

    /// <summary>Delay before a second run after a failure or a silo's death: what is moved then may not be on disk at the first.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _soon = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Runs at once, and again after <see cref="Again"/>. For callers that know that something was lost.</summary>
    public void RunSoon() => _soon.Writer.TryWrite(true);

    /// <inheritdoc cref="Repair.RunAsync"/>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var found = 0;
        await turn.RunAsync("recovery", async () => found = await repair.RunAsync(cancellation), cancellation);
        return found;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = Period;
        while (!stoppingToken.IsCancellationRequested)
        {
            var asked = await IsAskedAsync(wait, stoppingToken);
            try
            {
                stoppingToken.ThrowIfCancellationRequested();
                await RunAsync(stoppingToken);
                wait = asked ? Again : Period;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(fault.Message);
                wait = Again;
            }
        }
    }

    /// <summary>Whether a run was requested before the time was over.</summary>
    private async Task<bool> IsAskedAsync(TimeSpan wait, CancellationToken stop)
    {
        using var over = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
        try
        {
            return await _soon.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Checking roll-ups and messages failed, retrying soon: {Reason}")]
    private partial void LogFailed(string reason);
}
