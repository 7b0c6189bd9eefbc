namespace Hierarchy.Api.Obligations;

/// <summary>Which obligations a list shows. Null members do not filter; contradictions match nothing.</summary>
internal sealed record ObligationFilterInput(
    int? Year, ObligationKind? Kind, ObligationStatus[]? Status, bool? Overdue, bool? WithDifficulty, ReformArea? ReformArea, string? Plan,
    string? Area, string? Task, UnitKind? UnitKind, DateOnly? DueFrom, DateOnly? DueTo, string? Text, Timeliness[]? Timeliness,
        bool? Silent,
    DateOnly? AsOf, Scope? Scope, bool? Postponed = null, bool? Undated = null, bool? AwaitingAcceptance = null,
    TreeView? Tree = null, string? Period = null)
{
    public static readonly ObligationFilterInput None =
        new(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, Grains.Rollup.Scope.Imposed);

    /// <exception cref="FieldError">An area without its plan, an unknown plan, or a text that cannot be stored.</exception>
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
        var day = Texts.Day(AsOf, "filter", "asOf") ?? backend.Today;
        var units = Tree == TreeView.Restated ? UnitsOf(unit, below, backend.Map)
            : below && day < backend.Today ? UnitsOnDays.Below(unit, day, backend.Directory)
            : null;
        return new ObligationQuery(unit, below || units is not null, day)
        {
            Units = units,
            IsPast = day < backend.Today,
            Kind = Kind,
            Status = [.. Status ?? []],
            Overdue = Overdue,
            WithDifficulty = WithDifficulty,
            Postponed = Postponed,
            Undated = Undated,
            AwaitingAcceptance = AwaitingAcceptance,
            ReformArea = ReformArea,
            Plan = Plan,
            Area = Texts.Searchable(Area, "filter", "area"),
            Source = Texts.Searchable(Task, "filter", "task"),
            Period = Texts.Searchable(Period, "filter", "period"),
            UnitKind = UnitKind,
            DueFrom = Texts.Day(DueFrom, "filter", "dueFrom"),
            DueTo = Texts.Day(DueTo, "filter", "dueTo"),
            Text = string.IsNullOrWhiteSpace(Text) ? null : Texts.Searchable(Text, "filter", "text"),
            Year = Year,
            Timeliness = [.. Timeliness ?? []],
            Silent = Silent,
            Own = Plan is not null || Task is not null || Period is not null || Scope is null or Grains.Rollup.Scope.All
                ? null
                : Scope == Grains.Rollup.Scope.Own,
        };
    }

    /// <summary>The units of a list on today's map; null if they are the same as without restating.</summary>
    private static ImmutableArray<string>? UnitsOf(string unit, bool below, RestatedMap map) =>
        below ? (map.Of(unit).IsNothing ? null : [.. map.UnitsOf(unit)])
        : map.Selves(unit) is { Length: > 1 } selves ? selves
        : null;
}
