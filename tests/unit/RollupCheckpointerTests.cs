namespace Hierarchy.UnitTests;

public sealed class RollupCheckpointerTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly TestTurns _turns = new();
    private readonly VersionedRollup _rollup = new(() => { });
    private readonly Watched _checkpoints = new();
    private readonly RollupCheckpointer _checkpointer;
    private long? _seq = 3;

    public RollupCheckpointerTests()
    {
        _rollup.Restart(new UnitRollup(Given.Province), 1);
        _checkpointer = new RollupCheckpointer(Given.Province, _rollup, () => _seq, _checkpoints, Window, _turns.Start, NullLogger.Instance);
    }

    [Fact]
    public void It_is_written_once_in_a_window_with_the_versions_that_it_includes()
    {
        _rollup.Sums.Receive(new ChildRollup(Given.District, 5, []));
        _rollup.Advance();
        _checkpointer.WriteLater();
        _checkpointer.WriteLater();
        Assert.Empty(_checkpoints.Written);
        _turns.Clock.Advance(Window);
        var written = Assert.Single(_checkpoints.Written);
        Assert.Equal((Given.Province, 3L, _rollup.Version), (written.Unit, written.Seq, written.Rollup.Version));
        Assert.Equal(KeyValuePair.Create(Given.District, 5L), Assert.Single(written.Included));
        _turns.Clock.Advance(Window);
        Assert.Single(_checkpoints.Written);
    }

    [Fact]
    public void While_the_database_is_away_it_is_tried_again_in_each_window()
    {
        _checkpoints.IsAway = true;
        _checkpointer.WriteLater();
        _turns.Clock.Advance(Window);
        _checkpoints.IsAway = false;
        Assert.Empty(_checkpoints.Written);
        _turns.Clock.Advance(Window);
        Assert.Single(_checkpoints.Written);
    }

    [Fact]
    public async Task What_is_written_is_not_written_again_unless_it_may_be_lost()
    {
        await _checkpointer.WriteNowAsync();
        await _checkpointer.WriteNowAsync();
        Assert.Single(_checkpoints.Written);
        _checkpointer.Forget();
        await _checkpointer.WriteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, _checkpoints.Written.Count);
    }

    [Fact]
    public async Task A_unit_that_is_not_registered_has_nothing_to_write()
    {
        _seq = null;
        await _checkpointer.WriteNowAsync();
        _turns.Clock.Advance(Window);
        Assert.Empty(_checkpoints.Written);
    }

    /// <summary>Checkpoints that are seen, and can be away.</summary>
    private sealed class Watched : IRollupCheckpoints
    {
        public List<RollupCheckpoint> Written { get; } = [];

        public bool IsAway { get; set; }

        public Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation)
        {
            if (IsAway)
            {
                throw new StoreUnavailableException("away");
            }
            Written.Add(checkpoint);
            return Task.CompletedTask;
        }

        public Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation) =>
            Task.FromResult<ImmutableArray<RollupCheckpoint>>([]);

        public Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation) => Task.FromResult(false);

        public Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation) => Task.FromResult<ImmutableArray<StaleUnit>>([]);
    }
}
