namespace Hierarchy.UnitTests;

public sealed class VersionedRollupTests
{
    private const long First = 7L << VersionedRollup.ChangeBits;

    [Fact]
    public void A_restart_begins_its_incarnation_and_never_shows_a_version_twice()
    {
        var rollup = new VersionedRollup(() => { });
        rollup.Restart(new UnitRollup(Given.Province), 7);
        Assert.Equal(First, rollup.Version);
        rollup.Restart(new UnitRollup(Given.Province), 6);
        Assert.Equal(First + 1, rollup.Version);
        rollup.Restart(new UnitRollup(Given.Province), 9);
        Assert.Equal(9L << VersionedRollup.ChangeBits, rollup.Version);
    }

    [Fact]
    public void What_children_have_told_outlives_a_restart_and_the_newer_counts()
    {
        var rollup = new VersionedRollup(() => { });
        rollup.Restart(new UnitRollup(Given.Province), 7);
        rollup.Sums.Receive(new ChildRollup(Given.District, 5, []));
        var loaded = new UnitRollup(Given.Province);
        loaded.Receive(new ChildRollup(Given.District, 3, []));
        loaded.Receive(new ChildRollup(Given.Department, 4, []));
        rollup.Restart(loaded, 8);
        Assert.Equal((5L, 4L), (rollup.Sums.Children[Given.District].Version, rollup.Sums.Children[Given.Department].Version));
    }

    [Fact]
    public void What_is_told_is_one_object_as_long_as_nothing_changes()
    {
        var rollup = new VersionedRollup(() => { });
        rollup.Restart(new UnitRollup(Given.Province), 7);
        var told = rollup.Told();
        Assert.Same(told, rollup.Told());
        rollup.Advance();
        Assert.Equal((First, First + 1), (told.Version, rollup.Told().Version));
    }

    [Fact]
    public void A_new_incarnation_is_fetched_once_before_the_versions_run_out()
    {
        var renewals = 0;
        var rollup = new VersionedRollup(() => renewals++);
        rollup.Restart(new UnitRollup(Given.Province), 7);
        var all = (1L << VersionedRollup.ChangeBits) - 1;
        Advance(rollup, all - VersionedRollup.VersionsLeftMin - 1);
        Assert.Equal(0, renewals);
        Advance(rollup, VersionedRollup.VersionsLeftMin + 1);
        Assert.Equal(1, renewals);
        Assert.Throws<UnreachableException>(rollup.Advance);
        rollup.Begin(8);
        rollup.Advance();
        Assert.Equal((8L << VersionedRollup.ChangeBits) + 1, rollup.Version);
    }

    private static void Advance(VersionedRollup rollup, long times)
    {
        for (var i = 0L; i < times; i++)
        {
            rollup.Advance();
        }
    }
}
