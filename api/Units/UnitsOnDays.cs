namespace Hierarchy.Api.Units;

/// <summary>Units as they were on a day: one that has ended by then is answered as it was last.</summary>
internal static class UnitsOnDays
{
    /// <param name="on">Null for today.</param>
    /// <returns>Null where there is no such unit, or was none yet.</returns>
    public static Unit? Find(string id, DateOnly? on, IUnitDirectory directory)
    {
        var unit = directory.Find(id);
        return on is not { } day || unit is null || directory.IsUnchangedSince(day) ? unit
            : directory.Names(id).LastOrDefault(name => !(name.From > day)) is { } name
                ? unit with { Name = name.Name, Kind = name.Kind, Parent = name.Parent, Code = name.Code }
            : null;
    }

    /// <summary>From the root down to the parent.</summary>
    public static IReadOnlyList<Unit> Ancestors(string id, DateOnly? on, IUnitDirectory directory)
    {
        if (on is not { } day || directory.IsUnchangedSince(day))
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

    /// <summary>The unit and all that stood below it on a day, for a list of that day; null where it is what stands there now.</summary>
    public static ImmutableArray<string>? Below(string unit, DateOnly day, IUnitDirectory directory)
    {
        var tree = directory.StandingOn(day);
        if (ReferenceEquals(tree, directory))
        {
            return null;
        }
        ImmutableArray<string> stood = [.. tree.Subtree(unit).Select(one => one.Id)];
        return stood.ToHashSet(StringComparer.Ordinal).SetEquals(directory.Subtree(unit).Select(one => one.Id)) ? null : stood;
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
    public Extent Extent([FromSource] LineageView view) => view.Lineage.Extent;

    public DateOnly On([FromSource] LineageView view) => view.Lineage.On;

    public Task<ShownReorganisation?> Reorganisation([FromSource] LineageView view) => view.Lineage.Reorganisation is { } id
        ? ShownReorganisation.FindAsync(id, backend)
        : Task.FromResult<ShownReorganisation?>(null);
}
