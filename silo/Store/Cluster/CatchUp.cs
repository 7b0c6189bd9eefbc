namespace Hierarchy.Store.Cluster;

/// <summary>
/// Runs one thing for many callers: each waits for a run that began after it asked, so that it sees all that was there when it asked.
/// However many ask, one run is under way and at most one waits.
/// </summary>
internal sealed class CatchUp(Func<CancellationToken, Task> run)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    public Task RunAsync()
    {
        lock (_gate)
        {
            return _next ?? (_running.IsCompleted ? _running = run(CancellationToken.None) : _next = AfterAsync(_running));
        }
    }

    private async Task AfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task mine;
        lock (_gate)
        {
            _next = null;
            mine = _running = run(CancellationToken.None);
        }
        await mine;
    }
}
