namespace Hierarchy.Store;

/// <summary>Limits how many callers wait for the database or are being served. Further callers are refused at once, as a long wait would
/// end in a refusal too.</summary>
internal sealed class WaitingLine(int max)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place until disposed.</summary>
    /// <exception cref="StoreOverloadedException">No place is free.</exception>
    public Place Enter()
    {
        if (Interlocked.Increment(ref _count) <= max)
        {
            return new Place(this);
        }
        Interlocked.Decrement(ref _count);
        throw new StoreOverloadedException($"The database is overloaded: {max} requests are waiting for it. Try again later.");
    }

    public readonly struct Place(WaitingLine line) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref line._count);
    }
}
