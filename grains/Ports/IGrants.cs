namespace Hierarchy.Grains.Ports;

/// <summary>Who has been given what at which unit. Answers from memory; current with everything that this process writes.
/// Thread-safe.</summary>
/// <remarks>What has ended stays: who asks says on which day.</remarks>
public interface IGrants
{
    /// <summary>Null when there is no such grant.</summary>
    Grant? Find(string id);

    /// <summary>Those of one person, in the order of their ids; what was delegated to the person included.</summary>
    IReadOnlyList<Grant> OfPerson(string person);

    /// <summary>Those that one unit has given.</summary>
    IReadOnlyList<Grant> OfUnit(string unit);

    /// <summary>Units that have given any.</summary>
    IEnumerable<string> Units { get; }

    /// <summary>Those that one unit has appointed.</summary>
    IReadOnlyList<FocalAgency> FocalAgenciesOf(string unit);

    /// <summary>Every appointment of every unit.</summary>
    /// <remarks>Cost: all of them.</remarks>
    IReadOnlyList<FocalAgency> FocalAgencies { get; }

    /// <summary>Takes in what other processes have written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    Task CatchUpAsync(CancellationToken cancellation);

    /// <summary>Raised after a change is visible here.</summary>
    event Action? Changed;
}
