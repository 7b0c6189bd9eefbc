using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Plans;

/// <summary>Plans that concern a unit: its own, those of the units above it and those of the units below it. Which they are is known from
/// the directory, without a call to a unit.</summary>
internal static class RelatedPlans
{
    private const int FindUsual = 20;
    private const int FindMax = 100;

    /// <summary>Newest first.</summary>
    public static IEnumerable<PlanEntry> Of(string unit, IUnitDirectory directory)
    {
        var ancestors = directory.Ancestors(unit);
        var root = ancestors.Count > 0 ? ancestors[0].Id : unit;
        return directory.PlansAtOrBelow(root)
            .Where(plan => directory.IsAtOrBelow(plan.Owner, unit) || directory.IsAtOrBelow(unit, plan.Owner));
    }

    /// <summary>Every year that one of them covers, newest first.</summary>
    public static IEnumerable<int> Years(Unit unit, RequestContext context)
    {
        var years = new SortedSet<int>();
        foreach (var plan in Of(unit.Id, context.Backend().Directory))
        {
            years.UnionWith(Enumerable.Range(plan.StartYear, plan.EndYear - plan.StartYear + 1));
        }
        return years.Reverse();
    }

    public static async ValueTask<IEnumerable<Plan>> FindAsync(Unit unit, Args args, RequestContext context)
    {
        var directory = context.Backend().Directory;
        var words = Vietnamese.Fold(Texts.Searchable(args.Get<string?>("text") ?? "", "text"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var year = args.Get<int?>("year");
        var first = Texts.PageSize(args.Get<int?>("first"), FindUsual, FindMax);
        var found = Of(unit.Id, directory)
            .Where(plan => (year is not { } only || (plan.StartYear <= only && only <= plan.EndYear)) && Holds(plan, words, directory))
            .Take(first)
            .Select(plan => plan.Id)
            .ToArray();
        return (await context.LoadManyAsync(PlanLoads.Contents, found)).Select(contents => contents!.Whole.Plan);
    }

    private static bool Holds(PlanEntry plan, string[] words, IUnitDirectory directory)
    {
        if (words.Length == 0)
        {
            return true;
        }
        var folded = Vietnamese.Fold($"{plan.Title} {directory.Find(plan.Owner)?.Name} {plan.StartYear} {plan.EndYear}");
        return words.All(word => folded.Contains(word, StringComparison.Ordinal));
    }
}
