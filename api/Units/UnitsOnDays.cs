namespace Hierarchy.Api.Units;

/// <summary>Units as they were on a day; a unit that had ended by then is returned in its last state.</summary>
internal static class UnitsOnDays
{
    /// <param name="on">Null for today.</param>
    /// <returns>Null if there is no such unit, or it did not exist yet.</returns>
    public static Unit? Find(string id, DateOnly? on, IUnitDirectory directory)
    {
        var unit = directory.Find(id);
        return on is not { } day || unit is null || directory.IsUnchangedSince(day) ? unit
            : directory.Names(id).LastOrDefault(name => !(name.From > day)) is { } name
                ? unit with { Name = name.Name, Kind = name.Kind, Parent = name.Parent, Code = name.Code }
            : null;
    }

    /// <summary>The ancestors from the root down to the parent.</summary>
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

    /// <summary>The unit and all units below it on a day, for a list of that day; null if they are the same today.</summary>
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

/// <summary>A predecessor or successor of a unit.</summary>
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
