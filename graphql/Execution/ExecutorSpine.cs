namespace Hierarchy.GraphQL.Execution;

// The asynchronous half: starting slots, batching loads, waiting.
internal sealed partial class Executor
{
    /// <summary>Runs a plan that has slots; root fields one after the other when it is a mutation (specification 6.2.2).</summary>
    public async ValueTask ExecuteAsync(object root)
    {
        _queue = new RunQueue();
        using var wake = _input.Cancellation.UnsafeRegister(static queue => ((RunQueue)queue!).Wake(), _queue);
        try
        {
            if (_plan.Kind == Language.OperationKind.Mutation)
            {
                await ExecuteSeriallyAsync(root).ConfigureAwait(false);
                return;
            }
            var node = InLoop(root, static (x, root) => x.StartNode(x._plan.Root, root))!;
            await DrainAsync().ConfigureAwait(false);
            Out.WriteRaw("{\"data\":"u8);
            var mark = Out.Length;
            EndData(WriteNode(node), mark);
        }
        finally
        {
            _queue.Close();
        }
    }

    /// <summary>Makes a node and starts its slots.</summary>
    public Node StartNode(SelectionPlan plan, object source)
    {
        var node = new Node(source, plan);
        foreach (var field in plan.Slots)
        {
            node.Slots[field.Slot] = field.Binding.Start(this, field, source);
        }
        return node;
    }

    public void Load<TKey, TValue>(BatchLoader<TKey, TValue> loader, TKey key, ILoadWaiter<TValue> waiter) where TKey : notnull
    {
        LoaderRun<TKey, TValue>.Entry entry;
        lock (LoadLock)
        {
            entry = RunOf(loader).Ask(key);
            if (!entry.IsDone)
            {
                entry.Add(waiter);
                return;
            }
        }
        waiter.Deliver(this, entry.Value, entry.Error);
    }

    public ValueTask<TValue?> LoadAsync<TKey, TValue>(BatchLoader<TKey, TValue> loader, TKey key) where TKey : notnull
    {
        CheckAborted();
        // A field without slots may load too, through a synchronous resolver that blocks: that would wait for ever, so it is refused.
        var queue = _queue ?? throw new InvalidOperationException("Only an asynchronous field can load.");
        var waiter = new LoadAwait<TValue>();
        Load(loader, key, waiter);
        queue.Wake();
        return waiter.Task;
    }

    private LoaderRun<TKey, TValue> RunOf<TKey, TValue>(BatchLoader<TKey, TValue> loader) where TKey : notnull
    {
        if (!_loaders.TryGetValue(loader, out var run))
        {
            _loaders[loader] = run = new LoaderRun<TKey, TValue>(loader);
            _loaderRuns.Add(run);
        }
        return (LoaderRun<TKey, TValue>)run;
    }

    private async ValueTask ExecuteSeriallyAsync(object root)
    {
        Out.WriteRaw("{\"data\":"u8);
        var mark = Out.Length;
        var node = new Node(root, _plan.Root);
        var outcome = Outcome.Ok;
        foreach (var field in _plan.Root.Fields)
        {
            if (field.Slot >= 0)
            {
                node.Slots[field.Slot] = InLoop((node, field), static (x, at) => at.field.Binding.Start(x, at.field, at.node.Source));
                await DrainAsync().ConfigureAwait(false);
                ForgetLoads();
            }
            if (!WriteNodeField(node, field))
            {
                outcome = Outcome.Fail;
                break;
            }
        }
        if (outcome == Outcome.Ok)
        {
            Out.WriteRaw(_plan.Root.Fields.Length == 0 ? "{}"u8 : "}"u8);
        }
        EndData(outcome, mark);
    }

    private void ForgetLoads()
    {
        foreach (var run in _loaderRuns)
        {
            run.Clear();
        }
    }

    /// <summary>
    /// Runs until no resolver and no batch is pending. When nothing can run, all loaders are called at once, whatever else is still under
    /// way: so no load waits for something that waits for it.
    /// </summary>
    private async ValueTask DrainAsync()
    {
        while (true)
        {
            if (InLoop(0, static (x, _) => x.RunReady()))
            {
                continue;
            }
            CheckAborted();
            if (Outstanding == 0)
            {
                return;
            }
            await Queue.WaitAsync().ConfigureAwait(false);
        }
    }

    private bool RunReady()
    {
        var hasRun = false;
        while (Queue.RunOne(this))
        {
            hasRun = true;
        }
        // By index: a fetch may load through another loader at once, which adds to the list.
        for (var i = 0; i < _loaderRuns.Count; i++)
        {
            if (_loaderRuns[i].HasPending)
            {
                _loaderRuns[i].Flush(this);
                hasRun = true;
            }
        }
        return hasRun;
    }

    private TResult InLoop<TArg, TResult>(TArg arg, Func<Executor, TArg, TResult> run)
    {
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_queue);
        try
        {
            return run(this, arg);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }
}
