using Microsoft.Extensions.Time.Testing;

namespace Hierarchy.UnitTests.Support;

/// <summary>What the parts of a unit's grain lean on, without a silo: a clock that stands still, and timers on it.</summary>
internal sealed class TestTurns
{
    public FakeTimeProvider Clock { get; } = new(Given.Now);

    public UnreliableStore Store { get; } = new(new MemoryStore(new MemoryDatabase()).Events);

    public SetAside Aside { get; } = new(NullLogger<SetAside>.Instance);

    public IDisposable Start(Func<CancellationToken, Task> run, GrainTimerCreationOptions timing) =>
        Clock.CreateTimer(_ => run(CancellationToken.None), null, timing.DueTime, timing.Period);

    /// <summary>Writes what happened to a unit, with its messages.</summary>
    public async Task<UnitState> WriteAsync(string unit, params UnitEvent[] happened)
    {
        var state = UnitState.Empty;
        foreach (var e in happened)
        {
            var next = state.Apply(new StoredEvent(unit, state.Seq + 1, e, "test", Given.Now, $"c:{state.Seq}"));
            var registered = e is UnitEvent.UnitRegistered { Unit: var of } ? of with { Parent = null } : null;
            Assert.IsType<AppendResult.Appended>(await Store.AppendAsync(
                new Append(unit, state.Seq, [e], "test", Given.Now, $"c:{state.Seq}", registered, [], [], [], [.. e.Targets.Select(to => (0, to))]),
                TestContext.Current.CancellationToken));
            state = next;
        }
        return state;
    }
}
