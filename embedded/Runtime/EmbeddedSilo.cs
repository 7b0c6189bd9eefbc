using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Hierarchy.Embedded;

/// <summary>The silo of this process: the directory of activations, their time-outs and their end. A singleton made by <c>UseOrleans</c>.</summary>
/// <remarks>The genuine packages have no such type: only tests and simulations name it. Thread-safe.</remarks>
public sealed partial class EmbeddedSilo : IHostedService, IDisposable
{
    /// <summary>How many activations end at the same time when the host stops.</summary>
    private const int DeactivationsAtOnce = 64;

    private readonly ILogger _log;
    private readonly ITimer _expiry;
    private readonly ITimer _collection;
    private volatile State _state;
    private int _inTransit;

    /// <summary>Finds the grain classes; made by the container.</summary>
    public EmbeddedSilo(
        IServiceProvider services, TimeProvider time, ILogger<EmbeddedSilo> log, IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection)
    {
        (Services, Time, _log, Messaging, Collection) = (services, time, log, messaging.Value, collection.Value);
        Client = new GrainClient(this);
        Catalog = new GrainCatalog(this);
        var look = TimeSpan.FromMilliseconds(Math.Clamp(Messaging.ResponseTimeout.TotalMilliseconds / 10, 10, 1000));
        _expiry = time.CreateTimer(static silo => ((EmbeddedSilo)silo!).Expire(), this, look, look);
        _collection = time.CreateTimer(
            static silo => ((EmbeddedSilo)silo!).CollectIdle(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
    }

    private enum State
    {
        Running,

        /// <summary>Grains finish what they have; nothing new comes in from outside.</summary>
        Stopping,
        Stopped,
    }

    /// <summary>How many grains are in memory now. Counts; not for use per call.</summary>
    public int ActivationCount => Catalog.Classes.Sum(c => c.Activations.Count);

    internal IServiceProvider Services { get; }

    internal TimeProvider Time { get; }

    internal SiloMessagingOptions Messaging { get; }

    internal GrainCollectionOptions Collection { get; }

    internal IClusterClient Client { get; }

    internal GrainCatalog Catalog { get; }

    private IEnumerable<Activation> Activations => Catalog.Classes.SelectMany(c => c.Activations.Select(pair => pair.Value));

    /// <summary>Ends the silo as a crash of the process would, to test recovery.</summary>
    /// <remarks>
    /// No <c>OnDeactivateAsync</c> runs and no continuation of a grain resumes; what a turn is just computing goes on to its next <c>await</c>.
    /// Callers get a <see cref="SiloUnavailableException"/>, as does every later call. Idempotent.
    /// </remarks>
    public void Abort()
    {
        _state = State.Stopped;
        _expiry.Dispose();
        _collection.Dispose();
        while (ActivationCount > 0)
        {
            foreach (var activation in Activations)
            {
                activation.Abort(new SiloUnavailableException($"The silo ended before {activation} answered. The call may have taken effect."));
            }
        }
    }

    /// <summary>Waits until no call waits or runs in any grain, stream items included.</summary>
    /// <remarks>For tests. Timers may start something again at any time, and work that a grain does not await is not seen.</remarks>
    public async Task WhenQuiet(CancellationToken cancellationToken = default)
    {
        // Nothing happened between two looks that both found every grain quiet, so all were quiet at once.
        for (long before = -1; ;)
        {
            foreach (var activation in Activations)
            {
                await activation.WhenQuiet().WaitAsync(cancellationToken);
            }

            var after = Activations.Sum(activation => activation.Accepted + 1);
            if (after == before && Volatile.Read(ref _inTransit) == 0 && Activations.All(activation => activation.WhenQuiet().IsCompleted))
            {
                return;
            }

            // A call between two mailboxes makes everybody look quiet for a moment.
            await Task.Yield();

            before = after;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Abort();

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        Started(Catalog.Classes.Length);
        return Task.CompletedTask;
    }

    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        _state = State.Stopping;
        try
        {
            await WhenQuiet(cancellationToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = DeactivationsAtOnce, CancellationToken = cancellationToken };
            while (ActivationCount > 0)
            {
                await Parallel.ForEachAsync(Activations, options, static async (activation, token) => await activation.ShutDown().WaitAsync(token));
            }
        }
        catch (OperationCanceledException)
        {
            StopTimedOut(ActivationCount);
        }

        Abort();
    }

    /// <summary>Sends a caller's call; it is answered in any case.</summary>
    internal void Send(GrainClass grainClass, string key, GrainCall call)
    {
        if (call.TryBegin() && TrySubmit(grainClass, key, call, Activation.OfThisTurn is not null) is { } refusal)
        {
            call.Fail(refusal);
        }
    }

    /// <summary>Counts, up and down, who has taken calls from one mailbox and not yet put them into another.</summary>
    internal void Transit(int change) => Interlocked.Add(ref _inTransit, change);

    /// <summary>Sends a call on that waited for an activation which has ended.</summary>
    internal void Forward(GrainClass grainClass, string key, GrainCall call)
    {
        var refusal = ++call.Forwards > Messaging.MaxForwardCount
            ? new OrleansMessageRejectionException($"{call.Method} on {grainClass}/{key} waited for {call.Forwards} activations that ended before it ran.")
            : TrySubmit(grainClass, key, call, inside: true);
        if (refusal is not null)
        {
            call.Fail(refusal);
        }
    }

    /// <summary>Puts the call into the grain's mailbox, making the activation if there is none.</summary>
    /// <returns>Null, or why it cannot be.</returns>
    internal Exception? TrySubmit(GrainClass grainClass, string key, GrainCall call, bool inside)
    {
        call.EnqueuedAt = call.EnqueuedAt == 0 ? Time.GetTimestamp() : call.EnqueuedAt;
        while (true)
        {
            var state = _state;
            if (state == State.Stopped || (state == State.Stopping && !inside))
            {
                return Unavailable();
            }

            if (!grainClass.Activations.TryGetValue(key, out var activation))
            {
                if (state == State.Stopping)
                {
                    return Unavailable();
                }

                activation = grainClass.Activations.GetOrAdd(key, static (key, grainClass) => new(grainClass, key), grainClass);
            }

            switch (activation.TryAccept(call))
            {
                case Acceptance.Accepted:
                    return null;
                case Acceptance.Full:
                    return new LimitExceededException(
                        nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit), Messaging.MaxEnqueuedRequestsHardLimit,
                        Messaging.MaxEnqueuedRequestsHardLimit, $"The mailbox of {activation} is full.");
            }
        }

        SiloUnavailableException Unavailable() => new($"{call.Method} on {grainClass}/{key} is refused: the silo is stopping or has stopped.");
    }

    private void Expire()
    {
        var now = Time.GetTimestamp();
        foreach (var activation in Activations)
        {
            activation.Expire(now, Messaging.ResponseTimeout);
        }
    }

    private void CollectIdle()
    {
        var now = Time.GetTimestamp();
        foreach (var activation in Activations)
        {
            activation.CollectIdle(now);
        }
    }
}
