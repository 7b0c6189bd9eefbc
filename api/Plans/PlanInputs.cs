using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Plans;

/// <summary>Inputs of plans, tasks and duties. What can be judged without the plan is judged here, at the place of the input.</summary>
internal static class PlanInputs
{
    public static void Bind(TypeBinder t)
    {
        t.Input("AdoptPlanInput", PlanOf);
        t.Input("AreaInput", args => new Area(
            args.Get<string>("id"), Texts.Kept(args.Get<string>("name")), args.Get<ReformArea>("reform"), args.Get<long?>("budget")));
        t.Input("ObjectiveInput", args => new Objective(
            args.Get<string>("id"), args.Get<string?>("area"), Texts.Kept(args.Get<string>("text")), args.Get<double?>("target"),
            args.Get<Comparison?>("comparison"), Texts.KeptOrNull(args.Get<string?>("unitOfMeasure")),
            Texts.KeptOrNull(args.Get<string?>("scope")), args.Get<DateOnly?>("due")));
        t.Input("AssigneeInput", AssigneeOf);
        t.Input("ScheduleInput", ScheduleDraft.From);
        t.Input("AddTaskInput", args => new TaskDraft(TaskOf(args), args.Get<ScheduleDraft>("schedule")));
        t.Input("AddDutyInput", args => new DutyDraft(DutyOf(args), args.Get<ScheduleDraft>("schedule")));
    }

    private static Plan PlanOf(Args args) => new(
        args.Get<string>("id"), args.Get<string>("owner"), Texts.KeptOrNull(args.Get<string?>("number")),
        Texts.Kept(args.Get<string>("title")), args.Get<DateOnly?>("adoptedOn"), args.Get<int>("startYear"),
        args.Get<int>("endYear"), Kept(args.List<string>("basedOn")),
        args.Get<string?>("parent"), [.. args.List<Area>("areas")], [.. args.List<Objective>("objectives")]);

    private static PlanTask TaskOf(Args args) => new(
        args.Get<string>("id"), args.Get<string>("plan"), Texts.Kept(args.Get<string>("code")), args.Get<string>("area"),
        Texts.KeptOrNull(args.Get<string?>("group")), Texts.Kept(args.Get<string>("title")), Kept(args.List<string>("products")),
        [.. args.List<Assignee>("leads")], args.Get<LeadMode?>("leadMode") ?? LeadMode.Each, [.. args.List<Assignee>("coordinators")],
        Texts.KeptOrNull(args.Get<string?>("approver")), ScheduleDraft.None, WeightOf(args.Get<double?>("weight") ?? 1),
        args.Get<long?>("budget") ?? 0);

    private static Duty DutyOf(Args args) => new(
        args.Get<string>("id"), args.Get<string>("plan"), args.Get<ObligationKind>("kind"), Texts.Kept(args.Get<string>("title")),
        [.. args.List<Assignee>("leads")], ScheduleDraft.None, Texts.KeptOrNull(args.Get<string?>("source")));

    private static Assignee AssigneeOf(Args args)
    {
        var unit = args.Get<string?>("unit");
        var unitClass = args.Get<UnitKind?>("unitClass");
        if ((unit is null) == (unitClass is null))
        {
            throw ApiError.Invalid("Exactly one of unit and unitClass is given.");
        }
        if (unitClass == UnitKind.Body)
        {
            throw ApiError.Invalid("A BODY is in no class: name the unit.", "unitClass");
        }
        return new Assignee(unit, unitClass, Texts.KeptOrNull(args.Get<string?>("label")) ?? "");
    }

    /// <summary>In thousandths.</summary>
    internal static int WeightOf(double weight)
    {
        var thousandths = Math.Round(weight * 1000);
        return weight > 0 && thousandths <= Limits.WeightMax && Math.Abs(thousandths - weight * 1000) <= 1e-6
            ? (int)thousandths
            : throw ApiError.Invalid(
                $"weight lies above 0 and at most at {Limits.WeightMax / 1000}, with at most three decimals.", "weight");
    }

    private static ImmutableArray<string> Kept(IReadOnlyList<string> texts) => [.. texts.Select(Texts.Kept)];
}

/// <param name="Task">All but its schedule.</param>
internal sealed record TaskDraft(PlanTask Task, ScheduleDraft Schedule);

/// <param name="Duty">All but its schedule.</param>
internal sealed record DutyDraft(Duty Duty, ScheduleDraft Schedule);
