using System.Collections.Immutable;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Obligations;
using Hierarchy.Api.Plans;
using Hierarchy.Api.Progress;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Units;

/// <summary>Units and their places. All but the plans and the numbers comes from the directory, without a call to a unit.</summary>
internal static class UnitFields
{
    private const int SearchUsual = 20;
    private const int SearchMax = 100;

    /// <summary>Ids that one call of <c>units</c> may name.</summary>
    private const int IdsMax = 1_000;

    public static void BindQueries(RootBinder query)
    {
        query.Field("unit", (args, context) => context.Backend().Directory.Find(args.Get<string>("id")));
        query.Field("units", ByIds);
        query.FieldAsync("searchUnits", SearchAsync);
        query.Field("root", context => context.Backend().Directory.All().Where(unit => unit.Parent is null));
    }

    public static void Bind(TypeBinder t)
    {
        t.Object<Unit>("Unit", unit =>
        {
            unit.Field("id", u => u.Id);
            unit.Field("name", u => u.Name);
            unit.Field("kind", u => u.Kind);
            unit.Field("code", u => u.Code);
            unit.Field("parent", (u, context) => u.Parent is null ? null : context.Backend().Directory.Find(u.Parent));
            unit.Field("ancestors", (u, context) => context.Backend().Directory.Ancestors(u.Id));
            unit.Field("children", Children);
            unit.FieldAsync("plans", PlansAsync);
            unit.FieldAsync("relatedPlans", RelatedPlans.FindAsync);
            unit.Field("planYears", RelatedPlans.Years);
            unit.FieldAsync("progress", ProgressFields.OfUnitAsync);
            unit.FieldAsync("breakdown", Breakdown.OfUnitAsync);
            unit.Field("obligations", (u, args, context) => ObligationPages.Of(u.Id, below: false, args, context));
            unit.Field("history", HistoryFields.Of);
        });
        t.Input("RegisterUnitInput", args => new Unit(
            args.Get<string>("id"), Texts.Kept(args.Get<string>("name")), args.Get<UnitKind>("kind"), args.Get<string?>("parent"),
            Texts.KeptOrNull(args.Get<string?>("code"))));
    }

    private static IEnumerable<Unit?> ByIds(Args args, RequestContext context)
    {
        var ids = args.List<string>("ids");
        if (ids.Count > IdsMax)
        {
            throw ApiError.Invalid($"At most {IdsMax} units are read at once.", "ids");
        }
        var directory = context.Backend().Directory;
        return ids.Select(directory.Find);
    }

    private static async ValueTask<ImmutableArray<Unit>> SearchAsync(Args args, RequestContext context)
    {
        var text = Texts.Searchable(args.Get<string>("text"), "text");
        var first = Texts.PageSize(args.Get<int?>("first"), SearchUsual, SearchMax);
        var kind = args.Get<UnitKind?>("kind");
        return await context.Backend().QueryAsync(queries => queries.SearchUnitsAsync(text, kind, first, context.Cancellation));
    }

    private static IEnumerable<Unit> Children(Unit unit, Args args, RequestContext context)
    {
        var children = context.Backend().Directory.Children(unit.Id);
        return args.Get<UnitKind?>("kind") is { } kind ? children.Where(child => child.Kind == kind) : children;
    }

    private static async ValueTask<IEnumerable<Plan>> PlansAsync(Unit unit, Args args, RequestContext context)
    {
        var plans = (await context.LoadAsync(PlanLoads.OfUnits, unit.Id))!.Plans;
        return args.Get<int?>("year") is { } year ? plans.Where(plan => plan.Covers(year)) : plans;
    }
}
