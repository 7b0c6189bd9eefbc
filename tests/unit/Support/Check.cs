using Hierarchy.Hosting;

namespace Hierarchy.UnitTests.Support;

/// <summary>What many tests assert. Given a state, when a command comes, then this: here alone the decider is asked.</summary>
public static class Check
{
    /// <summary>Accepted gives this event, and the state after it still stands.</summary>
    public static UnitState Accepted(UnitState given, UnitCommand when, UnitEvent then, IUnitDirectory? directory = null)
    {
        var decision = Decide(given, when, directory);
        var happened = Assert.IsType<Decision.Accepted>(decision).Event;
        Assert.Equal(Json(then), Json(happened));
        Assert.Equal(when.Subject, UnitState.SubjectOf(happened));
        return given.Apply(new StoredEvent(Id(given, then), given.Seq + 1, happened, "test", Given.Now, null));
    }

    /// <summary>Refused gives this code and no event.</summary>
    /// <returns>What is said of it.</returns>
    public static string Refused(UnitState given, UnitCommand when, RefusalCode code, string? field, IUnitDirectory? directory = null)
    {
        var refusal = Assert.IsType<Decision.Refused>(Decide(given, when, directory)).Refusal;
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
        Assert.EndsWith(".", refusal.Message);
        return refusal.Message;
    }

    /// <summary>Accepted, and there is nothing to write.</summary>
    public static void Nothing(UnitState given, UnitCommand when, IUnitDirectory? directory = null) =>
        Assert.Equal(Decision.Nothing, Decide(given, when, directory));

    public static Decision Decide(UnitState given, UnitCommand when, IUnitDirectory? directory = null) =>
        UnitDecider.Decide(given, when, Given.Today, directory ?? Given.Country());

    /// <summary>A setting that cannot be used ends the process with one line that begins so.</summary>
    /// <returns>The whole line.</returns>
    public static string StopsTheStart(Func<object?> read, string says)
    {
        var problem = Assert.Throws<StartupProblem>(read);
        Assert.Equal(ExitCode.Configuration, problem.ExitCode);
        Assert.StartsWith(says, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        return problem.Message;
    }

    /// <summary>Records compare their arrays by reference; their stored form compares by content.</summary>
    public static string Json(UnitEvent happened) => EventCodec.NameOf(happened) + " " + Encoding.UTF8.GetString(EventCodec.Encode(happened));

    private static string Id(UnitState given, UnitEvent then) => given.Unit?.Id ?? ((UnitEvent.UnitRegistered)then).Unit.Id;
}
