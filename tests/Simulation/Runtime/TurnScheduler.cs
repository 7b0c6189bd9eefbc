namespace Hierarchy.Simulation.Runtime;

/// <summary>Runs continuations as steps of the timeline, one at a time and in order. Once dead, nothing on it resumes.</summary>
internal class TurnScheduler(VirtualTime timeline, string name) : TaskScheduler
{
    /// <summary>Maximum processor time of a turn.</summary>
    private static readonly TimeSpan TurnMax = TimeSpan.FromMicroseconds(200);

    private readonly Queue<Task> _turns = new();
    private bool _inTurn;
    private bool _awake;

    public override int MaximumConcurrencyLevel => 1;

    public VirtualTime VirtualTime => timeline;

    public string Name => name;

    public bool IsDead { get; private set; }

    /// <summary>Starts independent work.</summary>
    public void Start(Func<Task> work) => new Task(() => _ = work()).Start(this);

    /// <summary>Ends everything on it in the middle of any await.</summary>
    public virtual void Die()
    {
        IsDead = true;
        _turns.Clear();
    }

    protected override void QueueTask(Task task)
    {
        if (!IsDead)
        {
            _turns.Enqueue(task);
            Wake();
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _inTurn && !IsDead && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _turns;

    /// <summary>Other work to start when no turn waits; null for none.</summary>
    protected virtual Action? NextWork() => null;

    protected void Wake()
    {
        if (!_awake && !IsDead)
        {
            _awake = true;
            timeline.After(timeline.Between(TimeSpan.Zero, TurnMax), "", name, Turn);
        }
    }

    private void Turn()
    {
        _awake = false;
        if (IsDead)
        {
            return;
        }
        _inTurn = true;
        try
        {
            if (_turns.TryDequeue(out var turn))
            {
                TryExecuteTask(turn);
            }
            else if (NextWork() is { } work)
            {
                new Task(work).RunSynchronously(this);
            }
            else
            {
                return;
            }
        }
        finally
        {
            _inTurn = false;
        }
        Wake();
    }
}
