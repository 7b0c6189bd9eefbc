using Orleans;
using Orleans.Concurrency;

namespace Hierarchy.Tests.Embedded;

/// <summary>A grain whose calls wait on gates of the test.</summary>
internal interface IClerk : IGrainWithStringKey
{
    Task<int> Add(int n);

    Task<string> Key();

    ValueTask<int> AddQuickly(int n);

    ValueTask Touch();

    /// <summary>Reports "name begins", waits on the gate "name", and reports "name ends".</summary>
    Task Work(string name);

    [ReadOnly]
    Task Read(string name);

    [AlwaysInterleave]
    Task Interleave(string name);

    [OneWay]
    Task Tell(string name);

    [OneWay]
    Task TellWrongly();

    Task Fail();

    Task FailAtOnce();

    Task<bool> WaitFor(string name, CancellationToken cancellationToken);

    Task<object> Same(object argument);

    /// <summary>Awaits a hundred times, and reports if two of its turns ever overlap.</summary>
    Task<int> Hop();

    /// <summary>Calls itself through a reference, which can never be answered.</summary>
    Task CallMyself();

    /// <summary>Waits on a gate, then adds one to another clerk.</summary>
    Task<int> AskAfter(string gate, string other);
}

internal sealed class Clerk(Probe probe) : Grain, IClerk
{
    private int _total;
    private int _inside;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Report($"{this.GetPrimaryKeyString()} activated {probe.Count(this.GetPrimaryKeyString())}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Report($"{this.GetPrimaryKeyString()} deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> Add(int n) => Task.FromResult(_total += n);

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public ValueTask<int> AddQuickly(int n) => new(_total += n);

    public async ValueTask Touch() => await Task.Yield();

    public async Task Work(string name)
    {
        probe.Report($"{name} begins");
        await probe.Gate(name);
        probe.Report($"{name} ends");
    }

    public Task Read(string name) => Work(name);

    public Task Interleave(string name) => Work(name);

    public Task Tell(string name) => Work(name);

    public Task TellWrongly() => throw new FormatException("nobody hears this");

    public async Task Fail()
    {
        await Task.Yield();
        throw new FormatException("no number");
    }

    public Task FailAtOnce() => throw new FormatException("no number");

    public async Task<bool> WaitFor(string name, CancellationToken cancellationToken)
    {
        probe.Report($"{name} begins");
        cancellationToken.Register(() => probe.Report($"{name} is cancelled"));
        await probe.Gate(name);
        return cancellationToken.IsCancellationRequested;
    }

    public Task<object> Same(object argument) => Task.FromResult(argument);

    public async Task<int> Hop()
    {
        for (var i = 0; i < 100; i++)
        {
            if (Interlocked.Increment(ref _inside) != 1)
            {
                probe.Report("overlap");
            }

            Thread.SpinWait(20);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return ++_total;
    }

    public Task CallMyself()
    {
        var call = GrainFactory.GetGrain<IClerk>(this.GetPrimaryKeyString()).Add(1);
        probe.Report("waits for itself");
        return call;
    }

    public async Task<int> AskAfter(string gate, string other)
    {
        await Work(gate);
        return await GrainFactory.GetGrain<IClerk>(other).Add(1);
    }
}
