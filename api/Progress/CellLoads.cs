using Hierarchy.Grains.Rollup;

namespace Hierarchy.Api.Progress;

/// <summary>A cell as one unit holds it.</summary>
internal readonly record struct CellKey(string Unit, Cell Cell);

/// <param name="Version">Of the unit's roll-up.</param>
internal sealed record Reading(Measures Measures, long Version);

/// <summary>Reads cells of roll-ups: what is known without a call, and one call for each other unit, however many of its cells a request
/// asks for.</summary>
internal static class CellLoads
{
    public static readonly BatchLoader<CellKey, Reading> Cells = new("cells", FetchAsync, batchMax: 4_096);

    /// <summary>The parts of a cell: the unit's own and each child's, as the unit counts them.</summary>
    public static readonly BatchLoader<CellKey, ChildrenReading> Children = new("cells of children", (keys, context) =>
        context.Backend().ReadAsync(
            keys, key => key.Unit, key => Question.ChildrenOf(key.Cell),
            async (unit, wanted) =>
            {
                var parts = await unit.ReadChildrenAsync([.. wanted.Select(key => key.Cell)]).ConfigureAwait(false);
                return new Answer<CellKey, ChildrenReading>(parts[0].Version, [.. wanted.Zip(parts, KeyValuePair.Create)]);
            },
            context.Cancellation));

    public static ValueTask<Reading?> ReadAsync(CellKey key, RequestContext context) =>
        context.Backend().Readings.Find<Reading>(key.Unit, Question.Of(key.Cell)) is { } known
            ? new(known)
            : context.LoadAsync(Cells, key);

    /// <summary>Several cells of one unit, all of one version.</summary>
    public static async Task<IReadOnlyList<Reading>> ReadAllAsync(string unit, IEnumerable<Cell> cells, RequestContext context)
    {
        CellKey[] keys = [.. cells.Select(cell => new CellKey(unit, cell))];
        var found = await FetchAsync([.. keys.Distinct()], context);
        return Array.ConvertAll(keys, key => found[key]);
    }

    private static ValueTask<IReadOnlyDictionary<CellKey, Reading>> FetchAsync(IReadOnlyList<CellKey> keys, RequestContext context) =>
        context.Backend().ReadAsync(
            keys, key => key.Unit, key => Question.Of(key.Cell),
            async (unit, wanted) =>
            {
                var reading = await unit.ReadCellsAsync([.. wanted.Select(key => key.Cell)]).ConfigureAwait(false);
                return new Answer<CellKey, Reading>(reading.Version, [.. wanted.Zip(
                    reading.Cells, (key, measures) => KeyValuePair.Create(key, new Reading(measures, reading.Version)))]);
            },
            context.Cancellation);
}
