namespace Hierarchy.Simulation;

/// <summary>Seeds whose runs failed before the fault was fixed.</summary>
public sealed class FoundSeedTests
{
    [Theory]
    [InlineData(164)] // Recovery did not make a unit read what it had missed: its totals stayed wrong.
    [InlineData(173)] // The same, and the parent held on to a version of an activation that was gone.
    [InlineData(246)] // The same, seen as a checkpoint that stayed stale for ever.
    [InlineData(825)] // A repeated request was answered from a state that did not show it yet.
    [InlineData(247607486)] // A unit that was ended while it imposed tasks on itself waited for itself, half a minute for each of them.
    [InlineData(247634266)] // The same.
    [InlineData(719169447)] // A checkpoint that failed was not tried again, and one of an activation that had gone hid what this one missed.
    [InlineData(23203962)] // A unit that had missed an event refused what another activation of it was about to write.
    [InlineData(1041)] // A unit that had missed its own hand-over took the message that ended it for one with nothing to do.
    [InlineData(443)] // A process went on with a reorganisation of which it had not heard all units yet.
    [InlineData(882178629)] // A repeated request was refused since a steward acts for the unit by now.
    public void What_a_run_has_shown_stays_right(int seed) => Assert.Null(SimulationRun.Run(seed, new WithoutReports()).Fault);

    [Theory]
    [InlineData(536456412)] // What an inspection had found came to a unit that had ended, and nobody went on with it.
    public void What_a_run_with_reports_has_shown_stays_right(int seed) => Assert.Null(SimulationRun.Run(seed, new WithoutDrafts()).Fault);

    /// <summary>Reproduces the runs of that time.</summary>
    private class WithoutDrafts : Rules
    {
        public override bool HasDrafts => false;
    }

    /// <inheritdoc/>
    private sealed class WithoutReports : WithoutDrafts
    {
        public override bool HasReports => false;
    }
}
