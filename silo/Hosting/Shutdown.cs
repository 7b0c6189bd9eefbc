namespace Hierarchy.Hosting;

/// <summary>A request to stop: SIGTERM, Ctrl-C, a closed terminal, or a call of <see cref="Request"/>.</summary>
/// <remarks>The signals do not end the process, which stops by itself, in order, once <see cref="Requested"/> fires. The host's own signal
/// handling is not used: it would stop only the web server, while PostgreSQL must outlive that.</remarks>
public sealed class Shutdown : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _insisted = new();
    private readonly PosixSignalRegistration[] _signals;
    private bool _byTermAlone;

    public Shutdown()
    {
        _signals =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
                .Select(signal => PosixSignalRegistration.Create(signal, Receive)),
        ];
    }

    /// <summary>Fires at the first signal: finish what was accepted, then stop.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Fires at the second signal: the sender does not want to wait any longer. Nothing acknowledged is lost.</summary>
    public CancellationToken Insisted => _insisted.Token;

    /// <summary>Requests a stop, like a first signal.</summary>
    public void Request() => _requested.Cancel();

    /// <summary>From now on only SIGTERM stops the process. For a child process that its parent stops, since Ctrl-C reaches both.</summary>
    public void LeaveToParent() => Volatile.Write(ref _byTermAlone, true);

    /// <summary>Completes when a stop is requested; never faults.</summary>
    public async Task WaitAsync() => await Task.Delay(Timeout.Infinite, Requested).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Receive(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Volatile.Read(ref _byTermAlone) && context.Signal != PosixSignal.SIGTERM)
        {
            return;
        }
        if (_requested.IsCancellationRequested)
        {
            _insisted.Cancel();
        }
        _requested.Cancel();
    }
}
