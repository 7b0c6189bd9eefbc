using System.Threading.Channels;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>A message on its way to a client. Clients that get the same answer share its bytes.</summary>
internal sealed class Frame(byte[] head, ReadOnlyMemory<byte> body, byte[] tail) {
    public ReadOnlyMemory<byte> Body { get; set; } = body;
    public bool IsTaken { get; set; }
    public int Length => head.Length + Body.Length + tail.Length;
    public static Frame Of(byte[] whole) => new(whole, default, []);

    public void CopyTo(Span<byte> target) {
        head.CopyTo(target);
        Body.Span.CopyTo(target[head.Length..]);
        tail.CopyTo(target[(head.Length + Body.Length)..]);
    }
}

/// <summary>The total of all queues of an endpoint. Each queue may hold its share of the bound, whatever the others hold.</summary>
internal sealed class QueueTotal(long bytesMax, int queuesMax) {
    private long _bytes;
    public bool HasRoom(long queued, int more) => queued + more <= bytesMax / queuesMax || Volatile.Read(ref _bytes) + more <= bytesMax;
    public void Change(long by) => Interlocked.Add(ref _bytes, by);
}

/// <summary>Messages between a connection's operations, which add at any time, and its one writer: bounded in number and bytes.</summary>
internal sealed class FrameQueue(int countMax, int bytesMax, QueueTotal total) {
    // Bounded by the counts below, which include the size of frames.
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>();
    private readonly Lock _lock = new();
    private int _count;
    private long _bytes;

    /// <summary>Adds a message, or replaces <paramref name="older"/> if that still waits.</summary>
    /// <returns>The waiting frame; null if the queue is full, because the client is too slow.</returns>
    public Frame? Add(Frame frame, Frame? older = null) {
        lock (_lock) {
            if (older is { IsTaken: false }) {
                Weigh(frame.Body.Length - older.Body.Length);
                older.Body = frame.Body;
                return older;
            }
            if (_count >= countMax) return null;
            if (_bytes > 0 && (_bytes + frame.Length > bytesMax || !total.HasRoom(_bytes, frame.Length))) return null;

            // Messages after the end are dropped.
            if (!_frames.Writer.TryWrite(frame)) return frame;
            _count++;
            Weigh(frame.Length);
            return frame;
        }
    }

    /// <summary>Waits for a message; false once the queue is complete and empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _frames.Reader.WaitToReadAsync(cancellation);

    /// <summary>The next message, if any; it can no longer be replaced.</summary>
    public Frame? Take() {
        lock (_lock) {
            if (!_frames.Reader.TryRead(out var frame)) return null;
            frame.IsTaken = true;
            _count--;
            Weigh(-frame.Length);
            return frame;
        }
    }

    /// <summary>Accepts no more messages; with <paramref name="discard"/> also drops waiting ones.</summary>
    public void Complete(bool discard) {
        _frames.Writer.TryComplete();
        while (discard && Take() is not null) ;
    }

    private void Weigh(long bytes) {
        _bytes += bytes;
        total.Change(bytes);
    }
}

/// <summary>Frames an operation's answers for its protocol.</summary>
/// <param name="ErrorHead">Prefix of the errors that refuse the operation; null if they are sent as a result, followed by an end.</param>
/// <param name="IsOnly">Whether the stream ends with the operation.</param>
internal sealed record FrameFormat(byte[] NextHead, byte[] Tail, byte[]? ErrorHead, byte[] End, bool IsOnly = false) {
    public Frame Next(ReadOnlyMemory<byte> answer) => new(NextHead, answer, Tail);

    public Frame Refusal(Answer response) =>
        ErrorHead is null ? Next(response.Bytes) : new(ErrorHead, AnswerWriter.ErrorsOf(response), Tail);
}
