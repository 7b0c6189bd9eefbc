namespace Hierarchy.Silo.Cluster;

/// <summary>Asks the database several times a second whether this node is still a member of the cluster. A node that was frozen serves
/// nothing until it has the answer: its units may have been taken over in the meantime, and their state here may be stale.</summary>
internal sealed class Pulse(PostgresStore store, TimeProvider time) : BackgroundService
{
    /// <summary>A pause between two beats from which on the node counts as frozen. Well below the time after which an unresponsive node can
    /// be declared dead.</summary>
    private static readonly TimeSpan FrozenMin = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _beatAt = time.GetTimestamp();
    private long _answeredAt = time.GetTimestamp();
    private bool _doubtful;

    /// <summary>Time since the last answer of the database.</summary>
    public TimeSpan SinceAnswer => time.GetElapsedTime(Volatile.Read(ref _answeredAt));

    /// <summary>Completes when the cluster has declared this node dead.</summary>
    public Task Dead => _dead.Task;

    /// <summary>Whether this node may serve the state of its units.</summary>
    public bool MayServe => !_dead.Task.IsCompleted && !Volatile.Read(ref _doubtful) && time.GetElapsedTime(Volatile.Read(ref _beatAt)) < FrozenMin;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Volatile.Write(ref _beatAt, time.GetTimestamp());
        Volatile.Write(ref _answeredAt, time.GetTimestamp());
        using var timer = new PeriodicTimer(Period, time);
        var asked = Task.CompletedTask;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(_beatAt) >= FrozenMin)
            {
                Volatile.Write(ref _doubtful, true);
            }
            Volatile.Write(ref _beatAt, time.GetTimestamp());
            if (asked.IsCompleted)
            {
                asked = AskAsync(stoppingToken);
            }
        }
    }

    private async Task AskAsync(CancellationToken stop)
    {
        var began = time.GetTimestamp();
        try
        {
            if (await store.IsMemberAsync(stop).ConfigureAwait(false) is false)
            {
                _dead.TrySetResult();
                return;
            }
            Volatile.Write(ref _answeredAt, time.GetTimestamp());
            // An answer to a question asked before the freeze proves nothing.
            if (time.GetElapsedTime(began) < FrozenMin)
            {
                Volatile.Write(ref _doubtful, false);
            }
        }
        catch (Exception away) when (away is StoreUnavailableException or OperationCanceledException)
        {
            // While the database is unavailable, no node can be declared dead either.
        }
    }
}
