using System.Collections.Immutable;
using Hierarchy.Grains.Events;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Ports;

namespace Hierarchy.Grains;

/// <summary>What the unit owes to tell others: it stands in the outbox with its event until the receiver has it on disk.</summary>
public sealed partial class UnitGrain
{
    /// <summary>Messages read from the outbox at a time.</summary>
    private const int MessagesMax = 512;

    private static readonly TimeSpan DeliveryPause = TimeSpan.FromSeconds(1);

    private Task _delivery = Task.CompletedTask;
    private bool _deliverAgain;
    private IDisposable? _deliverLater;

    public Task DeliverAsync()
    {
        if (!_delivery.IsCompleted)
        {
            // The run under way may have read the outbox before the newest message was in it.
            _deliverAgain = true;
            return _delivery;
        }
        return _delivery = DeliverAllAsync();
    }

    private void DeliverSoon() => _ = DeliverAsync();

    private async Task DeliverAllAsync()
    {
        try
        {
            do
            {
                _deliverAgain = false;
                while (await PendingAsync() is { Length: > 0 } pending)
                {
                    if (!await DeliverAsync(pending))
                    {
                        DeliverLater();
                        return;
                    }
                }
            }
            while (_deliverAgain);
        }
        catch (StoreUnavailableException fault)
        {
            LogNotDelivered(_id, "all", fault.Message);
            DeliverLater();
        }
    }

    /// <summary>
    /// Those of events that have been applied. What is on disk but not applied yet belongs to a commit under way, which delivers it when it
    /// has come back, or to one whose answer was lost, which is read again by the next command or by recovery.
    /// </summary>
    private async Task<ImmutableArray<PendingMessage>> PendingAsync()
    {
        var pending = await store.PendingMessagesAsync(_id, MessagesMax, CancellationToken.None);
        return [.. pending.Where(message => message.Seq <= _state.Seq)];
    }

    /// <summary>False when some could not be delivered.</summary>
    private async Task<bool> DeliverAsync(ImmutableArray<PendingMessage> pending)
    {
        using var slots = new SemaphoreSlim(options.Value.DeliveriesMax);
        // Whoever did not answer once is not asked again in this run: each time may take half a minute, in which nothing else is acknowledged,
        // and an activation that is ending would wait for itself as often as it has something to tell itself.
        var silent = new HashSet<string>(StringComparer.Ordinal);
        var delivered = await Task.WhenAll(pending.Select(message => DeliverAsync(message, slots, silent)));
        await store.AcknowledgeAsync([.. pending.Where((_, i) => delivered[i]).Select(message => message.Id)], CancellationToken.None);
        return Array.TrueForAll(delivered, ok => ok);
    }

    private async Task<bool> DeliverAsync(PendingMessage message, SemaphoreSlim slots, HashSet<string> silent)
    {
        await slots.WaitAsync();
        try
        {
            if (silent.Contains(message.Target))
            {
                return false;
            }
            var outcome = await grains.GetGrain<IUnitGrain>(message.Target)
                .ExecuteAsync(CommandOf(message), $"{message.Sender}#{message.Seq}", Caller.System);
            if (outcome.Refusal is not { } refusal)
            {
                return true;
            }
            LogNotDelivered(_id, message.Target, refusal.Message);
            return false;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException)
        {
            silent.Add(message.Target);
            LogNotDelivered(_id, message.Target, fault.Message);
            return false;
        }
        finally
        {
            slots.Release();
        }
    }

    private void DeliverLater() => _deliverLater ??= this.RegisterGrainTimer(
        DeliverNowAsync, new GrainTimerCreationOptions(DeliveryPause, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });

    private Task DeliverNowAsync(CancellationToken cancellation)
    {
        _deliverLater?.Dispose();
        _deliverLater = null;
        return DeliverAsync();
    }

    private UnitCommand CommandOf(PendingMessage message) => message.Event switch
    {
        UnitEvent.TaskAdded e => new UnitCommand.Impose(
            _id, Imposition.Of(_state.Plans[e.Task.Plan], _state.Tasks[e.Task.Id], message.Target)),
        UnitEvent.DutyAdded e => new UnitCommand.Impose(
            _id, Imposition.Of(_state.Plans[e.Duty.Plan], _state.Duties[e.Duty.Id], message.Target)),
        UnitEvent.DifficultyRaised e => DifficultyOf(e.Obligation, e.Text),
        UnitEvent.DifficultyEscalated e => DifficultyOf(e.Obligation, _state.Obligations[e.Obligation].Difficulty!.Text),
        _ => throw new InvalidOperationException($"{message.Event.GetType()} is no message."),
    };

    private UnitCommand.ReceiveDifficulty DifficultyOf(string obligation, string text) =>
        new(_id, obligation, _state.Obligations[obligation].Terms.Title, text);

    private static ImmutableArray<string> TargetsOf(UnitEvent happened) => happened switch
    {
        UnitEvent.TaskAdded e => e.Units,
        UnitEvent.DutyAdded e => e.Units,
        UnitEvent.DifficultyRaised e => [e.RaisedTo],
        UnitEvent.DifficultyEscalated e => [e.RaisedTo],
        _ => [],
    };
}
