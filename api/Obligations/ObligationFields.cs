namespace Hierarchy.Api.Obligations;

/// <summary>Resolves the fields of an obligation.</summary>
internal sealed class ObligationFields(Backend backend, IPeople people, Judge judge)
{
    public ObligationKind Kind([FromSource] Obligation obligation) => obligation.Terms.Kind;

    public Unit? Unit([FromSource] Obligation obligation) => backend.Directory.Find(obligation.Unit);

    public Unit? Steward([FromSource] Obligation obligation) => obligation.Steward is { } steward ? backend.Directory.Find(steward) : null;

    public IDataLoaderResult<PlanTask?>? Task([FromSource] Obligation obligation, IResolveFieldContext context) =>
        obligation.Terms.Task is null
        ? null
        : ContentsOf(obligation, context)?.Then(contents => contents?.FindTask(obligation.Terms.Source));

    public IDataLoaderResult<Duty?>? Duty([FromSource] Obligation obligation, IResolveFieldContext context) => obligation.Terms.Task is null
        ? ContentsOf(obligation, context)?.Then(contents => contents?.FindDuty(obligation.Terms.Source))
        : null;

    public IDataLoaderResult<Plan>? Plan([FromSource] Obligation obligation, IResolveFieldContext context) =>
        ContentsOf(obligation, context)?.Then(contents => contents!.Whole.Plan);

    public IDataLoaderResult<ReportPeriod?>? Period([FromSource] Obligation obligation, IResolveFieldContext context) =>
        RegimeReads.PeriodOf(obligation, context.Call());

    private static IDataLoaderResult<Contents?>? ContentsOf(Obligation obligation, IResolveFieldContext context) =>
        obligation.Terms.Plan is { } plan ? UnitReads.Contents(plan, context.Call()) : null;

    public string Title([FromSource] Obligation obligation) => obligation.Terms.Title;

    public double Percent([FromSource] Obligation obligation) => obligation.Percent / 100.0;

    public Timeliness Timeliness([FromSource] Obligation obligation, DateOnly? asOf) =>
        obligation.TimelinessAt(Texts.Day(asOf, "asOf") ?? obligation.ShownOn ?? backend.Today);

    public double Weight([FromSource] Obligation obligation) => obligation.Terms.Weight / 1000.0;

    public IEnumerable<DueChange> DueChanges([FromSource] Obligation obligation) => obligation.DueChanges?.All ?? [];

    public bool Overdue([FromSource] Obligation obligation, DateOnly? asOf) =>
        obligation.IsOverdue(Texts.Day(asOf, "asOf") ?? obligation.ShownOn ?? backend.Today);

    public DateOnly? ClaimedOn([FromSource] Obligation obligation) => obligation.ClaimedOn ?? obligation.CompletedOn;

    /// <summary>Files of its document and of its due day changes, without duplicates.</summary>
    public IEnumerable<EvidenceFile> Files([FromSource] Obligation obligation) =>
        (obligation.DueChanges?.All ?? []).Select(change => change.Document).Prepend(obligation.Document).SelectMany(DocumentFields.Of).Distinct();

    public Difficulty? Difficulty([FromSource] Obligation obligation) =>
        obligation.ShownOn is null && obligation.HolderIn(backend.Directory) is { } holder
            ? obligation.Difficulty! with { RaisedTo = holder }
            : obligation.Difficulty;

    public Budget Budget([FromSource] Obligation obligation) => new(obligation.Terms.Planned, obligation.Terms.Planned, obligation.Spent);

    public Person? HandedInBy([FromSource] Obligation obligation) => obligation.HandedInBy is { } id ? people.Find(id) : null;

    /// <remarks>For an obligation listed as of a past day, its present state is read.</remarks>
    public object Actions([FromSource] Obligation obligation, IResolveFieldContext context) => obligation.ShownOn < backend.Today
        ? UnitReads.Obligation(obligation.Id, context.Call()).Then(now => now is null ? [] : ActionsOf(now, context))
        : ActionsOf(obligation, context);

    private IEnumerable<string> ActionsOf(Obligation now, IResolveFieldContext context) => context.Asker() is { } asker
        ? context.Schema.Mutation!.Fields.Select(field => field.Name)
            .Intersect(ObligationActions.Of(now, asker, judge, backend.Directory, backend.Today))
        : [];

    public ChangeConnection History([FromSource] Obligation obligation, int? first, string? after) => HistoryPage.Of(obligation, first, after);
}

internal sealed class DifficultyFields(Backend backend)
{
    public Unit? RaisedTo([FromSource] Difficulty difficulty) => backend.Directory.Find(difficulty.RaisedTo);
}
