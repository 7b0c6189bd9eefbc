namespace Hierarchy.UnitTests.SignIn;

/// <summary>What is kept of a flood.</summary>
public sealed class SecurityJournalTests
{
    private readonly Kept _kept = new();
    private readonly SecurityJournal _journal;

    public SecurityJournalTests() => _journal = new(TimeProvider.System, NullLogger<SecurityJournal>.Instance, _kept);

    [Fact]
    public async Task Repeats_are_one_row_with_their_number()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _journal.Note(SecurityEvents.TokenUnknown, "UNAUTHENTICATED", person: null, IPAddress.Loopback);
        }
        _journal.Note(SecurityEvents.SignedIn, code: null, "an", IPAddress.Loopback);

        await _journal.FlushAsync(TestContext.Current.CancellationToken);
        await _journal.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["token-unknown  127.0.0.1 1000", "signed-in an 127.0.0.1 1"],
            _kept.Events.Select(one => $"{one.What} {one.Person} {one.Address} {one.Count}"));
        Assert.Equal(1, _kept.Trims);
    }

    [Fact]
    public async Task Strangers_of_countless_addresses_are_counted_together_and_keep_nobody_else_out()
    {
        const int Addresses = 20_000;
        for (var i = 0; i < Addresses; i++)
        {
            _journal.Note(SecurityEvents.TokenUnknown, "UNAUTHENTICATED", person: null, new IPAddress(i));
        }
        _journal.Note(SecurityEvents.SignedIn, code: null, "an", IPAddress.Loopback);

        await _journal.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(SecurityJournal.StrangersMax + 2, _kept.Events.Count);
        Assert.Equal(Addresses, _kept.Events.Where(one => one.Person is null).Sum(one => one.Count));
        Assert.Equal(Addresses - SecurityJournal.StrangersMax, _kept.Events.Single(one => one is { Person: null, Address: null }).Count);
        Assert.Contains(_kept.Events, one => one.Person == "an");
    }

    [Fact]
    public async Task What_cannot_be_written_is_written_later()
    {
        _kept.IsAway = true;
        _journal.Note(SecurityEvents.SignedIn, code: null, "an", IPAddress.Loopback);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _journal.FlushAsync(TestContext.Current.CancellationToken));
        _journal.Note(SecurityEvents.SignedIn, code: null, "an", IPAddress.Loopback);
        _kept.IsAway = false;

        await _journal.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, Assert.Single(_kept.Events).Count);
    }

    private sealed class Kept : ISecurityLog
    {
        public List<SecurityEvent> Events { get; } = [];

        public bool IsAway { get; set; }

        public int Trims { get; private set; }

        public Task AppendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
        {
            if (IsAway)
            {
                throw new StoreUnavailableException("away");
            }
            Events.AddRange(events);
            return Task.CompletedTask;
        }

        public Task TrimAsync(CancellationToken cancellation)
        {
            Trims++;
            return Task.CompletedTask;
        }

        public Task<ImmutableArray<(long Id, SecurityEvent Event)>> ReadAsync(
            DateTimeOffset from, DateTimeOffset until, long before, int first, CancellationToken cancellation) =>
            Task.FromResult(Events.Select((one, i) => ((long)i, one)).ToImmutableArray());
    }
}
