namespace Hierarchy.Simulation.Callers;

/// <summary>One wish of one caller, however often it is sent.</summary>
internal sealed record CallerRequest(string Id, string Unit, UnitCommand Command, Caller Caller)
{
    private string? _storedId;

    /// <summary>Every answer but UNAVAILABLE, in the order in which they came.</summary>
    public List<Outcome> Answers { get; } = [];

    /// <summary>Attempts of which nobody knows whether they are over.</summary>
    public int Open { get; set; }

    /// <summary>Attempts that were sent.</summary>
    public int Sent { get; set; }

    /// <summary>Whether any attempt ended without an answer, or has not ended.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>As it stands in the store.</summary>
    public string StoredId => _storedId ??= RequestKey.Of(Command, Id, Caller).Id;

    public bool IsAcknowledged => Answers.Exists(answer => answer.Refusal is null);

    public override string ToString() => $"{Id} ({Command.GetType().Name} of {Command.Subject} at {Unit})";
}
