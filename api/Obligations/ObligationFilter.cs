using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Obligations;

/// <summary>Which obligations a list shows. Null members do not filter; what contradicts itself matches nothing.</summary>
internal sealed record ObligationFilter(int? Year, string? Plan, string? Area, string? Task)
{
    public static readonly ObligationFilter None = new(null, null, null, null);

    public ObligationKind? Kind { get; private init; }
    public ImmutableArray<ObligationStatus> Status { get; private init; } = [];
    public bool? Overdue { get; private init; }
    public bool? WithDifficulty { get; private init; }
    public ReformArea? ReformArea { get; private init; }
    public UnitKind? UnitKind { get; private init; }
    public DateOnly? DueFrom { get; private init; }
    public DateOnly? DueTo { get; private init; }
    public string? Text { get; private init; }
    public ImmutableArray<Timeliness> Timeliness { get; private init; } = [];
    public bool? Silent { get; private init; }
    public DateOnly? AsOf { get; private init; }

    public static ObligationFilter From(Args args) =>
        new(args.Get<int?>("year"), args.Get<string?>("plan"), args.Get<string?>("area"), args.Get<string?>("task"))
        {
            Kind = args.Get<ObligationKind?>("kind"),
            Status = [.. args.List<ObligationStatus>("status")],
            Overdue = args.Get<bool?>("overdue"),
            WithDifficulty = args.Get<bool?>("withDifficulty"),
            ReformArea = args.Get<ReformArea?>("reformArea"),
            UnitKind = args.Get<UnitKind?>("unitKind"),
            DueFrom = args.Get<DateOnly?>("dueFrom"),
            DueTo = args.Get<DateOnly?>("dueTo"),
            Text = args.Get<string?>("text"),
            Timeliness = [.. args.List<Timeliness>("timeliness")],
            Silent = args.Get<bool?>("silent"),
            AsOf = args.Get<DateOnly?>("asOf"),
        };

    /// <exception cref="FieldError">An area without its plan, a plan that does not exist, or a text that no list can hold.</exception>
    public ObligationQuery ToQuery(string unit, bool below, Backend backend)
    {
        if (Area is not null && Plan is null)
        {
            throw ApiError.Invalid("filter.area needs filter.plan: areas belong to plans.", "filter", "area");
        }
        if (Plan is not null && backend.Directory.FindPlan(Plan) is null)
        {
            throw ApiError.NoPlan(Plan, "filter", "plan");
        }
        return new ObligationQuery(unit, below, Texts.Day(AsOf, "filter", "asOf") ?? backend.Today)
        {
            Kind = Kind,
            Status = Status,
            Overdue = Overdue,
            WithDifficulty = WithDifficulty,
            ReformArea = ReformArea,
            Plan = Plan,
            Area = Area is null ? null : Texts.Searchable(Area, "filter", "area"),
            Source = Task is null ? null : Texts.Searchable(Task, "filter", "task"),
            UnitKind = UnitKind,
            DueFrom = Texts.Day(DueFrom, "filter", "dueFrom"),
            DueTo = Texts.Day(DueTo, "filter", "dueTo"),
            Text = string.IsNullOrWhiteSpace(Text) ? null : Texts.Searchable(Text, "filter", "text"),
            Year = Year,
            Timeliness = Timeliness,
            Silent = Silent,
        };
    }
}
