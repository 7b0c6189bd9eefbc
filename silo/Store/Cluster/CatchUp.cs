namespace Hierarchy.Store.Cluster;

/// <summary>
/// Shares runs of one function among many callers. Each caller waits for a run that began after its call, so that the run covers everything
/// written before. At most one run is under way and one is pending.
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
