namespace Hierarchy.Hosting;

/// <summary>The wish to stop: SIGTERM, Ctrl-C, a closed terminal, or our own <see cref="Request"/>.</summary>
/// <remarks>
/// The signals are kept from ending the process, which stops by itself, in order, once <see cref="Requested"/> fires. The host's own
/// signal handling is left out: it would stop the web server only, while PostgreSQL has to outlive that.
/// </remarks>
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

    /// <summary>
    /// Fires at the second signal: whoever sent it does not want to wait any longer. Nothing acknowledged gets lost by it.
    /// </summary>
    public CancellationToken Insisted => _insisted.Token;

    /// <summary>Asks for the same stop as a first signal does.</summary>
    public void Request() => _requested.Cancel();

    /// <summary>From now on SIGTERM alone stops the process: for one that another process started and stops in its turn, since Ctrl-C goes
    /// to both at once.</summary>
    public void LeaveToParent() => Volatile.Write(ref _byTermAlone, true);

    /// <summary>Completes when a stop is asked for; never faults.</summary>
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
