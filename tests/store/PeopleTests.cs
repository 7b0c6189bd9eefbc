namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IPeople"/> promises, whichever store keeps them.</summary>
public abstract class PeopleTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private static readonly DateTimeOffset _now = new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero);

    private static readonly Person _an = new("an", "An", "an@example.vn", "sub-1");

    [Fact]
    public async Task What_one_process_writes_another_takes_in()
    {
        var (here, there) = ((await OpenAsync()).People, (await OpenAsync()).People);
        var hash = new byte[32];
        Assert.Null(await RegisterAsync(here, _an));
        await here.MakeAdministratorAsync("an", _now, CancellationToken.None);
        await here.MakeAdministratorAsync("an", _now, CancellationToken.None);
        await here.AddTokenAsync(hash, "an", _now.AddDays(1), _now, CancellationToken.None);

        await there.CatchUpAsync(CancellationToken.None);
        Assert.Equal((_an, _an, _an), (there.Find("an"), there.OfSubject("sub-1"), there.OfEmail("AN@example.vn")));
        Assert.True(there.IsAdministrator("an"));
        Assert.Equal(new ServiceToken("an", _now.AddDays(1), IsRevoked: false), there.OfHash(hash));

        Assert.Equal(1, await there.RevokeTokensAsync("an", _now, CancellationToken.None));
        Assert.Equal(0, await there.RevokeTokensAsync("an", _now, CancellationToken.None));
        await here.CatchUpAsync(CancellationToken.None);
        Assert.True(here.OfHash(hash)!.IsRevoked);
        Assert.Equal([_an], (await OpenAsync()).People.All());
    }

    [Fact]
    public async Task The_last_administrator_stays_unless_a_grant_makes_another()
    {
        var (here, there) = ((await OpenAsync()).People, (await OpenAsync()).People);
        foreach (var person in new[] { _an, new Person("binh", "Bình", null, null) })
        {
            Assert.Null(await RegisterAsync(here, person));
            await here.MakeAdministratorAsync(person.Id, _now, CancellationToken.None);
        }
        await there.CatchUpAsync(CancellationToken.None);

        var ended = await Task.WhenAll(
            here.EndAdministratorAsync("an", mayBeLast: false, _now, CancellationToken.None),
            there.EndAdministratorAsync("binh", mayBeLast: false, _now, CancellationToken.None));

        Assert.Single(ended, true);
        await here.CatchUpAsync(CancellationToken.None);
        var last = Assert.Single(here.All(), person => here.IsAdministrator(person.Id)).Id;
        Assert.False(await here.EndAdministratorAsync(last, mayBeLast: false, _now, CancellationToken.None));
        Assert.True(here.IsAdministrator(last));
        Assert.True(await here.EndAdministratorAsync(last, mayBeLast: true, _now, CancellationToken.None));
        Assert.False(here.IsAdministrator(last));
        Assert.True(await here.EndAdministratorAsync(last, mayBeLast: false, _now, CancellationToken.None));
    }

    [Fact]
    public async Task A_person_who_changes_is_found_by_what_he_is_now()
    {
        var people = (await OpenAsync()).People;
        await RegisterAsync(people, _an);

        Assert.Null(await RegisterAsync(people, _an with { Name = "An Nguyễn", Email = "new@example.vn", Subject = null }));

        Assert.Equal("An Nguyễn", people.OfEmail("new@example.vn")!.Name);
        Assert.Null(people.OfEmail("an@example.vn"));
        Assert.Null(people.OfSubject("sub-1"));
        Assert.Null(await RegisterAsync(people, new Person("binh", "Bình", "an@example.vn", "sub-1")));
    }

    [Theory]
    [InlineData("binh", "Bình", "AN@EXAMPLE.vn", null, RefusalCode.Conflict, "email")]
    [InlineData("binh", "Bình", null, "sub-1", RefusalCode.Conflict, "subject")]
    [InlineData("b nh", "Bình", null, null, RefusalCode.Invalid, "id")]
    [InlineData("system", "Bình", null, null, RefusalCode.Invalid, "id")]
    [InlineData("binh", " ", null, null, RefusalCode.Invalid, "name")]
    [InlineData("binh", "Bình", "nowhere", null, RefusalCode.Invalid, "email")]
    [InlineData("binh", "Bình", "a b@example.vn", null, RefusalCode.Invalid, "email")]
    public async Task What_cannot_be_is_refused_with_its_place_and_changes_nothing(
        string id, string name, string? email, string? subject, RefusalCode code, string field)
    {
        var people = (await OpenAsync()).People;
        await RegisterAsync(people, _an);

        var refusal = await RegisterAsync(people, new Person(id, name, email, subject));

        Assert.Equal((code, field), (refusal!.Code, refusal.Field));
        Assert.Equal([_an], people.All());
    }

    [Fact]
    public async Task A_repeated_request_changes_nothing_and_one_for_something_else_is_refused()
    {
        var people = (await OpenAsync()).People;
        var request = new PeopleRequest("p:1", "digest");
        await people.RegisterAsync(_an, request, _now, CancellationToken.None);
        await RegisterAsync(people, _an with { Name = "An Nguyễn" });

        Assert.Null(await people.RegisterAsync(_an, request, _now, CancellationToken.None));
        var other = await people.RegisterAsync(_an, request with { Digest = "other" }, _now, CancellationToken.None);

        Assert.Equal((RefusalCode.Conflict, "requestId"), (other!.Code, other.Field));
        Assert.Equal("An Nguyễn", people.Find("an")!.Name);
    }

    [Fact]
    public async Task A_subject_is_given_to_whoever_has_none_and_still_has_the_address()
    {
        var (here, there) = ((await OpenAsync()).People, (await OpenAsync()).People);
        await RegisterAsync(here, _an with { Subject = null });
        await RegisterAsync(here, new Person("binh", "Bình", "binh@example.vn", "sub-2"));

        Assert.False(await here.BindAsync("an", "moved@example.vn", "sub-1", CancellationToken.None));
        Assert.False(await here.BindAsync("an", "an@example.vn", "sub-2", CancellationToken.None));
        Assert.False(await here.BindAsync("binh", "binh@example.vn", "sub-1", CancellationToken.None));
        Assert.True(await here.BindAsync("an", "AN@example.vn", "sub-1", CancellationToken.None));
        Assert.True(await here.BindAsync("an", "an@example.vn", "sub-1", CancellationToken.None));
        Assert.False(await here.BindAsync("an", "an@example.vn", "sub-3", CancellationToken.None));

        await there.CatchUpAsync(CancellationToken.None);
        Assert.Equal((_an, "binh"), (there.OfSubject("sub-1"), there.OfSubject("sub-2")!.Id));
    }

    private static Task<Refusal?> RegisterAsync(IPeople people, Person person) =>
        people.RegisterAsync(person, request: null, _now, CancellationToken.None);
}

public sealed class MemoryPeopleTests() : PeopleTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresPeopleTests(PostgresFixture postgres) : PeopleTests(postgres.CreateStoreAsync);
