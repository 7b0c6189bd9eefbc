namespace Hierarchy.Simulation.Callers;

/// <summary>One request of one caller, however often it is sent.</summary>
internal sealed record CallerRequest(string Id, string Unit, UnitCommand Command, Caller Caller)
{
    private string? _storedId;

    /// <summary>All answers except UNAVAILABLE, in order.</summary>
    public List<Outcome> Answers { get; } = [];

    /// <summary>Number of attempts that may still be under way.</summary>
    public int Open { get; set; }

    /// <summary>Number of attempts sent.</summary>
    public int Sent { get; set; }

    /// <summary>Whether an attempt ended without an answer, or has not ended.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Its id in the store.</summary>
    public string StoredId => _storedId ??= RequestKey.Of(Command, Id, Caller).Id;

    public bool IsAcknowledged => Answers.Exists(answer => answer.Refusal is null);

    public override string ToString() => $"{Id} ({Command.GetType().Name} of {Command.Subject} at {Unit})";
}
