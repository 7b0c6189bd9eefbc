namespace Hierarchy.GraphQL.Transport;

/// <summary>One message on its way to a client, in pooled memory.</summary>
internal sealed class Frame(byte[] bytes, int length) : IDisposable
{
    private byte[] _bytes = bytes;

    public int Length { get; private set; } = length;
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public static Frame Of(ReadOnlySpan<byte> bytes)
    {
        var copy = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, 1));
        bytes.CopyTo(copy);
        return new(copy, bytes.Length);
    }

    /// <summary>Takes the content of a newer message that replaces this one.</summary>
    public void Become(Frame newer)
    {
        Dispose();
        (_bytes, Length) = (newer._bytes, newer.Length);
        newer._bytes = [];
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}

/// <summary>A message of one operation that may still be replaced while it waits.</summary>
internal sealed class FrameSlot
{
    public Frame? Waiting { get; set; }
}

/// <summary>
/// Messages between the operations of a connection, which add at any time, and its one writer. Bounded in number and bytes.
/// </summary>
internal sealed class FrameQueue(int countMax, int bytesMax) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<(Frame Frame, FrameSlot? Slot)> _frames = new();
    private readonly SemaphoreSlim _available = new(0);
    private long _bytes;
    private bool _isComplete;

    /// <summary>Adds a message, or replaces the one that waits in the slot.</summary>
    /// <returns>False when the queue is full: the client is too slow.</returns>
    public bool TryAdd(Frame frame, FrameSlot? slot = null)
    {
        lock (_lock)
        {
            if (_isComplete)
            {
                frame.Dispose();
                return true;
            }
            if (slot?.Waiting is { } waiting)
            {
                _bytes += frame.Length - waiting.Length;
                waiting.Become(frame);
                return true;
            }
            if (_frames.Count >= countMax || (_bytes > 0 && _bytes + frame.Length > bytesMax))
            {
                frame.Dispose();
                return false;
            }
            _bytes += frame.Length;
            _frames.Enqueue((frame, slot));
            if (slot is not null)
            {
                slot.Waiting = frame;
            }
        }
        _available.Release();
        return true;
    }

    /// <summary>Waits for the next message; null once the queue is complete and empty.</summary>
    public async ValueTask<Frame?> TakeAsync(CancellationToken cancellation)
    {
        await _available.WaitAsync(cancellation).ConfigureAwait(false);
        return TakeNow();
    }

    /// <summary>The next message if there is one already.</summary>
    public Frame? TakeIfAny() => _available.Wait(0, CancellationToken.None) ? TakeNow() : null;

    /// <summary>Takes no more messages; with <paramref name="discard"/> drops those that wait.</summary>
    public void Complete(bool discard)
    {
        lock (_lock)
        {
            if (discard)
            {
                while (_frames.TryDequeue(out var next))
                {
                    next.Frame.Dispose();
                }
                _bytes = 0;
            }
            if (_isComplete)
            {
                return;
            }
            _isComplete = true;
        }
        _available.Release();
    }

    public void Dispose()
    {
        Complete(discard: true);
        _available.Dispose();
    }

    private Frame? TakeNow()
    {
        lock (_lock)
        {
            if (!_frames.TryDequeue(out var next))
            {
                if (_isComplete)
                {
                    // Whoever asks again shall get the same answer.
                    _available.Release();
                }
                return null;
            }
            _bytes -= next.Frame.Length;
            if (next.Slot is not null)
            {
                next.Slot.Waiting = null;
            }
            return next.Frame;
        }
    }
}

/// <summary>Puts an operation's answers into the frames of its protocol.</summary>
/// <param name="NextHead">Before each result.</param>
/// <param name="NextTail">After it.</param>
/// <param name="ErrorHead">Before the list of errors that refuse the operation; null when they go out as a result.</param>
/// <param name="CompleteFrame">The whole message that ends the operation.</param>
internal sealed record FrameFormat(byte[] NextHead, byte[] NextTail, byte[]? ErrorHead, byte[] CompleteFrame)
{
    public Frame Next(GraphQLResponse response)
    {
        var frame = ArrayPool<byte>.Shared.Rent(NextHead.Length + response.Length + NextTail.Length);
        NextHead.CopyTo(frame, 0);
        var end = NextHead.Length + response.CopyTo(frame.AsSpan(NextHead.Length));
        NextTail.CopyTo(frame, end);
        return new(frame, end + NextTail.Length);
    }

    public Frame Next(ReadOnlySpan<byte> answer)
    {
        var frame = ArrayPool<byte>.Shared.Rent(NextHead.Length + answer.Length + NextTail.Length);
        NextHead.CopyTo(frame, 0);
        answer.CopyTo(frame.AsSpan(NextHead.Length));
        var end = NextHead.Length + answer.Length;
        NextTail.CopyTo(frame, end);
        return new(frame, end + NextTail.Length);
    }

    public Frame Error(GraphQLResponse response)
    {
        if (ErrorHead is null)
        {
            return Next(response);
        }
        var output = new ArrayBufferWriter<byte>();
        output.Write(ErrorHead);
        response.WriteErrorsTo(output);
        output.Write(NextTail);
        return Frame.Of(output.WrittenSpan);
    }
}
