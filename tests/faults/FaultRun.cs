// Faults need one system at a time, and figures an otherwise idle machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Hierarchy.Tests.Faults;

/// <summary>The extent of the run: ./test runs the short form, ./test --faults the full one.</summary>
internal static class FaultRun
{
    /// <summary>National scale and at least a hundred kills, instead of the five plans and a few.</summary>
    public static bool IsFull { get; } = Variable("HIERARCHY_FAULTS") == "full";

    /// <summary>Length of the endurance run; null for none.</summary>
    public static TimeSpan? Endurance { get; } =
        double.TryParse(Variable("HIERARCHY_ENDURANCE"), CultureInfo.InvariantCulture, out var minutes) ? TimeSpan.FromMinutes(minutes) : null;

    /// <summary>Printed by every random test; the same seed makes the same choices, though timing differs.</summary>
    public static int Seed { get; } =
        int.TryParse(Variable("HIERARCHY_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Environment.TickCount & 0xFFFFFF;

    /// <summary>Rounds of the full form: 108 kills.</summary>
    public const int RoundsOfAll = 45;

    /// <summary>Rounds of random faults on the private PostgreSQL.</summary>
    public static int Rounds { get; } =
        int.TryParse(Variable("HIERARCHY_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : IsFull ? RoundsOfAll : 2;

    /// <summary>Length of each flood of the full form.</summary>
    public static int FloodSeconds { get; } =
        int.TryParse(Variable("HIERARCHY_FLOOD_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 120;

    /// <summary>Whether a flood is selected by name (comma-separated); all are if none is named.</summary>
    public static bool HasFlood(string name) => Variable("HIERARCHY_FLOODS") is not { } names || names.Split(',').Contains(name);

    /// <summary>A list of units with official codes; null for an invented country of the same size.</summary>
    public static string? Units { get; } = Variable("HIERARCHY_UNITS");

    /// <summary>A mapping of that list's units to those of <see cref="NewUnits"/>; null for the shipped data.</summary>
    public static string? Mergers { get; } = Variable("HIERARCHY_MERGERS");

    /// <summary>A list of the new units.</summary>
    public static string? NewUnits { get; } = Variable("HIERARCHY_NEW_UNITS");

    /// <summary>A port for a server that must return at the same address.</summary>
    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
