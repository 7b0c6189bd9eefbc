namespace Hierarchy.GraphQL.Execution;

/// <summary>One execution of a compiled operation (specification 6.2-6.4). Reused, never shared.</summary>
/// <remarks>
/// Values go straight into <see cref="Out"/>. A field that fails or is null cuts the text back to where its value began; where null is not
/// allowed its parent does the same, and so on up (6.4.4). Only objects with asynchronous fields somewhere below them get nodes: first
/// those fields are started and expanded until nothing is pending, then the same depth-first writer runs over nodes and plain objects
/// alike. So errors come in document order whatever finished first, and no value that is at hand is ever stored.
/// </remarks>
internal sealed partial class Executor(GraphQLEngine engine) : IDisposable {
    private const int CheckEvery = 256;

    private (string? Key, int Index)[] _path = new (string?, int)[64];
    private Args?[] _args = [];
    private PreparedOperation _prepared;
    private OperationPlan _plan = null!;
    private CancellationToken _aborted;
    private CancellationToken _cancellation;
    private RequestContext? _context;
    private long _started;
    private int _items;

    public JsonBuffer Out { get; } = new() { LengthMax = engine.Options.ResponseBytesMax };
    public ErrorList Errors { get; } = new() { CountMax = engine.Options.ErrorsMax };

    /// <summary>Segments on the path of the field that is being completed, without its own key.</summary>
    public int Depth { get; set; }

    public RequestContext Context => _context ??= new(_prepared.Services, _prepared.Caller, _cancellation, this);

    /// <summary>Whether an exception fails a field; the others end the execution.</summary>
    public static bool IsFieldFailure(Exception e) => e is not (ExecutionAborted or ResponseTooLargeException);

    /// <param name="aborted">The client is gone or the server stops.</param>
    /// <param name="cancellation">That, or the time limit.</param>
    public void Begin(in PreparedOperation prepared, CancellationToken aborted, CancellationToken cancellation) {
        (_prepared, _plan) = (prepared, prepared.Plan!);
        (_aborted, _cancellation, _started) = (aborted, cancellation, engine.Time.GetTimestamp());
        if (_args.Length < _plan.ArgsCount) _args = new Args?[_plan.ArgsCount];
    }

    /// <summary>Runs a plan without slots: everything is written on this thread, nothing waits.</summary>
    public void Execute(object root) {
        Out.WriteRaw("{\"data\":"u8);
        var mark = Out.Length;
        EndData(WriteObject(_plan.Root, root, null), mark);
    }

    /// <summary>Forgets the execution. False when something may still refer to it, so that it must not be used again.</summary>
    public bool Reset() {
        if (Outstanding > 0) return false;
        Out.Clear();
        Errors.Clear();
        Array.Clear(_args);
        _loaders?.Clear();
        (_context, _queue, _plan, _prepared) = (null, null, null!, default);
        (Depth, _items) = (0, 0);
        return true;
    }

    public void Dispose() => Out.Dispose();

    /// <exception cref="FieldError">The arguments do not fit.</exception>
    public Args ArgsOf(FieldPlan field) {
        if (field.ConstantArgs is { } constant) return constant;
        if (_prepared.Variables is null) return field.ConstantArgs = field.CoerceArgs(null, engine.Options.Inputs);
        // A selection of an abstract type may be compiled in the middle of an execution.
        if (field.ArgsIndex >= _args.Length) Array.Resize(ref _args, field.ArgsIndex + 8);
        return _args[field.ArgsIndex] ??= field.CoerceArgs(_prepared.Variables, engine.Options.Inputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(string? key) {
        if (Depth == _path.Length) Array.Resize(ref _path, Depth * 2);
        _path[Depth++].Key = key;
    }

    /// <summary>ExecuteSelectionSet of the specification (6.3).</summary>
    /// <param name="slots">What some of the fields have waited for; null where none had to.</param>
    public Outcome WriteObject(SelectionPlan plan, object source, Slot[]? slots) {
        foreach (var field in plan.Fields)
            if (!WriteField(field, source, slots)) return Outcome.Fail;
        Out.WriteRaw(plan.Fields.Length == 0 ? "{}"u8 : "}"u8);
        return Outcome.Ok;
    }

    /// <summary>Writes what a value was expanded to.</summary>
    public Outcome WriteTree(FieldPlan field, object? tree) => tree switch {
        null => Outcome.Null,
        Node node => WriteObject(node.Plan, node.Source, node.Slots),
        Exception error => Failed(field, error, null),
        _ => WriteList(field, (NodeList)tree),
    };

    /// <summary>Opens a list or separates two items, and puts the item's index on the path.</summary>
    /// <returns>Where the item begins.</returns>
    public int BeginItem(int index) {
        Out.WriteRaw(index == 0 ? (byte)'[' : (byte)',');
        _path[Depth - 1].Index = index;
        if (++_items % CheckEvery == 0) CheckAborted();
        return Out.Length;
    }

    public Outcome EndList(int count, bool isOk) {
        Depth--;
        if (!isOk) return Outcome.Fail;
        Out.WriteRaw(count == 0 ? "[]"u8 : "]"u8);
        return Outcome.Ok;
    }

    /// <summary>Puts null where a value began, or fails where null is not allowed (specification 6.4.4).</summary>
    /// <param name="key">The field's key where it is not on the path yet; null for an item.</param>
    public bool PutNull(FieldPlan field, Outcome outcome, int mark, bool nonNull, string? key) {
        Out.Rewind(mark);
        if (!nonNull) Out.WriteNull();
        else if (outcome == Outcome.Null) Record(field, new($"Cannot return null for non-nullable field {field.Coordinate}."), key);
        return !nonNull;
    }

    /// <summary>Records the failure of a field, whose key is given where it is not on the path yet.</summary>
    public Outcome Failed(FieldPlan field, Exception error, string? key) {
        if (error is OperationCanceledException && _cancellation.IsCancellationRequested) CheckAborted();
        Record(field, engine.Mask(error, field.Coordinate), key);
        return Outcome.Fail;
    }

    public void CheckAborted() {
        var isLate = engine.Time.GetElapsedTime(_started) > engine.Options.ExecutionTimeMax;
        if (isLate || _cancellation.IsCancellationRequested) throw new ExecutionAborted(isLate || !_aborted.IsCancellationRequested);
    }

    private void Record(FieldPlan field, FieldError error, string? key) {
        GraphQLTelemetry.FieldFailed(error.Code);
        if (Errors.IsFull) return;
        var path = _path[..Depth].Select(segment => segment.Key ?? (object)segment.Index);
        SyntaxNode[] places = error.At is null ? field.Nodes : [error.At];
        Errors.Add(new(error.Message) {
            Code = error.Code,
            Locations = [.. places.Select(place => _plan.Source.Locate(place.Start))],
            Path = key is null ? [.. path] : [.. path, key],
        }, error.Input, error.Id);
    }

    // ExecuteField (6.4), and what becomes of its failure (6.4.4).
    private bool WriteField(FieldPlan field, object source, Slot[]? slots) {
        Out.WriteRaw(field.Prefix);
        var (mark, depth) = (Out.Length, Depth);
        Outcome outcome;
        try {
            outcome = field.Slot < 0 ? field.Binding.Write(this, field, source) : slots![field.Slot].Write();
        } catch (Exception e) when (IsFieldFailure(e)) {
            Depth = depth;
            outcome = Failed(field, e, field.ResponseKey);
        }
        return outcome == Outcome.Ok || PutNull(field, outcome, mark, field.NonNull, field.ResponseKey);
    }

    private Outcome WriteList(FieldPlan field, NodeList list) {
        Push(null);
        var (count, isOk) = (0, true);
        while (isOk && count < list.Items.Count) {
            var mark = BeginItem(count);
            var outcome = WriteTree(field, list.Items[count++]);
            isOk = outcome == Outcome.Ok || PutNull(field, outcome, mark, list.ItemNonNull, null);
        }
        return EndList(count, isOk);
    }

    private void EndData(Outcome outcome, int mark) {
        if (outcome != Outcome.Ok) {
            Out.Rewind(mark);
            Out.WriteNull();
        }
        Out.WriteRaw((byte)'}');
    }
}

/// <summary>The execution as a whole cannot go on: out of time, or nobody waits for it any more.</summary>
internal sealed class ExecutionAborted(bool isTimeout) : Exception {
    public bool IsTimeout { get; } = isTimeout;
}
