using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Hierarchy.Embedded;

/// <summary>The silo of this process: the directory of activations, their time-outs and their end. A singleton made by
/// <c>UseOrleans</c>.</summary>
/// <remarks>The genuine packages have no such type: only tests and simulations name it. Thread-safe.</remarks>
public sealed partial class EmbeddedSilo : IHostedService, IDisposable
{
    /// <summary>How many activations end at the same time when the host stops.</summary>
    private const int DeactivationsAtOnce = 64;

    /// <summary>How often a stop looks whether grains still call each other; timers may keep them at it for ever.</summary>
    private const int FinishLooksMax = 10;

    /// <summary>How long a stop waits for calls before it begins to deactivate the grains that are quiet.</summary>
    private static readonly TimeSpan FinishTimeMax = TimeSpan.FromSeconds(5);

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

        /// <summary>Grains are deactivated; no new ones are activated.</summary>
        Ending,
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
    /// No <c>OnDeactivateAsync</c> runs and no continuation of a grain resumes; what a turn is just computing goes on to its next
    /// <c>await</c>.
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
                activation.Abort(Lost(activation));
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
            var after = await LookForQuiet(cancellationToken);
            if (after == before && Volatile.Read(ref _inTransit) == 0 && Activations.All(activation => activation.WhenQuiet().IsCompleted))
            {
                return;
            }

            // A call between two mailboxes makes everybody look quiet for a moment.
            before = after;
            await Task.Yield();
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
            await FinishCalls(cancellationToken);
            _state = State.Ending;
            var options = new ParallelOptions { MaxDegreeOfParallelism = DeactivationsAtOnce, CancellationToken = cancellationToken };
            while (ActivationCount > 0)
            {
                await Parallel.ForEachAsync(Activations, options, (activation, token) => new(EndAsync(activation, token)));
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
        call.Silo = this;
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
            ? new OrleansMessageRejectionException(
                $"{call.Method} on {grainClass}/{key} waited for {call.Forwards} activations that ended before it ran.")
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
            if (state == State.Stopped || (state != State.Running && !inside))
            {
                return Unavailable();
            }

            if (!grainClass.Activations.TryGetValue(key, out var activation))
            {
                if (state == State.Ending)
                {
                    return Unavailable();
                }

                activation = grainClass.Activations.GetOrAdd(key, static (key, grainClass) => new(grainClass, key), grainClass);
            }

            switch (activation.TryAccept(call))
            {
                case Acceptance.Accepted:
                    if (_state == State.Stopped)
                    {
                        // The silo crashed between the first look and now, and may have missed this activation.
                        activation.Abort(Unavailable());
                    }

                    return null;
                case Acceptance.Full:
                    return new LimitExceededException(
                        nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit), Messaging.MaxEnqueuedRequestsHardLimit,
                        Messaging.MaxEnqueuedRequestsHardLimit, $"The mailbox of {activation} is full.");
            }
        }

        SiloUnavailableException Unavailable() =>
            new($"{call.Method} on {grainClass}/{key} is refused: the silo is stopping or has stopped.");
    }

    /// <summary>Lets grains finish what they have, while all that they may need of each other is still there. One that hangs does
    /// not hold up the others.</summary>
    private async Task FinishCalls(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(FinishTimeMax, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            long before = -1;
            for (var look = 0; look < FinishLooksMax; look++)
            {
                var after = await LookForQuiet(either.Token);
                if (after == before && Volatile.Read(ref _inTransit) == 0)
                {
                    return;
                }

                before = after;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What hangs is given until the end of the host's own patience.
        }
    }

    /// <summary>Waits until each grain has been quiet once.</summary>
    /// <returns>A number that differs from the last one when anything was called since.</returns>
    private async Task<long> LookForQuiet(CancellationToken cancellationToken)
    {
        foreach (var activation in Activations)
        {
            await activation.WhenQuiet().WaitAsync(cancellationToken);
        }

        return Activations.Sum(activation => activation.Accepted + 1);
    }

    private async Task EndAsync(Activation activation, CancellationToken cancellationToken)
    {
        try
        {
            // Twice, for what still runs and for OnDeactivateAsync itself.
            await activation.ShutDown().WaitAsync(2 * Collection.DeactivationTimeout, Time, cancellationToken);
        }
        catch (TimeoutException hung)
        {
            DeactivationFailed(activation, hung);
            activation.Abort(Lost(activation));
        }
    }

    private static SiloUnavailableException Lost(Activation activation) =>
        new($"The silo ended before {activation} answered. The call may have taken effect.");

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
