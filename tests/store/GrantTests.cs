namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IGrants"/> promises, whichever store keeps them.</summary>
public abstract class GrantTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private static readonly Grant _grant = new(
        "tn~2", "an", Role.Head, "tn", [ReformArea.Procedures], Sample.Today, null, new Document("12/QĐ-UBND", Sample.Today, null, null));

    private static readonly FocalAgency _focal = new("tn~3", "tn", "tn-snv", null, [FocalPower.Accept], Sample.Today, Sample.Today.AddDays(9), null);

    [Fact]
    public async Task What_an_append_gives_is_seen_here_at_once_and_by_others_once_they_look()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        var changes = 0;
        there.Grants.Changed += () => changes++;
        await here.RegisterAsync(Sample.Unit("tn"));
        await AppendAsync(here, 1, new UnitEvent.GrantGiven(_grant), append => append with { Grants = [_grant] });
        await AppendAsync(here, 2, new UnitEvent.FocalAgencyAppointed(_focal), append => append with { FocalAgencies = [_focal] });

        Same([_grant], here.Grants.OfPerson("an"));
        await there.Grants.CatchUpAsync(CancellationToken.None);
        Same([_grant], there.Grants.OfPerson("an"));
        Same([_grant], there.Grants.OfUnit("tn"));
        Same([_focal], there.Grants.FocalAgenciesOf("tn"));
        Same([_focal], there.Grants.FocalAgencies);
        Assert.Equal(["tn"], there.Grants.Units);
        Assert.True(changes > 0);
    }

    [Fact]
    public async Task What_ends_takes_the_place_of_what_was_and_is_there_after_a_restart()
    {
        var here = await OpenAsync();
        await here.RegisterAsync(Sample.Unit("tn"));
        await AppendAsync(here, 1, new UnitEvent.GrantGiven(_grant), append => append with { Grants = [_grant] });
        var there = await OpenAsync();
        var ended = _grant with { EndedOn = Sample.Today };
        await AppendAsync(there, 2, new UnitEvent.GrantEnded("tn~2", Sample.Today, null), append => append with { Grants = [ended] });

        await here.Grants.CatchUpAsync(CancellationToken.None);
        Same([ended], here.Grants.OfPerson("an"));
        Same([ended], (await OpenAsync()).Grants.OfPerson("an"));
        Assert.Null(here.Grants.Find("tn~1"));
    }

    [Fact]
    public async Task An_append_that_is_refused_gives_nothing()
    {
        var here = await OpenAsync();
        await here.RegisterAsync(Sample.Unit("tn"));
        var late = Sample.Append("tn", 7, new UnitEvent.GrantGiven(_grant)) with { Grants = [_grant] };

        Assert.IsType<AppendResult.Fenced>(await here.Events.AppendAsync(late, Sample.Stop));
        Assert.Empty(here.Grants.OfPerson("an"));
        Assert.Empty((await OpenAsync()).Grants.OfUnit("tn"));
    }

    private static async Task AppendAsync(OpenStore store, long expected, UnitEvent happened, Func<Append, Append> with) =>
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(with(Sample.Append("tn", expected, happened)), Sample.Stop));

    // Arrays within records compare by reference.
    private static void Same<T>(IReadOnlyList<T> expected, IReadOnlyList<T> actual) => Assert.Equivalent(expected, actual, strict: true);
}

public sealed class MemoryGrantTests() : GrantTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresGrantTests(PostgresFixture postgres) : GrantTests(postgres.CreateStoreAsync);
