namespace Hierarchy.GraphQL.Execution;

/// <summary>One execution of a compiled operation (specification 6.2-6.4). Reused, never shared.</summary>
/// <remarks>
/// Values go straight into <see cref="Out"/>. A field that fails or is null cuts the text back to where its value began; where null is not
/// allowed its parent does the same, and so on up (6.4.4). Only objects with asynchronous fields somewhere below them get nodes: first
/// those fields are started and expanded until nothing is pending, then the same depth-first writer runs over nodes and plain objects
/// alike. So errors come in document order whatever finished first, and no value that is at hand is ever stored.
/// </remarks>
internal sealed partial class Executor : IDisposable
{
    private const int CheckEvery = 256;

    private readonly List<LoaderRun> _loaderRuns = [];
    private readonly Dictionary<object, LoaderRun> _loaders = [];
    private (string? Key, int Index)[] _path = new (string?, int)[64];
    private Args?[] _args = [];
    private RequestContext? _context;
    private ExecutionInput _input;
    private OperationPlan _plan = null!;
    private RunQueue? _queue;
    private long _deadline;
    private int _items;

    public JsonBuffer Out { get; } = new();
    public ErrorList Errors { get; } = new();
    public Lock LoadLock { get; } = new();

    /// <summary>Segments on the path of the field that is being completed, without its own key.</summary>
    public int Depth { get; set; }

    /// <summary>Resolvers and batches under way.</summary>
    public int Outstanding { get; set; }

    public RunQueue Queue => _queue!;

    public RequestContext Context => _context ??= new(_input.Services, _input.Caller, _input.Cancellation, this);

    /// <summary>Whether an exception fails a field; the others end the execution.</summary>
    public static bool IsFieldFailure(Exception e) => e is not (ExecutionAborted or ResponseTooLargeException);

    public void Begin(OperationPlan plan, in ExecutionInput input)
    {
        _plan = plan;
        _input = input;
        _deadline = input.Time.GetTimestamp() + (long)(input.TimeMax.TotalSeconds * input.Time.TimestampFrequency);
        Out.LengthMax = input.ResponseBytesMax;
        Errors.CountMax = input.ErrorsMax;
        if (_args.Length < plan.VariableArgs)
        {
            _args = new Args?[plan.VariableArgs];
        }
    }

    /// <summary>Runs a plan without slots: everything is written on this thread, nothing waits.</summary>
    public void Execute(object root)
    {
        Out.WriteRaw("{\"data\":"u8);
        var mark = Out.Length;
        EndData(WriteObject(_plan.Root, root), mark);
    }

    /// <summary>Forgets the execution. False when something may still refer to it, so that it must not be used again.</summary>
    public bool Reset()
    {
        if (Outstanding > 0)
        {
            return false;
        }
        Out.Clear();
        Errors.Clear();
        Array.Clear(_args);
        _loaderRuns.Clear();
        _loaders.Clear();
        _context = null;
        _input = default;
        _plan = null!;
        _queue = null;
        (Depth, _items) = (0, 0);
        return true;
    }

    public void Dispose()
    {
        Out.Dispose();
        Errors.Dispose();
    }

    public Args ArgsOf(FieldPlan field)
    {
        var template = field.Args;
        if (template.Index < 0)
        {
            return template.Constant;
        }
        if (template.Index >= _args.Length)
        {
            // A selection of an abstract type may be compiled in the middle of an execution.
            Array.Resize(ref _args, template.Index + 8);
        }
        return _args[template.Index] ??= template.Coerce(_input.Variables);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(string? key)
    {
        if (Depth == _path.Length)
        {
            Array.Resize(ref _path, Depth * 2);
        }
        _path[Depth++].Key = key;
    }

    public Outcome WriteObject(SelectionPlan plan, object source)
    {
        foreach (var field in plan.Fields)
        {
            Out.WriteRaw(field.Prefix);
            var mark = Out.Length;
            var outcome = field.Binding.Write(this, field, source);
            if (outcome != Outcome.Ok && !NullField(field, outcome, mark))
            {
                return Outcome.Fail;
            }
        }
        Out.WriteRaw(plan.Fields.Length == 0 ? "{}"u8 : "}"u8);
        return Outcome.Ok;
    }

    public Outcome WriteNode(Node node)
    {
        foreach (var field in node.Plan.Fields)
        {
            if (!WriteNodeField(node, field))
            {
                return Outcome.Fail;
            }
        }
        Out.WriteRaw(node.Plan.Fields.Length == 0 ? "{}"u8 : "}"u8);
        return Outcome.Ok;
    }

    /// <summary>Writes what a value was expanded to.</summary>
    public Outcome WriteTree(FieldPlan field, object? tree)
    {
        switch (tree)
        {
            case null:
                return Outcome.Null;
            case Node node:
                return WriteNode(node);
            case FailedItem failed:
                FailedHere(field, failed.Error);
                return Outcome.Fail;
            default:
                return WriteList(field, (NodeList)tree);
        }
    }

    /// <summary>Opens a list or separates two items, and puts the item's index on the path.</summary>
    public void BeginItem(int index, int depth)
    {
        Out.WriteRaw(index == 0 ? (byte)'[' : (byte)',');
        _path[depth].Index = index;
        if (++_items % CheckEvery == 0)
        {
            CheckAborted();
        }
    }

    /// <summary>Puts null in the place of an item; false when the list may not hold it.</summary>
    public bool NullItem(FieldPlan field, Outcome outcome, int mark, bool nonNull, int depth)
    {
        Out.Rewind(mark);
        if (!nonNull)
        {
            Out.WriteNull();
            return true;
        }
        if (outcome == Outcome.Null)
        {
            Errors.Add(NullMessage(field), null, null, null, _plan.Source, field.Nodes, null, Path(depth + 1, null));
        }
        Depth = depth;
        return false;
    }

    /// <summary>Records the failure of a field whose key is not on the path.</summary>
    public Outcome Failed(FieldPlan field, Exception error) => Record(field, error, field.ResponseKey);

    /// <summary>Records a failure at the path as it is.</summary>
    public void FailedHere(FieldPlan field, Exception error) => Record(field, error, null);

    public void CheckAborted()
    {
        if (_input.Cancellation.IsCancellationRequested)
        {
            throw new ExecutionAborted(IsLate || !_input.Aborted.IsCancellationRequested);
        }
        if (IsLate)
        {
            throw new ExecutionAborted(isTimeout: true);
        }
    }

    private bool IsLate => _input.Time.GetTimestamp() > _deadline;

    private bool WriteNodeField(Node node, FieldPlan field)
    {
        Out.WriteRaw(field.Prefix);
        var mark = Out.Length;
        var outcome = field.Slot < 0 ? field.Binding.Write(this, field, node.Source) : node.Slots[field.Slot].Write(this);
        return outcome == Outcome.Ok || NullField(field, outcome, mark);
    }

    private bool NullField(FieldPlan field, Outcome outcome, int mark)
    {
        Out.Rewind(mark);
        if (!field.NonNull)
        {
            Out.WriteNull();
            return true;
        }
        if (outcome == Outcome.Null)
        {
            Errors.Add(NullMessage(field), null, null, null, _plan.Source, field.Nodes, null, Path(Depth, field.ResponseKey));
        }
        return false;
    }

    private Outcome WriteList(FieldPlan field, NodeList list)
    {
        var depth = Depth;
        Push(null);
        for (var i = 0; i < list.Items.Count; i++)
        {
            BeginItem(i, depth);
            var mark = Out.Length;
            var outcome = WriteTree(field, list.Items[i]);
            if (outcome != Outcome.Ok && !NullItem(field, outcome, mark, list.ItemNonNull, depth))
            {
                return Outcome.Fail;
            }
        }
        Depth = depth;
        Out.WriteRaw(list.Items.Count == 0 ? "[]"u8 : "]"u8);
        return Outcome.Ok;
    }

    private void EndData(Outcome outcome, int mark)
    {
        if (outcome != Outcome.Ok)
        {
            Out.Rewind(mark);
            Out.WriteNull();
        }
        Out.WriteRaw((byte)'}');
    }

    private static string NullMessage(FieldPlan field) =>
        $"Cannot return null for non-nullable field {field.ParentType}.{field.Binding.Name}.";

    private Outcome Record(FieldPlan field, Exception error, string? key)
    {
        var path = Path(Depth, key);
        if (error is FieldError expected)
        {
            Errors.Add(expected.Message, expected.Code, expected.Input, null, _plan.Source, field.Nodes, expected.At, path);
            return Outcome.Fail;
        }
        if (error is OperationCanceledException && _input.Cancellation.IsCancellationRequested)
        {
            CheckAborted();
        }
        var id = _input.Report(error, $"{field.ParentType}.{field.Binding.Name}");
        Errors.Add("Internal error", ExecutionCodes.Internal, null, id, _plan.Source, field.Nodes, null, path);
        return Outcome.Fail;
    }

    private object[] Path(int depth, string? key)
    {
        var path = new object[key is null ? depth : depth + 1];
        for (var i = 0; i < depth; i++)
        {
            path[i] = _path[i].Key ?? (object)_path[i].Index;
        }
        if (key is not null)
        {
            path[depth] = key;
        }
        return path;
    }
}

/// <summary>What an execution needs from outside.</summary>
internal readonly struct ExecutionInput
{
    public required IServiceProvider Services { get; init; }
    public required object? Caller { get; init; }
    /// <summary>The client is gone or the server stops.</summary>
    public required CancellationToken Aborted { get; init; }
    /// <summary>That, or the time limit.</summary>
    public required CancellationToken Cancellation { get; init; }
    public required VariableValues? Variables { get; init; }
    public required TimeProvider Time { get; init; }
    public required TimeSpan TimeMax { get; init; }
    public required int ResponseBytesMax { get; init; }
    public required int ErrorsMax { get; init; }
    /// <summary>Logs an unexpected exception and gives it an id.</summary>
    public required Func<Exception, string, string> Report { get; init; }
}

/// <summary>The execution as a whole cannot go on: out of time, or nobody waits for it any more.</summary>
internal sealed class ExecutionAborted(bool isTimeout) : Exception
{
    public bool IsTimeout { get; } = isTimeout;
}
