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

    /// <summary>
    /// How often a message is tried that its receiver refuses, before it is set aside: it stays in the outbox, is named, and is tried again only
    /// when recovery looks after the unit, so that it can go its way once somebody has mended what is in it.
    /// </summary>
    private const int TriesMax = 5;

    private static readonly TimeSpan DeliveryPause = TimeSpan.FromSeconds(1);

    // Refusals of each message that is still in the outbox.
    private readonly Dictionary<long, int> _refused = [];
    private bool _tryAll;

    private Task _delivery = Task.CompletedTask;
    private bool _deliverAgain;
    private IDisposable? _deliverLater;

    public Task DeliverAsync()
    {
        _tryAll = true;
        return DeliverNewAsync();
    }

    /// <summary>All but what is set aside.</summary>
    private Task DeliverNewAsync()
    {
        if (!_delivery.IsCompleted)
        {
            // The run under way may have read the outbox before the newest message was in it.
            _deliverAgain = true;
            return _delivery;
        }
        return _delivery = DeliverAllAsync();
    }

    private void DeliverSoon() => _ = DeliverNewAsync();

    private async Task DeliverAllAsync()
    {
        try
        {
            do
            {
                _deliverAgain = false;
                var tryAll = _tryAll;
                _tryAll = false;
                var delivered = true;
                // Page by page: what cannot be delivered keeps nothing behind it from its way.
                for (var after = 0L; await PendingAsync(after) is { Length: > 0 } pending; after = pending[^1].Id)
                {
                    delivered &= await DeliverAsync([.. pending.Where(message => IsDue(message, tryAll))]);
                }
                if (!delivered)
                {
                    DeliverLater();
                    return;
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
    /// Some of those whose events have been applied. What is on disk but not applied yet belongs to a commit under way, which delivers it when it
    /// has come back, or to one whose answer was lost, which is read again by the next command or by recovery.
    /// </summary>
    private async Task<ImmutableArray<PendingMessage>> PendingAsync(long after)
    {
        var pending = await store.PendingMessagesAsync(_id, after, MessagesMax, CancellationToken.None);
        return [.. pending.Where(message => message.Seq <= _state.Seq || message.Event is UnitEvent.Unreadable)];
    }

    private bool IsDue(PendingMessage message, bool tryAll) => tryAll || _refused.GetValueOrDefault(message.Id) < TriesMax;

    /// <summary>False when some could not be delivered.</summary>
    private async Task<bool> DeliverAsync(ImmutableArray<PendingMessage> pending)
    {
        using var slots = new SemaphoreSlim(options.Value.DeliveriesMax);
        // Whoever did not answer once is not asked again in this run: each time may take half a minute, in which nothing else is acknowledged,
        // and an activation that is ending would wait for itself as often as it has something to tell itself.
        var silent = new HashSet<string>(StringComparer.Ordinal);
        var delivered = await Task.WhenAll(pending.Select(message => DeliverAsync(message, slots, silent)));
        var done = pending.Where((_, i) => delivered[i] == Delivery.Done).ToList();
        if (done.Count > 0)
        {
            await store.AcknowledgeAsync([.. done.Select(message => message.Id)], CancellationToken.None);
        }
        foreach (var message in done)
        {
            _refused.Remove(message.Id);
            aside.Remove(SetAsideRecord.Message(message, ""));
        }
        return Array.TrueForAll(delivered, outcome => outcome != Delivery.Again);
    }

    private enum Delivery { Done, Again, SetAside }

    private async Task<Delivery> DeliverAsync(PendingMessage message, SemaphoreSlim slots, HashSet<string> silent)
    {
        await slots.WaitAsync();
        try
        {
            if (silent.Contains(message.Target))
            {
                return Delivery.Again;
            }
            if (message.Event is UnitEvent.Unreadable unreadable)
            {
                return Refused(message, unreadable.Reason, TriesMax);
            }
            var outcome = await grains.GetGrain<IUnitGrain>(message.Target)
                .ExecuteAsync(CommandOf(message), $"{message.Sender}#{message.Seq}", Caller.System);
            if (outcome.Refusal is not { } refusal)
            {
                return Delivery.Done;
            }
            if (refusal is not { Code: RefusalCode.Unavailable, Lasting: false })
            {
                return Refused(message, refusal.Message, 1);
            }
            LogNotDelivered(_id, message.Target, refusal.Message);
            return Delivery.Again;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException)
        {
            silent.Add(message.Target);
            LogNotDelivered(_id, message.Target, fault.Message);
            return Delivery.Again;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever it is, it is about this message alone.
            return Refused(message, fault.Message, 1);
        }
        finally
        {
            slots.Release();
        }
    }

    private Delivery Refused(PendingMessage message, string reason, int tries)
    {
        tries = _refused[message.Id] = _refused.GetValueOrDefault(message.Id) + tries;
        if (tries < TriesMax)
        {
            LogNotDelivered(_id, message.Target, reason);
            return Delivery.Again;
        }
        aside.Add(SetAsideRecord.Message(message, reason));
        return Delivery.SetAside;
    }

    private void DeliverLater() => _deliverLater ??= this.RegisterGrainTimer(
        DeliverNowAsync, new GrainTimerCreationOptions(DeliveryPause, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });

    private Task DeliverNowAsync(CancellationToken cancellation)
    {
        _deliverLater?.Dispose();
        _deliverLater = null;
        return DeliverNewAsync();
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
