using Orleans;

namespace Hierarchy.Embedded;

/// <summary>One item on its way to one grain, as an exclusive turn of it.</summary>
internal sealed class StreamDelivery(StreamCursor cursor, object? item) : GrainCall(CallKind.Exclusive)
{
    private int _answered;

    public override string Method => "delivery from a stream";

    internal override bool IsAnsweredFirst => true;

    internal override bool IsAnswered => Volatile.Read(ref _answered) != 0;

    protected override Task Invoke(object grain) => Target!.TakeAsync((Grain)grain, cursor, item);

    protected override bool TryAnswer(Task done) => TryEnd(done.Exception?.InnerException);

    protected override bool TryFail(Exception fault) => TryEnd(fault);

    protected override bool TryCancel(CancellationToken token) => false;

    private bool TryEnd(Exception? fault)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            return false;
        }

        cursor.Delivered(fault);
        return true;
    }
}
