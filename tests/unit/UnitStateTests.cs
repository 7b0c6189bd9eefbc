namespace Hierarchy.UnitTests;

public sealed class UnitStateTests
{
    [Fact]
    public void Events_are_applied_in_order_without_gaps()
    {
        var state = Given.State("x", new UnitEvent.UnitRegistered(Given.Unit("x", UnitKind.Ministry, null)));
        Assert.Equal(1, state.Seq);
        Assert.Throws<UnreachableException>(() => state.Apply(Received(1, null)));
        Assert.Throws<UnreachableException>(() => state.Apply(Received(3, null)));
        Assert.Equal(2, state.Apply(Received(2, null)).Seq);
    }

    [Fact]
    public void The_newest_requests_are_at_hand_with_what_they_were_about()
    {
        var state = UnitState.Empty;
        for (var seq = 1; seq <= Limits.RequestsAtHand + 10; seq++)
        {
            state = state.Apply(Received(seq, "r" + seq));
        }
        Assert.Equal(Limits.RequestsAtHand, state.Requests.Count);
        Assert.DoesNotContain("r10", state.Requests.Keys);
        Assert.Equal(new AnsweredRequest("r11", 11, "difficulty-received:o11"), state.Requests["r11"]);
        Assert.Equal(new AnsweredRequest("r266", 266, "difficulty-received:o266"), state.Requests["r266"]);
    }

    [Fact]
    public void A_request_keeps_its_first_event()
    {
        var state = UnitState.Empty.Apply(Received(1, "r")).Apply(Received(2, null)).Apply(Received(3, "r"));
        Assert.Equal(1, state.Requests["r"].Seq);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void A_snapshot_restores_the_state_and_forgets_requests_in_the_same_order(int events)
    {
        var state = UnitState.Empty;
        for (var seq = 1; seq <= events; seq++)
        {
            state = state.Apply(Received(seq, seq % 3 == 0 ? null : "r" + seq));
        }
        var restored = UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot())));
        for (var seq = events + 1; seq <= events + 260; seq++)
        {
            state = state.Apply(Received(seq, "r" + seq));
            restored = restored.Apply(Received(seq, "r" + seq));
        }
        Assert.Equal(Json(state), Json(restored));
    }

    private static StoredEvent Received(long seq, string? request) =>
        new("x", seq, new UnitEvent.DifficultyReceived("y", "o" + seq, "việc", "khó"), "test", Given.Now, request);

    private static string Json(UnitState state) => Encoding.UTF8.GetString(EventCodec.Encode(state.ToSnapshot()));
}
