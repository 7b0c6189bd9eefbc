using Orleans.Concurrency;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Hierarchy.Tests.Parity;

public interface IClerk : IGrainWithStringKey
{
    Task<int> AddAsync(int number);

    Task WorkAsync(string name);

    [ReadOnly]
    Task ReadAsync(string name);

    [AlwaysInterleave]
    Task LookAsync(string name);

    [OneWay]
    Task TellAsync(string name);

    Task FailAsync(string message);

    Task<int> HopAsync();

    Task<bool> WaitAsync(string name, CancellationToken cancellation);

    Task CallBackAsync(string through);

    Task EndAsync();

    Task TickAsync(int times);
}

public interface IStubborn : IGrainWithStringKey
{
    Task<int> AttemptsAsync();
}

public interface IIdler : IGrainWithStringKey
{
    Task TouchAsync();
}

public sealed class Clerk(Witness witness) : Grain, IClerk
{
    private int _total;
    private int _inside;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        witness.Say($"{Key} activated");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        witness.Say($"{Key} deactivated");
    }

    public Task<int> AddAsync(int number) => Task.FromResult(_total += number);

    public async Task WorkAsync(string name)
    {
        witness.Say($"{name} begins");
        await witness.Gate(name);
        witness.Say($"{name} ends");
    }

    public Task ReadAsync(string name) => WorkAsync(name);

    public Task LookAsync(string name) => WorkAsync(name);

    public Task TellAsync(string name) => WorkAsync(name);

    public Task FailAsync(string message) => throw new FormatException(message);

    public async Task<int> HopAsync()
    {
        for (var i = 0; i < 50; i++)
        {
            if (Interlocked.Increment(ref _inside) != 1)
            {
                witness.Say("two turns at once");
            }
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
            _total++;
        }
        return _total;
    }

    public async Task<bool> WaitAsync(string name, CancellationToken cancellation)
    {
        witness.Say($"{name} begins");
        await witness.Gate(name).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        witness.Say($"{name} {(cancellation.IsCancellationRequested ? "cancelled" : "done")}");
        return cancellation.IsCancellationRequested;
    }

    public Task CallBackAsync(string through) => through.Length == 0
        ? Task.CompletedTask
        : GrainFactory.GetGrain<IClerk>(through).CallBackAsync(through == Key ? "" : Key);

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task TickAsync(int times)
    {
        var left = times;
        IGrainTimer? timer = null;
        timer = this.RegisterGrainTimer(
            async _ =>
            {
                if (Interlocked.Increment(ref _inside) != 1)
                {
                    witness.Say("two ticks at once");
                }
                await Task.Delay(20, CancellationToken.None);
                Interlocked.Decrement(ref _inside);
                witness.Say($"{Key} ticked");
                if (--left == 0)
                {
                    timer!.Dispose();
                }
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(5)));
        return Task.CompletedTask;
    }
}

public sealed class Stubborn(Witness witness) : Grain, IStubborn
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        witness.Say($"{this.GetPrimaryKeyString()} attempted");
        return Attempts() < 2 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
    }

    public Task<int> AttemptsAsync() => Task.FromResult(Attempts());

    private int Attempts() => witness.Said.Count(said => said == $"{this.GetPrimaryKeyString()} attempted");
}

public sealed class Idler(Witness witness) : Grain, IIdler
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        witness.Say($"{this.GetPrimaryKeyString()} idle");
        return Task.CompletedTask;
    }

    public Task TouchAsync() => Task.CompletedTask;
}

public interface IReader : IGrainWithStringKey
{
    [AlwaysInterleave]
    Task<int> HeardAsync();

    /// <summary>Ends once it has heard so many.</summary>
    Task EndAfterAsync(int heard);
}

[ImplicitStreamSubscription("parity")]
public sealed class Reader(Witness witness) : Grain, IReader, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    /// <summary>An item that no reader can take.</summary>
    public const int Unbearable = -1;

    private int _heard;
    private int _endAfter = int.MaxValue;

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<int>().ResumeAsync(this);

    public Task<int> HeardAsync() => Task.FromResult(_heard);

    public Task EndAfterAsync(int heard)
    {
        _endAfter = heard;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        witness.Say($"{this.GetPrimaryKeyString()} gone");
        return Task.CompletedTask;
    }

    public async Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        await Task.Yield();
        if (item == Unbearable)
        {
            throw new FormatException("not this one");
        }
        witness.Say($"{this.GetPrimaryKeyString()} heard {item}");
        if (++_heard == _endAfter)
        {
            DeactivateOnIdle();
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task OnCompletedAsync() => Task.CompletedTask;
}
