namespace Hierarchy.UnitTests.Obligations;

/// <summary>What one command hands over is bounded, and whoever asks again hands over all.</summary>
public sealed class HandOverBoundsTests
{
    [Fact]
    public void Those_that_have_been_in_many_states_go_over_some_at_a_time()
    {
        const string Unit = "hoa-1";
        const int Obligations = 60;
        const int Days = 100;
        var country = Given.Country();
        var first = Given.Today.AddDays(-Days);
        string[] ids = [.. Enumerable.Range(10, Obligations).Select(i => $"{Unit}~t{i}")];
        var events = new List<StoredEvent>();
        var state = UnitState.Empty;
        Happens(new UnitEvent.UnitRegistered(country.Find(Unit)!));
        Happens(new UnitEvent.ObligationsImposed(
            Given.Province, [.. ids.Select(id => Given.Terms(Unit, id.Split('~')[1]) with { PlanAdoptedOn = first })]));
        foreach (var id in ids)
        {
            for (var day = 1; day < Days; day++)
            {
                Happens(new UnitEvent.ProgressReported(id, day, null, null, first.AddDays(day)));
            }
        }
        var all = new UnitCommand.HandOver("sx", 1, first, [.. ids.Select(id => new Handing(id, "hoa-2"))]);

        const int AtOnce = Limits.HandedStatesMax / Days;
        Assert.Equal(ids[..AtOnce], HandOver());
        Assert.Equal(ids[AtOnce..], HandOver());
        Assert.Equal(Decision.Nothing, Decide());

        Decision Decide() => UnitDecider.Decide(state, all, Given.Today, country, history: events);

        IEnumerable<string> HandOver()
        {
            var handed = (UnitEvent.ObligationsHandedOver)Decide().Event!;
            Assert.All(handed.Moves, move => Assert.Equal(Days - 1, move.Before!.Value.Length));
            Happens(handed);
            return handed.Moves.Select(move => move.Obligation);
        }

        void Happens(UnitEvent happened)
        {
            var stored = new StoredEvent(Unit, state.Seq + 1, happened, "test", Given.Now, null);
            events.Add(stored);
            state = state.Apply(stored);
        }
    }
}
