using Hierarchy.Grains.Rollup;

namespace Hierarchy.Api.Progress;

/// <summary>A cell as one unit holds it.</summary>
internal readonly record struct CellKey(string Unit, Cell Cell);

/// <param name="Version">Of the unit's roll-up.</param>
internal sealed record Reading(Measures Measures, long Version);

/// <summary>Reads cells of roll-ups: one call for each unit, however many of its cells a request asks for.</summary>
internal static class CellLoads
{
    public static readonly BatchLoader<CellKey, Reading> Cells = new("cells", FetchAsync, batchMax: 4_096);

    private static async ValueTask<IReadOnlyDictionary<CellKey, Reading>> FetchAsync(IReadOnlyList<CellKey> keys, RequestContext context)
    {
        var backend = context.Backend();
        if (keys is [var only])
        {
            var one = await backend.AskAsync(only.Unit, unit => unit.ReadCellsAsync([only.Cell])).ConfigureAwait(false);
            return new Dictionary<CellKey, Reading> { [only] = new(one.Cells[0], one.Version) };
        }
        var ofUnits = keys.ToLookup(key => key.Unit, key => key.Cell);
        var readings = await Backend.EachAsync<string, CellReading>(
            [.. ofUnits.Select(cells => cells.Key)],
            async id => await backend.AskAsync(id, unit => unit.ReadCellsAsync([.. ofUnits[id]])).ConfigureAwait(false),
            context.Cancellation).ConfigureAwait(false);
        var found = new Dictionary<CellKey, Reading>(keys.Count);
        foreach (var cells in ofUnits)
        {
            var (i, reading) = (0, readings[cells.Key]);
            foreach (var cell in cells)
            {
                found[new CellKey(cells.Key, cell)] = new Reading(reading.Cells[i++], reading.Version);
            }
        }
        return found;
    }
}
