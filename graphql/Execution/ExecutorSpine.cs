namespace Hierarchy.GraphQL.Execution;

// The asynchronous half: starting slots, batching loads, waiting.
internal sealed partial class Executor {
    // In order of first use. A list, because a fetch may load through another loader at once, which adds to it.
    private List<(object Loader, LoaderRun Run)>? _loaders;
    private RunQueue? _queue;

    public Lock LoadLock { get; } = new();
    public RunQueue Queue => _queue!;

    /// <summary>Resolvers and batches under way.</summary>
    public int Outstanding { get; set; }

    /// <summary>Runs a plan that has slots; root fields one after the other when it is a mutation (specification 6.2.2).</summary>
    public async ValueTask ExecuteAsync(object root) {
        _queue = new RunQueue();
        using var wake = _cancellation.UnsafeRegister(static queue => ((RunQueue)queue!).Wake(), _queue);
        try {
            Out.WriteRaw("{\"data\":"u8);
            var mark = Out.Length;
            EndData(await ExecuteRootAsync(root).ConfigureAwait(false), mark);
        } finally {
            _queue.Close();
        }
    }

    /// <summary>Makes a node and starts its slots.</summary>
    public Node StartNode(SelectionPlan plan, object source) {
        var node = new Node(source, plan);
        Start(plan.Slots, source, node.Slots);
        return node;
    }

    public ValueTask<TValue?> LoadAsync<TKey, TValue>(BatchLoader<TKey, TValue> loader, TKey key) where TKey : notnull {
        CheckAborted();
        // A field without slots may load too, through a synchronous resolver that blocks: that would wait for ever, so it is refused.
        var queue = _queue ?? throw new InvalidOperationException("Only an asynchronous field can load.");
        Task<TValue?> load;
        lock (LoadLock) {
            _loaders ??= [];
            var run = _loaders.Find(known => ReferenceEquals(known.Loader, loader)).Run;
            if (run is null) _loaders.Add((loader, run = new LoaderRun<TKey, TValue>(loader)));
            load = ((LoaderRun<TKey, TValue>)run).Ask(key);
        }
        if (SynchronizationContext.Current != queue) queue.Wake();
        return new(load);
    }

    private async ValueTask<Outcome> ExecuteRootAsync(object root) {
        var fields = _plan.Root.Fields;
        var slots = new Slot[_plan.Root.Slots.Length];
        foreach (var turn in _plan.Kind == OperationKind.Mutation ? fields.Chunk(1) : [fields]) {
            InLoop(() => Start(turn, root, slots));
            await DrainAsync().ConfigureAwait(false);
            _loaders?.ForEach(static loader => loader.Run.Clear());
            if (!Array.TrueForAll(turn, field => WriteField(field, root, slots))) return Outcome.Fail;
        }
        Out.WriteRaw(fields.Length == 0 ? "{}"u8 : "}"u8);
        return Outcome.Ok;
    }

    private bool Start(FieldPlan[] fields, object source, Slot[] slots) {
        foreach (var field in fields) {
            if (field.Slot >= 0) slots[field.Slot] = Start(field, source);
        }
        return true;
    }

    private Slot Start(FieldPlan field, object source) {
        try {
            return field.Binding.Start(this, field, source);
        } catch (Exception e) when (IsFieldFailure(e)) {
            return new FailedSlot(this, field, e);
        }
    }

    /// <summary>
    /// Runs until no resolver and no batch is pending. When nothing can run, all loaders are called at once, whatever else is still under
    /// way: so no load waits for something that waits for it.
    /// </summary>
    private async ValueTask DrainAsync() {
        while (true) {
            if (InLoop(RunReady)) continue;
            CheckAborted();
            if (Outstanding == 0) return;
            await Queue.WaitAsync().ConfigureAwait(false);
        }
    }

    private bool RunReady() {
        var hasRun = false;
        while (Queue.RunOne()) hasRun = true;
        for (var i = 0; i < _loaders?.Count; i++) hasRun |= _loaders[i].Run.Flush(this);
        return hasRun;
    }

    // What resolvers await comes back to this request's queue.
    private bool InLoop(Func<bool> run) {
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_queue);
        try {
            return run();
        } finally {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }
}
