using Hierarchy.Api.Progress;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Units;

/// <summary>The map of today, made anew when the directory has changed. Thread-safe.</summary>
internal sealed class TodaysMap
{
    private readonly IUnitDirectory _directory;
    private long _changes;
    private Kept? _kept;

    public TodaysMap(IUnitDirectory directory)
    {
        _directory = directory;
        directory.Changed += () => Interlocked.Increment(ref _changes);
    }

    public RestatedMap Read()
    {
        // Read first: a change that comes meanwhile is announced after it can be seen.
        var changes = Interlocked.Read(ref _changes);
        var kept = Volatile.Read(ref _kept);
        if (kept?.Changes != changes)
        {
            kept = new Kept(changes, new RestatedMap(_directory));
            Volatile.Write(ref _kept, kept);
        }
        return kept.Map;
    }

    private sealed record Kept(long Changes, RestatedMap Map);
}

/// <summary>Figures of several units, added up to those of one on today's map. Each is read where it is kept, and nothing is kept
/// twice.</summary>
internal static class RestatedReads
{
    /// <summary>What the filter counts at a unit and at those that are read with it.</summary>
    /// <exception cref="FieldError">The plan is unknown, or none of them has to do with it.</exception>
    public static IDataLoaderResult<Reading> Whole(
        Unit unit, Composition with, ProgressFilter filter, DateOnly? past, Backend backend, CallContext call) =>
        Sums([new Part([unit.Id, .. with.More], with.Less)], filter.KeysAt(backend.Directory), past, backend.Directory, call)
            .Then(sums => sums[0]);

    /// <summary>What each part adds up to, all read at once.</summary>
    /// <param name="keysOf">Which cells a unit is read by, each where it is kept.</param>
    /// <param name="past">The day that they are of; null for the present.</param>
    public static IDataLoaderResult<IReadOnlyList<Reading>> Sums(
        IReadOnlyList<Part> parts, Func<string, IEnumerable<(string At, Cell Cell)>> keysOf, DateOnly? past, IUnitDirectory directory,
        CallContext call)
    {
        var ofUnits = parts.SelectMany(part => part.More.Concat(part.Less)).Distinct(StringComparer.Ordinal)
            .ToDictionary(unit => unit, unit => keysOf(unit).ToArray(), StringComparer.Ordinal);
        (string At, Cell Cell)[] keys = [.. ofUnits.Values.SelectMany(of => of).Distinct()];
        ShowParents(keys, directory, call);
        return Read(keys, past, directory, call).Then(IReadOnlyList<Reading> (readings) =>
        {
            var found = keys.Zip(readings).ToDictionary(pair => pair.First, pair => pair.Second);
            return [.. parts.Select(part => SumOf(part, unit => ofUnits[unit].Select(key => found[key])))];
        });
    }

    private static Reading SumOf(Part part, Func<string, IEnumerable<Reading>> readingsOf)
    {
        var sum = Reading.Nothing;
        foreach (var reading in part.More.SelectMany(readingsOf))
        {
            sum = new Reading(sum.Measures + reading.Measures, sum.Version + reading.Version);
        }
        foreach (var reading in part.Less.SelectMany(readingsOf))
        {
            sum = new Reading(sum.Measures - reading.Measures, sum.Version + reading.Version);
        }
        return sum;
    }

    private static IDataLoaderResult<IReadOnlyList<Reading>> Read(
        (string At, Cell Cell)[] keys, DateOnly? past, IUnitDirectory directory, CallContext call) =>
        call.All<Reading>([.. keys.Select(key => past is { } day
            ? PastReads.Reading(directory.Find(key.At)!, key.Cell, day, call)
            : UnitReads.Cell(directory.Find(key.At)!, key.Cell, call))]);

    /// <summary>Units that stand below the same one are read from it, all by one question.</summary>
    private static void ShowParents((string At, Cell Cell)[] keys, IUnitDirectory directory, CallContext call)
    {
        foreach (var siblings in keys.Select(key => key.At).Distinct().GroupBy(at => directory.Find(at)!.Parent))
        {
            if (siblings.Key is { } parent && siblings.Skip(1).Any())
            {
                UnitReads.ShowChildren(parent, call);
            }
        }
    }
}

/// <summary>Units whose figures are added up, and those whose figures are taken away.</summary>
internal sealed record Part(IReadOnlyList<string> More, IReadOnlyList<string> Less);
