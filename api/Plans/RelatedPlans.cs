namespace Hierarchy.Api.Plans;

/// <summary>Plans that concern a unit: its own and those of units above and below, at their present and former places, also those of units
/// that continued in it. Plans of a unit that moved concern the units above it, too. Known from the directory, without a call to a
/// unit.</summary>
internal static class RelatedPlans
{
    private const int FindUsual = 20;
    private const int FindMax = 100;

    /// <summary>Newest first.</summary>
    public static IEnumerable<PlanEntry> Of(string unit, IUnitDirectory directory, RestatedMap map)
    {
        var ancestors = directory.Ancestors(unit);
        var root = ancestors.Count > 0 ? ancestors[0].Id : unit;
        return directory.PlansAtOrBelow(root).Where(plan => Concerns(unit, plan, directory, map));
    }

    /// <summary>Whether the plan's owner is or was at, above or below the unit, one that continued in it, or one that moved below
    /// it.</summary>
    public static bool Concerns(string unit, PlanEntry plan, IUnitDirectory directory, RestatedMap map)
    {
        return Stands(unit) || map.Of(unit).More.Any(Stands) || map.FormerlyAbove(unit).Any(former => HasStood(former, plan.Owner, directory));

        bool Stands(string at) => HasStood(plan.Owner, at, directory) || HasStood(at, plan.Owner, directory);
    }

    /// <summary>Whether a unit is or was at or below another.</summary>
    private static bool HasStood(string unit, string above, IUnitDirectory directory)
    {
        if (directory.IsAtOrBelow(unit, above))
        {
            return true;
        }
        var seen = new HashSet<string>([unit], StringComparer.Ordinal);
        for (var next = new Stack<string>(seen); next.TryPop(out var at);)
        {
            foreach (var parent in directory.Names(at).Select(name => name.Parent).OfType<string>().Where(seen.Add))
            {
                next.Push(parent);
            }
        }
        return seen.Contains(above);
    }

    /// <summary>Every year that one of them covers, newest first.</summary>
    public static IEnumerable<int> Years(Unit unit, IUnitDirectory directory, RestatedMap map)
    {
        var years = new SortedSet<int>();
        foreach (var plan in Of(unit.Id, directory, map))
        {
            years.UnionWith(Enumerable.Range(plan.StartYear, plan.EndYear - plan.StartYear + 1));
        }
        return years.Reverse();
    }

    public static IDataLoaderResult<IEnumerable<Plan>> Find(
        Unit unit, string? text, int? year, int? first, IUnitDirectory directory, RestatedMap map, CallContext call)
    {
        var wanted = Vietnamese.Fold(Texts.Searchable(text ?? "", "text"));
        var size = Texts.PageSize(first, FindUsual, FindMax);
        var found = Of(unit.Id, directory, map)
            .Where(plan => (year is not { } only || (plan.StartYear <= only && only <= plan.EndYear)) && Holds(plan, wanted, directory))
            .Take(size)
            .Select(plan => plan.Id);
        return UnitReads.AllContents(found, call).Then(contents => contents.Select(plan => plan!.Whole.Plan));
    }

    /// <summary>Matches the beginning of the plan's number, or words, one of which may begin the number.</summary>
    private static bool Holds(PlanEntry plan, string wanted, IUnitDirectory directory)
    {
        var number = Vietnamese.Fold(plan.Number ?? "");
        if (wanted.Length == 0 || number.StartsWith(wanted, StringComparison.Ordinal))
        {
            return true;
        }
        var folded = Vietnamese.Fold($"{plan.Title} {directory.Find(plan.Owner)?.Name} {plan.StartYear} {plan.EndYear}");
        return wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => folded.Contains(word, StringComparison.Ordinal) || number.StartsWith(word, StringComparison.Ordinal));
    }
}
