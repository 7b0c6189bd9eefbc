namespace Hierarchy.Api;

/// <summary>Resolves the root fields of queries.</summary>
internal sealed class QueryFields(Backend backend, IPeople people, IGrants grants, Judge judge, IReorganisations reorganisations)
{
    private const int SearchUsual = 20;
    private const int SearchMax = 100;

    /// <summary>Maximum number of ids in one call of <c>units</c>.</summary>
    private const int IdsMax = 1_000;

    /// <summary>The plan of a line, by the line's id.</summary>
    private static readonly BatchLoader<string, string> PlansOfTasks = new(async (tasks, call, cancellation) =>
        await ((Backend)call.Services.GetService(typeof(Backend))!).QueryAsync(queries => queries.PlansOfTasksAsync(tasks, cancellation)));

    public Unit? Unit(string id, DateOnly? on) => UnitsOnDays.Find(id, Texts.Day(on, "on"), backend.Directory);

    public IEnumerable<Unit> UnitsByCode(string code, DateOnly? on) =>
        backend.Directory.At(Texts.Day(on, "on") ?? backend.Today).ByCode(Texts.Searchable(code, "code"));

    public IEnumerable<Unit?> Units(string[] ids) => ids.Length <= IdsMax
        ? ids.Select(backend.Directory.Find)
        : throw ApiError.Invalid($"At most {IdsMax} units are read at once.", "ids");

    public IEnumerable<Unit> SearchUnits(string text, UnitKind? kind, int? first, DateOnly? on, string? under)
    {
        var wanted = Texts.Searchable(text, "text");
        var size = Texts.PageSize(first, SearchUsual, SearchMax);
        var directory = backend.Directory.At(Texts.Day(on, "on") ?? backend.Today);
        return UnitSearch.Find(
            under is null ? directory.Named() : directory.Named().Where(named => directory.IsAtOrBelow(named.Unit.Id, under)),
            directory, wanted, kind, size);
    }

    public IDataLoaderResult<Plan?> Plan(string id, IResolveFieldContext context) =>
        UnitReads.Contents(id, context.Call()).Then(contents => contents?.Whole.Plan);

    public Task<DraftOfOwner?> Draft(string id, IResolveFieldContext context) => DraftOfOwner.FindAsync(id, backend, context);

    public IDataLoaderResult<object?>? Task(string id, IResolveFieldContext context) =>
        Text.Fault(id, "id", required: true, OwnedId.LengthMax) is not null
        ? null
        : PlansOfTasks.Load(id, context.Call()).Then(object? (plan) =>
            plan is null ? null : UnitReads.Contents(plan, context.Call()).Then(contents => contents?.FindTask(id)));

    public IDataLoaderResult<object?>? Regime(string id, IResolveFieldContext context) => RegimeReads.Find(id, context.Call());

    public IDataLoaderResult<IEnumerable<Regime>> Regimes(string unit, TreeView? tree, IResolveFieldContext context) =>
        backend.Directory.Find(unit) is null ? throw ApiError.NoUnit(unit, "unit")
        : RegimeReads.At(Standpoint.Of(tree, null, backend).Whole(unit, backend).More, context.Call());

    public IDataLoaderResult<object?>? Indicator(string id, IResolveFieldContext context) => IndicatorReads.Find(id, context.Call());

    public IDataLoaderResult? Report(string id, IResolveFieldContext context)
    {
        var (reader, call, key) = (Reader.Of(context), context.Call(), ReportKey.Of(id, out _));
        return ReportReads.Find(id, call)?.Then(report => Readable(report, key!.Value, reader, call));
    }

    public async Task<object?> ReportOfAsync(string unit, string period, IResolveFieldContext context)
    {
        var at = backend.Directory.Get(unit, "unit");
        var found = await RegimeReads.FindPeriodAsync(period, backend, context.CancellationToken) ?? throw ReportCommands.NoPeriod(period);
        var (reader, key) = (Reader.Of(context), new ReportKey(unit, found.Regime.PaperOf(found, at.Kind).Key));
        return ReportReads.Find(key, context.Call()).Then(report => Readable(report, key, reader, context.Call()));
    }

    private object? Readable(ShownReport? report, ReportKey key, Reader reader, CallContext call) =>
        report is not null && reader.Reads(report.Report) ? report
        : backend.Directory.Find(key.Unit) is null ? report
        // A steward may read the reports that it writes for the unit.
        : IndicatorReads.Measuring(key.Unit, call).Then(object? (unit) =>
            reader.ReadsFor(unit!.Acting, key.Period) || (report is null && reader.ReadsAnythingAt(key.Unit)) ? report
            // The same answer whether or not it exists, so that existence is not revealed.
            : throw Reader.Forbidden(key.Unit));

    public IDataLoaderResult<Obligation?> Obligation(string id, IResolveFieldContext context)
    {
        var reader = Reader.Of(context);
        var unit = Grains.Obligations.Obligation.UnitOf(id) is { } owner && backend.Directory.Find(owner) is not null ? owner : null;
        return UnitReads.Obligation(id, context.Call()).Then(obligation =>
            obligation is not null && reader.Reads(obligation) ? obligation
            // The same answer whether or not it exists, so that existence is not revealed.
            : unit is not null && !reader.ReadsAnythingAt(unit) ? throw Reader.Forbidden(unit)
            : obligation is null ? null
            : throw Reader.Forbidden(obligation.Unit));
    }

    public Task<ShownReorganisation?> Reorganisation(string id) => ShownReorganisation.FindAsync(id, backend);

    public Task<IEnumerable<ShownReorganisation>> Reorganisations(string under) => ShownReorganisation.UnderAsync(under, backend, reorganisations);

    public Task<Installation> Installation() => backend.AskAsync<IInstallationGrain, Installation>(IInstallationGrain.Key, grain => grain.ReadAsync());

    public Viewer Viewer(IResolveFieldContext context) => PeopleFields.ViewerOf(context, people);

    public Person? Person(string id, IResolveFieldContext context) => Reader.Of(context).Knows(id) ? people.Find(id) : null;

    public PersonConnection People(string under, Role? role, int? first, string? after, IResolveFieldContext context)
    {
        _ = backend.Directory.Get(under, "under");
        var reader = Reader.Of(context);
        reader.CheckUnder(under);
        return PersonConnection.Under(under, role, first, after, reader, grants, judge, people, backend.Directory);
    }

    public ChangeConnection Audit(
        string under, string? actor, DateOnly? from, DateOnly? to, int? first, string? after, IResolveFieldContext context) =>
        Changes.Audit.Of(under, actor, from, to, first, after, Reader.Of(context), backend.Directory);

    public IEnumerable<Unit> Root(DateOnly? on) =>
        backend.Directory.At(Texts.Day(on, "on") ?? backend.Today).All().Where(unit => unit.Parent is null);

    public ObligationConnection Obligations(
        string under, ObligationFilterInput? filter, ObligationOrder? orderBy, int? first, string? after, IResolveFieldContext context)
    {
        _ = backend.Directory.Get(under, "under");
        var reader = Reader.Of(context);
        reader.CheckUnder(under);
        return ObligationPages.Of(under, below: true, filter, orderBy, first, after, backend, reader);
    }
}
