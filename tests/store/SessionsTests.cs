namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="ISessions"/> and <see cref="ISessionKeys"/> promise, whichever store keeps them.</summary>
public abstract class SessionsTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task What_one_process_writes_another_takes_in_and_so_does_one_that_starts()
    {
        var (here, there) = (await PeopledAsync(), (await OpenAsync()).Sessions);
        var (one, other) = (Session("an"), Session("binh"));
        await here.AddAsync(Hash(1), one, CancellationToken.None);
        await here.AddAsync(Hash(2), other, CancellationToken.None);

        await there.CatchUpAsync(CancellationToken.None);
        Assert.Equal((one, other, null), (there.OfHash(Hash(1)), there.OfHash(Hash(2)), there.OfHash(Hash(3))));

        await there.EndAsync(Hash(1), Now, CancellationToken.None);
        await there.EndAsync(Hash(1), Now, CancellationToken.None);
        await here.CatchUpAsync(CancellationToken.None);
        Assert.Equal((null, other), (here.OfHash(Hash(1)), here.OfHash(Hash(2))));
        var later = (await OpenAsync()).Sessions;
        Assert.Equal((null, other), (later.OfHash(Hash(1)), later.OfHash(Hash(2))));
    }

    [Fact]
    public async Task Ending_all_ends_what_a_person_has_begun_and_nothing_that_begins_later()
    {
        var (here, there) = (await PeopledAsync(), (await OpenAsync()).Sessions);
        await here.AddAsync(Hash(1), Session("an"), CancellationToken.None);
        await here.AddAsync(Hash(2), Session("an"), CancellationToken.None);
        await here.AddAsync(Hash(3), Session("binh"), CancellationToken.None);
        Assert.Null(here.AllEnded("an"));

        var end = Now.AddMinutes(1);
        Assert.Equal(2, await here.EndAllAsync("an", end, CancellationToken.None));
        Assert.Equal(0, await here.EndAllAsync("an", end, CancellationToken.None));
        var later = Session("an") with { Began = end.AddTicks(10) };
        await here.AddAsync(Hash(4), later, CancellationToken.None);

        await there.CatchUpAsync(CancellationToken.None);
        Assert.Equal((null, null, later), (there.OfHash(Hash(1)), there.OfHash(Hash(2)), there.OfHash(Hash(4))));
        Assert.Equal("binh", there.OfHash(Hash(3))!.Person);
        Assert.Equal(end, there.AllEnded("an"));
        Assert.Null(there.AllEnded("binh"));
    }

    [Fact]
    public async Task A_person_has_so_many_sessions_and_the_oldest_ends()
    {
        var sessions = await PeopledAsync();
        for (var i = 0; i <= Grains.People.Session.PerPersonMax; i++)
        {
            await sessions.AddAsync(Hash(i), Session("an") with { Began = Now.AddSeconds(i) }, CancellationToken.None);
        }

        Assert.Null(sessions.OfHash(Hash(0)));
        Assert.All(Enumerable.Range(1, Grains.People.Session.PerPersonMax), i => Assert.NotNull(sessions.OfHash(Hash(i))));
    }

    [Fact]
    public async Task What_was_over_a_day_ago_is_forgotten()
    {
        var sessions = await PeopledAsync();
        await sessions.AddAsync(Hash(1), new Session("an", Now.AddDays(-3), Now.AddDays(-2)), CancellationToken.None);
        await sessions.AddAsync(Hash(2), Session("an"), CancellationToken.None);

        Assert.Null(sessions.OfHash(Hash(1)));
        Assert.NotNull(sessions.OfHash(Hash(2)));
    }

    [Fact]
    public async Task Keys_are_the_same_in_every_process()
    {
        var (here, there) = ((await OpenAsync()).SessionKeys, (await OpenAsync()).SessionKeys);
        Assert.Empty(here.All());
        here.Add("key-1", "<key id=\"1\" />");
        there.Add("key-2", "<key id=\"2\" />");

        Assert.Equal(["<key id=\"1\" />", "<key id=\"2\" />"], here.All());
        Assert.Equal(here.All(), there.All());
    }

    private async Task<ISessions> PeopledAsync()
    {
        var store = await OpenAsync();
        foreach (var id in (string[])["an", "binh"])
        {
            Assert.Null(await store.People.RegisterAsync(new Person(id, id, null, null), request: null, Now, CancellationToken.None));
        }
        return store.Sessions;
    }

    private static Session Session(string person) => new(person, Now, Now.AddHours(12));

    private static byte[] Hash(int number) => [.. Enumerable.Repeat((byte)number, 32)];
}

public sealed class MemorySessionsTests() : SessionsTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresSessionsTests(PostgresFixture postgres) : SessionsTests(postgres.CreateStoreAsync);
