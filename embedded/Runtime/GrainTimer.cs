using Orleans.Runtime;

namespace Hierarchy.Embedded;

/// <summary>A timer whose ticks are turns of a grain. At most one tick waits or runs, so it needs no bound in the mailbox.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly GrainTimerCreationOptions _options;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _firing;
    private bool _changed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        (_activation, _callback, _dueTime, _period) = (activation, callback, options.DueTime, options.Period);
        _options = options;

        // A tick must not inherit the async locals of whichever call made the timer.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Start() => _timer.Change(_dueTime, Timeout.InfiniteTimeSpan);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            (_dueTime, _period, _changed) = (dueTime, period, true);
            if (!_firing && !_stopped.IsCancellationRequested)
            {
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped.IsCancellationRequested)
            {
                return;
            }

            _timer.Dispose();
        }

        _activation.RemoveTimer(this);
        _stopped.Cancel();
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time.TotalMilliseconds, 0xfffffffe, name);
        }
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_firing || _stopped.IsCancellationRequested)
            {
                return;
            }

            _firing = true;
        }

        _activation.TryAccept(new Tick(this, _options));
    }

    private void Rearm()
    {
        lock (_gate)
        {
            _firing = false;
            if (!_stopped.IsCancellationRequested)
            {
                _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Tick(GrainTimer timer, GrainTimerCreationOptions options)
        : GrainCall(options.Interleave ? CallKind.Interleaving : CallKind.Exclusive)
    {
        public override string Method => "a timer's tick";

        internal override bool IsBounded => false;

        internal override bool KeepsAlive => options.KeepAlive;

        internal override bool OutlivesActivation => false;

        internal override bool IsAnsweredFirst => true;

        internal override bool IsAnswered => timer._stopped.IsCancellationRequested;

        protected override Task Invoke(object grain)
        {
            timer._changed = false;
            return timer._callback(timer._stopped.Token);
        }

        protected override bool TryAnswer(Task done)
        {
            if (done.Exception is { } fault)
            {
                Report(fault.InnerException ?? fault);
            }

            timer.Rearm();
            return true;
        }

        protected override bool TryFail(Exception fault)
        {
            Report(fault);
            timer.Rearm();
            return true;
        }

        protected override bool TryCancel(CancellationToken token) => false;

        private void Report(Exception fault) => timer._activation.Silo.TickFailed(timer._activation, fault);
    }
}
