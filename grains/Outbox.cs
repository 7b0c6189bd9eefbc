namespace Hierarchy.Grains;

/// <summary>The unit's messages to other units. Each is stored with its event until the receiver has it on disk. Used only within the
/// unit's turns.</summary>
/// <param name="state">The unit's state now.</param>
/// <param name="send">Gives a unit a command under a request id.</param>
/// <param name="slotsMax">Maximum number of messages under way at once.</param>
internal sealed class Outbox(
    string unit, IEventStore store, Func<UnitState> state, Func<string, UnitCommand, string, Task<Outcome>> send, int slotsMax, SetAside aside,
    StartTimer start, ILogger log)
{
    /// <summary>
    /// Refusals by the receiver after which a message is set aside. It then stays in the outbox, is listed, and is tried again only when
    /// recovery visits the unit, so that it is delivered once somebody has mended its content.
    /// </summary>
    public const int TriesMax = 5;

    /// <summary>Messages read from the outbox at a time.</summary>
    private const int MessagesMax = 512;

    public static readonly TimeSpan RepeatPause = TimeSpan.FromSeconds(1);

    // Number of refusals of each message that is still in the outbox.
    private readonly Dictionary<long, int> _refused = [];
    private bool _tryAll;

    private Task _delivery = Task.CompletedTask;
    private bool _deliverAgain;

    private enum Delivery { Done, Again, SetAside }

    private Later Later => field ??= new Later(start, DeliverNewAsync, keepsAlive: true);

    /// <summary>Delivers all messages, including those set aside.</summary>
    public Task DeliverAllAsync()
    {
        _tryAll = true;
        return DeliverNewAsync();
    }

    /// <summary>Delivers all messages except those set aside.</summary>
    public Task DeliverNewAsync()
    {
        if (!_delivery.IsCompleted)
        {
            // The run under way may have read the outbox before the newest message was in it.
            _deliverAgain = true;
            return _delivery;
        }
        return _delivery = RunAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            do
            {
                _deliverAgain = false;
                var tryAll = _tryAll;
                _tryAll = false;
                var delivered = true;
                // Page by page, so that an undeliverable message does not block those behind it.
                for (var after = 0L; await PendingAsync(after) is { Length: > 0 } pending; after = pending[^1].Id)
                {
                    delivered &= await DeliverAsync([.. pending.Where(message => IsDue(message, tryAll))]);
                }
                if (!delivered)
                {
                    Later.In(RepeatPause);
                    return;
                }
            }
            while (_deliverAgain);
        }
        catch (StoreUnavailableException fault)
        {
            log.NotDelivered(unit, "all", fault.Message);
            Later.In(RepeatPause);
        }
    }

    /// <summary>
    /// The next page of messages whose events have been applied. An event on disk that is not applied yet belongs to a commit under way,
    /// which delivers its messages afterwards, or to one whose answer was lost, which the next command or recovery reads again.
    /// </summary>
    private async Task<ImmutableArray<PendingMessage>> PendingAsync(long after)
    {
        var pending = await store.PendingMessagesAsync(unit, after, MessagesMax, CancellationToken.None);
        return [.. pending.Where(message => message.Seq <= state().Seq || message.Event is UnitEvent.Unreadable)];
    }

    private bool IsDue(PendingMessage message, bool tryAll) => tryAll || _refused.GetValueOrDefault(message.Id) < TriesMax;

    /// <summary>False if some messages must be tried again.</summary>
    private async Task<bool> DeliverAsync(ImmutableArray<PendingMessage> pending)
    {
        using var slots = new SemaphoreSlim(slotsMax);
        // A receiver that did not answer is not called again in this run. Each call may take half a minute, during which nothing else is
        // acknowledged, and an activation that is ending would wait for itself once for each message to itself.
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
            switch (await send(message.Target, message.Event.MessageTo(message, state()), ChangeId.Of(message.Sender, message.Seq)))
            {
                case Outcome.Refused { Refusal: { Code: RefusalCode.Unavailable, Lasting: false } refusal }:
                    log.NotDelivered(unit, message.Target, refusal.Message);
                    return Delivery.Again;
                case Outcome.Refused refused:
                    return Refused(message, refused.Refusal.Message, 1);
                default:
                    return Delivery.Done;
            }
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException)
        {
            silent.Add(message.Target);
            log.NotDelivered(unit, message.Target, fault.Message);
            return Delivery.Again;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Any other fault concerns this message alone.
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
            log.NotDelivered(unit, message.Target, reason);
            return Delivery.Again;
        }
        aside.Add(SetAsideRecord.Message(message, reason));
        return Delivery.SetAside;
    }
}
