namespace Hierarchy.Embedded;

/// <summary>A queue through the calls' own links, so that waiting and running cost no memory of their own. A call is in one list at
/// a time.</summary>
internal struct CallList
{
    public GrainCall? First { get; private set; }

    private GrainCall? _last;

    public int Count { get; private set; }

    public void Append(GrainCall call)
    {
        call.Next = null;
        call.Previous = _last;
        if (_last is null)
        {
            First = call;
        }
        else
        {
            _last.Next = call;
        }

        _last = call;
        Count++;
    }

    public void Remove(GrainCall call)
    {
        if (call.Previous is null)
        {
            First = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is null)
        {
            _last = call.Previous;
        }
        else
        {
            call.Next.Previous = call.Previous;
        }

        call.Next = call.Previous = null;
        Count--;
    }

    /// <summary>Empties the list into another one, in order.</summary>
    public void MoveTo(List<GrainCall> calls)
    {
        while (First is { } call)
        {
            Remove(call);
            calls.Add(call);
        }
    }
}
