namespace Hierarchy.Api.Progress;

/// <summary>The breakdown on today's map. By child, it ends with slices that belong to no child: units that ended without a successor, and
/// divided units.</summary>
/// <param name="past">The past day of the figures; null for the present.</param>
internal sealed class RestatedBreakdown(BreakdownQuery asked, DateOnly? past, Backend backend, CallContext call)
    : Breakdown(asked, backend.Directory, backend, call)
{
    private readonly RestatedMap _map = backend.Map;
    private readonly IUnitDirectory _directory = backend.Directory;
    private readonly CallContext _call = call;
    private readonly BreakdownQuery _asked = asked;

    /// <summary>The key of the slice of divided units, which is not the id of a unit.</summary>
    public static string KeyOfDivided(string unit) => unit + "~unassigned";

    protected override IDataLoaderResult ByReformArea()
    {
        ReformArea[] all = _asked.Filter.ReformArea is { } only ? [only] : Enum.GetValues<ReformArea>();
        return SlicesOf([.. PageOf(all, Text.Constant)
            .Select(area => Whole(Text.Constant(area), LabelOf(area), CellAt(_asked.Filter with { ReformArea = area })))]);
    }

    protected override IDataLoaderResult ByChild()
    {
        var (unit, cell) = (_asked.Unit, CellAt(_asked.Filter));
        var parts = _map.PartsOf(unit.Id);
        IReadOnlyList<Unit> below = [.. _directory.Children(unit.Id), .. _directory.Closed(unit.Id)];
        var isClosed = _directory.Find(unit.Id)!.IsClosed;
        SlicePart[] all =
        [
            new(unit.Id, DirectLabelOf(unit), new Part([unit.Id, .. parts.Own.More], [.. below.Select(child => child.Id), .. parts.Own.Less], cell)),
            .. below.Where(child => isClosed || !child.IsClosed).Select(child => new SlicePart(
                child.Id, child.Name, Part.Of(child.Id, isClosed ? Composition.Nothing : _map.Of(child.Id), cell), !child.IsClosed)),
            .. parts.Ended.Select(ended => new SlicePart(
                ended.Unit, _directory.Find(ended.Unit)!.Name, new Part(ended.Of.More, ended.Of.Less, cell))),
            new(KeyOfDivided(unit.Id), "Chưa giao cho đơn vị kế thừa", new Part(parts.Divided.More, parts.Divided.Less, cell)),
        ];
        return SlicesOf([.. Rest(all, part => part.Key)]);
    }

    protected override IDataLoaderResult ByPlan()
    {
        ImmutableArray<SlicePart> rest =
        [
            .. Rest(PlansHere(), plan => plan.Id).Select(plan => Whole(
                plan.Id, plan.Title, _asked.Filter.CellOf(plan), IsBelow(plan) && !(plan.ExistsFrom > past))),
        ];
        return PageOfPlans([], rest);
    }

    // Plans that are empty here are left out, so a page may read more plans than it shows.
    private IDataLoaderResult PageOfPlans(ImmutableArray<Slice> slices, ImmutableArray<SlicePart> rest)
    {
        var plans = rest[..Math.Min(_asked.First, rest.Length)];
        return SlicesOf(plans, found =>
        {
            slices = [.. slices, .. found.Take(_asked.First - slices.Length)];
            return slices.Length == _asked.First || plans.Length == rest.Length ? (object)slices : PageOfPlans(slices, rest[plans.Length..]);
        });
    }

    protected override IDataLoaderResult ByPlanTask()
    {
        var plan = PlanOfTasks();
        return UnitReads.Contents(plan.Id, _call).Then(object (contents) => SlicesOf(
        [
            .. PageOf([.. SourcesOf(contents!.Whole)], line => line.Id).Select(source => Whole(source.Id, source.Label, CellOf(plan, source.Id))),
        ]));
    }

    /// <summary>The unit's restated figure.</summary>
    public static IDataLoaderResult Progress(Unit unit, ProgressFilter filter, DateOnly? past, DateOnly day, Backend backend, CallContext call) =>
        ProgressOf(Part.Of(unit.Id, backend.Map.Of(unit.Id), CellAt(filter, unit, backend)), past, day, backend, call);

    /// <summary>The figure of divided units placed at the unit.</summary>
    public static IDataLoaderResult Divided(Unit unit, ProgressFilter filter, Backend backend, CallContext call)
    {
        var divided = backend.Map.PartsOf(unit.Id).Divided;
        return ProgressOf(new Part(divided.More, divided.Less, CellAt(filter, unit, backend)), null, backend.Today, backend, call);
    }

    /// <summary>The unit's restated figures on several days.</summary>
    public static IDataLoaderResult Trend(Unit unit, ProgressFilter filter, ImmutableArray<DateOnly> days, Backend backend, CallContext call)
    {
        var today = backend.Today;
        ImmutableArray<DateOnly> past = [.. days.Where(day => day < today)];
        var whole = Part.Of(unit.Id, backend.Map.Of(unit.Id), CellAt(filter, unit, backend));
        return RestatedReads.Sums([whole], past, onTodaysMap: true, backend.Directory, call, sumOf => (List<TrendPoint>)
            [.. days.Select(day => new TrendPoint(day, ProgressView.Of(sumOf(whole, day < today ? day : null), day)))]);
    }

    private static IDataLoaderResult ProgressOf(Part part, DateOnly? past, DateOnly day, Backend backend, CallContext call) => RestatedReads.Sums(
        [part], past is { } on ? [on] : [], onTodaysMap: true, backend.Directory, call, sumOf => ProgressView.Of(sumOf(part, past), day));

    private static Cell CellAt(ProgressFilter filter, Unit unit, Backend backend) => filter.CellAt(unit.Id, backend.Directory, backend.Map);

    private SlicePart Whole(string key, string label, Cell cell, bool always = true) =>
        new(key, label, Part.Of(_asked.Unit.Id, _map.Of(_asked.Unit.Id), cell), always);

    private IDataLoaderResult SlicesOf(IReadOnlyList<SlicePart> parts) => SlicesOf(parts, slices => slices.Take(_asked.First).ToImmutableArray());

    private IDataLoaderResult SlicesOf(IReadOnlyList<SlicePart> parts, Func<IEnumerable<Slice>, object> make) => RestatedReads.Sums(
        [.. parts.Select(part => part.Part)], past is { } day ? [day] : [], onTodaysMap: true, _directory, _call, sumOf => make(
            parts.Select(part => (Part: part, Reading: sumOf(part.Part, past)))
                .Where(slice => slice.Part.Always || !slice.Reading.Measures.IsZero)
                .Select(slice => SliceOf(slice.Part.Key, slice.Part.Label, slice.Reading))));

    /// <param name="Always">Whether it is shown even if empty.</param>
    private sealed record SlicePart(string Key, string Label, Part Part, bool Always = false);
}
