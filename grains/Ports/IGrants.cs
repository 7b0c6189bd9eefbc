namespace Hierarchy.Grains.Ports;

/// <summary>The grants of all units. Reads come from memory and include everything that this process has written. Thread-safe.</summary>
/// <remarks>Ended grants are included: callers choose the day.</remarks>
public interface IGrants
{
    /// <summary>Null when there is no such grant.</summary>
    Grant? Find(string id);

    /// <summary>The grants of one person, ordered by id, including those delegated to the person.</summary>
    IReadOnlyList<Grant> OfPerson(string person);

    /// <summary>The grants that one unit has given.</summary>
    IReadOnlyList<Grant> OfUnit(string unit);

    /// <summary>Units that have given grants.</summary>
    IEnumerable<string> Units { get; }

    /// <summary>The focal agencies that one unit has appointed.</summary>
    IReadOnlyList<FocalAgency> FocalAgenciesOf(string unit);

    /// <summary>Every appointment of every unit.</summary>
    /// <remarks>Cost: all of them.</remarks>
    IReadOnlyList<FocalAgency> FocalAgencies { get; }

    /// <summary>Loads what other processes have written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    Task CatchUpAsync(CancellationToken cancellation);

    /// <summary>Raised after a change is visible here.</summary>
    event Action? Changed;
}
