using Hierarchy.Api.Reorganisations;

namespace Hierarchy.Api.Units;

/// <summary>Units as they were on a day: one that has ended by then is answered as it was last.</summary>
internal static class UnitsOnDays
{
    /// <param name="on">Null for today.</param>
    /// <returns>Null where there is no such unit, or was none yet.</returns>
    public static Unit? Find(string id, DateOnly? on, IUnitDirectory directory)
    {
        var unit = directory.Find(id);
        return on is not { } day || unit is null ? unit
            : directory.Names(id).LastOrDefault(name => !(name.From > day)) is { } name
                ? unit with { Name = name.Name, Kind = name.Kind, Parent = name.Parent, Code = name.Code }
            : null;
    }

    /// <summary>From the root down to the parent.</summary>
    public static IReadOnlyList<Unit> Ancestors(string id, DateOnly? on, IUnitDirectory directory)
    {
        if (on is null)
        {
            return directory.Ancestors(id);
        }
        var above = new List<Unit>();
        for (var unit = Find(id, on, directory); unit?.Parent is { } parent && Find(parent, on, directory) is { } next; unit = next)
        {
            above.Insert(0, next);
        }
        return above;
    }

    /// <summary>Those that there were on a day whose name contains a text, in the order of the search of today.</summary>
    public static IEnumerable<Unit> Search(string text, UnitKind? kind, int first, DateOnly day, IUnitDirectory directory)
    {
        var wanted = Vietnamese.Fold(text);
        return directory.At(day).All()
            .Where(unit => kind is null || unit.Kind == kind)
            .Select(unit => (Unit: unit, Folded: Vietnamese.Fold(unit.Name)))
            .Where(found => found.Folded.Contains(wanted, StringComparison.Ordinal))
            .OrderBy(found => NameSearch.Rank(found.Folded, wanted)).ThenBy(found => found.Unit.Kind)
            .ThenBy(found => found.Unit.Name, Comparer<string>.Create(Vietnamese.Compare)).ThenBy(found => found.Unit.Id, StringComparer.Ordinal)
            .Take(first).Select(found => found.Unit);
    }
}

/// <summary>A unit that goes before or after another.</summary>
internal sealed record LineageView(Unit Unit, Lineage Lineage)
{
    /// <summary>Null for a unit that is not known here yet.</summary>
    public static LineageView? Of(Lineage lineage, string other, IUnitDirectory directory) =>
        directory.Find(other) is { } unit ? new LineageView(unit, lineage) : null;
}

internal sealed class LineageFields(Backend backend)
{
    public Unit Unit([FromSource] LineageView view) => view.Unit;

    public Extent Extent([FromSource] LineageView view) => view.Lineage.Extent;

    public DateOnly On([FromSource] LineageView view) => view.Lineage.On;

    public Task<ShownReorganisation?> Reorganisation([FromSource] LineageView view) => view.Lineage.Reorganisation is { } id
        ? ShownReorganisation.FindAsync(id, backend)
        : Task.FromResult<ShownReorganisation?>(null);
}
