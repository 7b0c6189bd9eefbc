using Hierarchy.Simulation.Broken;

namespace Hierarchy.Simulation;

/// <summary>The simulator finds faults: with any single rule broken on purpose, a run fails soon.</summary>
public sealed class BrokenRuleTests
{
    private static readonly Dictionary<string, Func<Rules>> Broken = new()
    {
        [nameof(SkipsTheVersionCheck)] = () => new SkipsTheVersionCheck(),
        [nameof(DropsTheFencing)] = () => new DropsTheFencing(),
        [nameof(ForgetsAnOutboxRow)] = () => new ForgetsAnOutboxRow(),
        [nameof(AcknowledgesBeforeDelivery)] = () => new AcknowledgesBeforeDelivery(),
        [nameof(PublishesBeforeTheCommit)] = () => new PublishesBeforeTheCommit(),
        [nameof(CountsALeadTwice)] = () => new CountsALeadTwice(),
        [nameof(AcceptsAnOldVersion)] = () => new AcceptsAnOldVersion(),
        [nameof(ForgetsWhatAPaperServes)] = () => new ForgetsWhatAPaperServes(),
        [nameof(OverwritesASignedRevision)] = () => new OverwritesASignedRevision(),
        [nameof(ForgetsItsSecondBook)] = () => new ForgetsItsSecondBook(),
        [nameof(ForgetsWhatPredecessorsGave)] = () => new ForgetsWhatPredecessorsGave(),
    };

    [Theory]
    [InlineData(nameof(SkipsTheVersionCheck), 50)]
    [InlineData(nameof(DropsTheFencing), 50)]
    [InlineData(nameof(ForgetsAnOutboxRow), 10)]
    [InlineData(nameof(AcknowledgesBeforeDelivery), 20)]
    [InlineData(nameof(PublishesBeforeTheCommit), 50)]
    [InlineData(nameof(CountsALeadTwice), 10)]
    [InlineData(nameof(AcceptsAnOldVersion), 300)]
    [InlineData(nameof(ForgetsWhatAPaperServes), 50)]
    [InlineData(nameof(OverwritesASignedRevision), 100)]
    [InlineData(nameof(ForgetsItsSecondBook), 50)]
    [InlineData(nameof(ForgetsWhatPredecessorsGave), 300)]
    public void A_broken_rule_is_found(string rule, int runsMax)
    {
        var found = Enumerable.Range(1, runsMax)
            .Select(seed => SimulationRun.Run(seed, Broken[rule]()))
            .FirstOrDefault(run => run.Fault is not null);
        Assert.True(found is not null, $"{runsMax} runs did not notice that the system {rule}");
        Assert.Null(SimulationRun.Run(found.Seed).Fault);
        Console.WriteLine($"{rule} is found in run {found.Seed}: {found.Fault}");
    }
}
