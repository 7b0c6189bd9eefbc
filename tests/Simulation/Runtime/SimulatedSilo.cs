using Hierarchy.Tests.Grains;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.BroadcastChannel;

namespace Hierarchy.Simulation.Runtime;

/// <summary>One process: grains, store, directory and clock. It may crash at any moment and loses all of these.</summary>
internal sealed class SimulatedSilo : NamedGrains, IBroadcastChannelProvider, IChangeFeed, ILogger<UnitGrain>
{
    /// <summary>Orleans' default.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RepairPeriod = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DirectoryPeriod = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, GrainActivation> _activations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Action<Exception>> _calls = [];
    private readonly MemoryStore _store;
    private readonly Judge _judge;
    private readonly IEventStore _events;
    private readonly IRollupCheckpoints _checkpoints;
    private readonly SimulatedClock _clock;
    private readonly TurnScheduler _outside;
    private readonly Repair _repair;
    private readonly SetAside _aside = new(NullLogger<SetAside>.Instance);
    private int _lastActivation;
    private long _lastCall;

    public SimulatedSilo(SimulatedCluster cluster, string name)
    {
        (Cluster, Name) = (cluster, name);
        _store = new MemoryStore(cluster.Database);
        var way = new DistantDatabase(this);
        _events = cluster.Rules.Store(new DistantStore(way, cluster.Observed(cluster.Rules.Database(_store.Events))), this);
        _checkpoints = new DistantCheckpoints(way, _store.Checkpoints);
        _clock = new SimulatedClock(VirtualTime, cluster.Calendar, cluster.Weather.ClockError);
        _outside = new TurnScheduler(VirtualTime, name);
        Directory = new DistantDirectory(way, _store);
        _judge = new Judge(_store.Grants, _store.People, Directory);
        _repair = new Repair(_events, _checkpoints, Directory, this, _aside);
    }

    public SimulatedCluster Cluster { get; }

    public string Name { get; }

    public VirtualTime VirtualTime => Cluster.VirtualTime;

    public bool IsDead { get; private set; }

    /// <summary>Whether it accepts external requests, after its first repair.</summary>
    public bool IsReady { get; private set; }

    public IUnitDirectory Directory { get; }

    public IReadOnlyCollection<GrainActivation> Activations => _activations.Values;

    /// <summary>Starts like the real process: repairs first, then serves, and repairs again every minute.</summary>
    public void Start() => _outside.Start(async () =>
    {
        VirtualTime.Note($"{Name} starts");
        try
        {
            await RepairAsync();
        }
        catch (Exception fault)
        {
            // The real process ends with the fault and is restarted.
            Report(Name, "the first repair", fault);
            Cluster.Crash(this);
            return;
        }
        IsReady = true;
        VirtualTime.Note($"{Name} is ready");
        VirtualTime.After(DirectoryPeriod, "", Name, RefreshDirectory);
        while (true)
        {
            await VirtualTime.Delay(RepairPeriod, Name);
            try
            {
                await RepairAsync();
            }
            catch (Exception fault)
            {
                Report(Name, "repair", fault);
            }
        }
    });

    private async Task RepairAsync()
    {
        await _repair.RunAsync(CancellationToken.None);
        if (_aside.All is [var record, ..])
        {
            // Nothing here is ever damaged: a record set aside is a defect.
            Cluster.Fail($"{Name}: set aside: {record}");
        }
    }

    public void Crash()
    {
        VirtualTime.Note($"{Name} CRASHES");
        (IsDead, IsReady) = (true, false);
        _outside.Die();
        foreach (var activation in _activations.Values)
        {
            activation.Die();
        }
        foreach (var fail in _calls.Values)
        {
            fail(new SiloUnavailableException($"{Name} has crashed"));
        }
        _activations.Clear();
        _calls.Clear();
    }

    /// <summary>Deactivates every grain in order; <see cref="Crash"/> then ends the process, with nothing left to lose.</summary>
    public void Stop()
    {
        IsReady = false;
        foreach (var activation in _activations.Values)
        {
            activation.Deactivate();
        }
    }

    public int NextActivation() => ++_lastActivation;

    public UnitGrain Create(GrainActivation activation) => new(
        new ActivationContext(activation), this, this, _events, _checkpoints, Directory, _judge, this, _clock, Options.Create(Cluster.Weather.Options), _aside,
        this);

    /// <summary>Carries out a reorganisation from this process.</summary>
    public ReorganisationWork Work(Reorganisation content, Caller caller) =>
        new(content, caller, this, Directory, _store.Grants, _store.Queries, _clock);

    /// <summary>Crashes at this moment, after the present step, if the weather decides so.</summary>
    public void Reach(Moment? moment)
    {
        if (moment is { } reached && !IsDead && Cluster.Weather.Crashes(reached))
        {
            VirtualTime.After(TimeSpan.Zero, $"crash after {reached} of", Name, () => Cluster.Crash(this));
        }
    }

    public Task<T> SendAsync<T>(string unit, string what, bool interleaves, Func<UnitGrain, Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>();
        var id = ++_lastCall;
        var timeout = VirtualTime.After(ResponseTimeout, "", unit, () => answer.TryFail(new TimeoutException($"{what} on {unit}")));
        VirtualTime.After(Cluster.Weather.CallDelay, "", unit, () =>
        {
            if (Cluster.PlaceOf(this, unit) is not { } target)
            {
                Answer(null, new SiloUnavailableException($"{Name} is gone"), default);
            }
            else if (target == this || !Cluster.Weather.CallIsLost)
            {
                Arrive(target);
            }
        });
        return answer.Task;

        void Arrive(SimulatedSilo target)
        {
            var result = default(T);
            var key = Cluster.NextCall();
            target._calls.Add(key, fault => Answer(null, fault, default));
            target.Deliver(unit, new GrainCall(
                what, interleaves, async grain => result = await call(grain),
                fault =>
                {
                    target._calls.Remove(key);
                    Answer(target, fault, result);
                },
                Outlives: true));
        }

        void Answer(SimulatedSilo? by, Exception? fault, T? result) => VirtualTime.After(Cluster.Weather.CallDelay, "", unit, () =>
        {
            timeout.CallOff();
            var lost = by is { IsDead: true } ? new SiloUnavailableException($"{by.Name} has crashed") : fault;
            _ = lost is null ? answer.TrySetResult(result!) : answer.TryFail(lost);
        });
    }

    /// <summary>Puts a call into the mailbox of this process's activation of the unit; the first call activates it.</summary>
    public void Deliver(string unit, GrainCall call)
    {
        if (IsDead)
        {
            return;
        }
        if (!_activations.TryGetValue(unit, out var activation))
        {
            _activations[unit] = activation = new GrainActivation(this, unit);
        }
        activation.Accept(call);
    }

    public void Forget(GrainActivation activation)
    {
        if (_activations.TryGetValue(activation.Key, out var present) && present == activation)
        {
            _activations.Remove(activation.Key);
            Cluster.Unplace(this, activation.Key);
        }
    }

    public void Report(string who, string what, Exception fault)
    {
        if (VirtualTime.IsTraced)
        {
            VirtualTime.Note($"  {who}: {what}: {fault.GetType().Name}: {fault.Message}");
        }
        if (fault is not (StoreUnavailableException or OrleansException or TimeoutException))
        {
            Cluster.Fail($"{who}: {what}: {fault}");
        }
    }

    public override TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) =>
        (TGrainInterface)(object)new UnitReference(this, primaryKey);

    public IBroadcastChannelWriter<T> GetChannelWriter<T>(ChannelId streamId) =>
        (IBroadcastChannelWriter<T>)(object)new RollupChannel(this, streamId.GetKeyAsString());

    public void RollupChanged(string unit, long version)
    {
    }

    /// <summary>Announces the activation to all processes, so that the unit's children send it their roll-ups.</summary>
    public void Activated(string unit) => Cluster.News(unit);

    public void ObligationChanged(Obligation obligation)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => VirtualTime.IsTraced;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        VirtualTime.Note($"  {Name} logs {formatter(state, exception)}");

    /// <summary>Handles an activation elsewhere: children active here send the unit their roll-ups.</summary>
    public void Hear(string activated)
    {
        foreach (var child in IsDead ? [] : Directory.Children(activated).Concat(Directory.Closed(activated)).Where(child => _activations.ContainsKey(child.Id)))
        {
            _outside.Start(async () =>
            {
                try
                {
                    await GetGrain<IUnitGrain>(child.Id).TellAsync();
                }
                catch (Exception fault)
                {
                    Report(Name, "telling a parent that is new", fault);
                }
            });
        }
    }

    private void RefreshDirectory()
    {
        if (!IsDead)
        {
            _store.RefreshDirectory();
            VirtualTime.After(DirectoryPeriod, "", Name, RefreshDirectory);
        }
    }
}
