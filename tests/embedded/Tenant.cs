using Orleans;
using Orleans.Runtime;

namespace Hierarchy.Tests.Embedded;

/// <summary>A grain whose coming and going the test controls, with timers.</summary>
internal interface ITenant : IGrainWithStringKey
{
    Task<int> Activation();

    Task LeaveAndWait(string gate);

    Task StartTimer(string name, TimeSpan dueTime, TimeSpan period);

    Task StartTimer(string name, GrainTimerCreationOptions options);

    Task StartFailingTimer(TimeSpan period);

    Task ChangeTimer(TimeSpan dueTime, TimeSpan period);

    Task StopTimer();

    Task Work(string name);
}

internal sealed class Tenant(Probe probe, Furniture furniture) : Grain, ITenant
{
    private readonly int _activation = probe.Count("tenant activations");
    private readonly Furniture _furniture = furniture;
    private IGrainTimer? _timer;

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Key.StartsWith("slow", StringComparison.Ordinal))
        {
            probe.Report("activation begins");
            await probe.Gate("activation");
        }

        if (Key.StartsWith("failing", StringComparison.Ordinal) && _activation == 1)
        {
            throw new FormatException("cannot move in");
        }

        if (Key.StartsWith("fleeing", StringComparison.Ordinal))
        {
            DeactivateOnIdle();
        }

        if (Key.StartsWith("hanging", StringComparison.Ordinal))
        {
            probe.Report("activation hangs");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Report($"{Key} leaves {reason.ReasonCode}");
        if (Key.StartsWith("slow", StringComparison.Ordinal))
        {
            await probe.Gate("deactivation");
        }

        if (Key.StartsWith("stubborn", StringComparison.Ordinal) && _activation == 1)
        {
            await new TaskCompletionSource().Task;
        }

        probe.Report($"{Key} has left");
    }

    public Task<int> Activation() => Task.FromResult(_activation);

    public async Task LeaveAndWait(string gate)
    {
        DeactivateOnIdle();
        probe.Report($"{gate} begins");
        await probe.Gate(gate);
    }

    public Task StartTimer(string name, TimeSpan dueTime, TimeSpan period) => StartTimer(name, new(dueTime, period));

    public Task StartTimer(string name, GrainTimerCreationOptions options)
    {
        var ticks = 0;
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                token.UnsafeRegister(_ => probe.Report($"{name} is stopped"), null);
                probe.Report($"{name} tick {++ticks}");
                await probe.Gate($"{name} {ticks}");
                probe.Report($"{name} tock {ticks}");
            },
            options);
        return Task.CompletedTask;
    }

    public Task StartFailingTimer(TimeSpan period)
    {
        var ticks = 0;
        _timer = this.RegisterGrainTimer(
            Task (ticks) =>
            {
                probe.Report($"failing tick {++ticks[0]}");
                throw new FormatException("tick");
            },
            new[] { ticks }, period, period);
        return Task.CompletedTask;
    }

    public Task ChangeTimer(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Work(string name)
    {
        probe.Report($"{name} begins");
        await probe.Gate(name);
        probe.Report($"{name} ends in {_activation} with {(_furniture.IsGone ? "nothing" : "furniture")}");
    }
}

/// <summary>A scoped service, which lives as long as the activation.</summary>
internal sealed class Furniture(Probe probe) : IDisposable
{
    public bool IsGone { get; private set; }

    public void Dispose()
    {
        IsGone = true;
        probe.Report("furniture is gone");
    }
}
