using System.Collections.Immutable;
using Hierarchy.Api.Plans;
using Hierarchy.Api.Units;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Progress;

/// <summary>The same on today's map. By child it ends with what no child has: units that ended without a successor, and what was divided.</summary>
/// <param name="past">The past day that the figures are of; null for the present.</param>
internal sealed class RestatedBreakdown(BreakdownQuery asked, DateOnly? past, Backend backend, CallContext call)
    : Breakdown(asked, backend.Directory, call)
{
    private readonly RestatedMap _map = backend.Map;
    private readonly IUnitDirectory _directory = backend.Directory;
    private readonly CallContext _call = call;
    private readonly BreakdownQuery _asked = asked;

    /// <summary>The key of the slice that holds what was divided: the id of no unit.</summary>
    public static string KeyOfDivided(string unit) => unit + "~unassigned";

    protected override IDataLoaderResult ByReformArea()
    {
        ReformArea[] all = _asked.Filter.ReformArea is { } only ? [only] : Enum.GetValues<ReformArea>();
        return SlicesOf([.. PageOf(all, Text.Constant)
            .Select(area => Whole(Text.Constant(area), LabelOf(area), KeysOf(_asked.Filter with { ReformArea = area })))]);
    }

    protected override IDataLoaderResult ByChild()
    {
        var (unit, keysOf) = (_asked.Unit, KeysOf(_asked.Filter));
        var parts = _map.PartsOf(unit.Id);
        IReadOnlyList<Unit> below = [.. _directory.Children(unit.Id), .. _directory.Closed(unit.Id)];
        var isClosed = _directory.Find(unit.Id)!.IsClosed;
        SlicePart[] all =
        [
            new(unit.Id, DirectLabelOf(unit), new Part([unit.Id, .. parts.Own.More], [.. below.Select(child => child.Id), .. parts.Own.Less], keysOf)),
            .. below.Where(child => isClosed || !child.IsClosed).Select(child => new SlicePart(
                child.Id, child.Name, Part.Of(child.Id, isClosed ? Composition.Nothing : _map.Of(child.Id), keysOf), !child.IsClosed)),
            .. parts.Ended.Select(ended => new SlicePart(
                ended.Unit, _directory.Find(ended.Unit)!.Name, new Part(ended.Of.More, ended.Of.Less, keysOf))),
            new(KeyOfDivided(unit.Id), "Chưa giao cho đơn vị kế thừa", new Part(parts.Divided.More, parts.Divided.Less, keysOf)),
        ];
        return SlicesOf([.. Rest(all, part => part.Key)]);
    }

    protected override IDataLoaderResult ByPlan()
    {
        ImmutableArray<SlicePart> rest =
        [
            .. Rest(PlansOfAll(), plan => plan.Id).Select(plan => Whole(
                plan.Id, plan.Title, ProgressFilter.KeysOf(plan, _asked.Filter.CellOf(plan), past is not null, _directory),
                plan.Owner != _asked.Unit.Id && _directory.IsAtOrBelow(plan.Owner, _asked.Unit.Id) && !(plan.ExistsFrom > past))),
        ];
        return PageOfPlans([], rest);
    }

    // Plans that count nothing here are left out, so that a page may take more of them than it shows.
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
        CheckPlan(plan);
        return UnitReads.Contents(plan.Id, _call).Then(object (contents) => SlicesOf(
        [
            .. PageOf([.. SourcesOf(contents!.Whole, task => contents.Whole.Tasks[task].Id, duty => contents.Whole.Duties[duty].Id)], line => line.Id)
                .Select(source => Whole(source.Id, source.Label, ProgressFilter.KeysOf(
                    plan, _asked.Filter.Covers(plan) ? Cell.OfSource(plan.Owner, source.Of) : ProgressFilter.Nothing(), past is not null, _directory))),
        ]));
    }

    /// <summary>The unit's restated figure.</summary>
    public static IDataLoaderResult Progress(Unit unit, ProgressFilter filter, DateOnly? past, DateOnly day, Backend backend, CallContext call) =>
        ProgressOf(Part.Of(unit.Id, backend.Map.Of(unit.Id), filter.KeysAt(unit.Id, past is not null, backend)), past, day, backend, call);

    /// <summary>What was divided and stands at the unit.</summary>
    public static IDataLoaderResult Divided(Unit unit, ProgressFilter filter, Backend backend, CallContext call)
    {
        var divided = backend.Map.PartsOf(unit.Id).Divided;
        return ProgressOf(
            new Part(divided.More, divided.Less, filter.KeysAt(unit.Id, past: false, backend)), null, backend.Today, backend, call);
    }

    /// <summary>The unit's restated figures on several days.</summary>
    public static IDataLoaderResult Trend(Unit unit, ProgressFilter filter, ImmutableArray<DateOnly> days, Backend backend, CallContext call)
    {
        var today = backend.Today;
        ImmutableArray<DateOnly> past = [.. days.Where(day => day < today)];
        var whole = Part.Of(unit.Id, backend.Map.Of(unit.Id), filter.KeysAt(unit.Id, past: !past.IsEmpty, backend));
        return RestatedReads.Sums([whole], past, backend.Directory, call, sumOf => (List<TrendPoint>)
            [.. days.Select(day => new TrendPoint(day, ProgressView.Of(sumOf(whole, day < today ? day : null), day)))]);
    }

    private static IDataLoaderResult ProgressOf(Part part, DateOnly? past, DateOnly day, Backend backend, CallContext call) => RestatedReads.Sums(
        [part], past is { } on ? [on] : [], backend.Directory, call, sumOf => ProgressView.Of(sumOf(part, past), day));

    /// <summary>Plans of the unit and of all that is read with it, of those above and of those below them, newest first.</summary>
    private List<PlanEntry> PlansOfAll()
    {
        if (_asked.Filter.FindPlan(_directory) is { } one)
        {
            CheckPlan(one);
            return _asked.Filter.Covers(one) ? [one] : [];
        }
        return
        [
            .. _map.Of(_asked.Unit.Id).More.Prepend(_asked.Unit.Id).SelectMany(unit => RelatedPlans.Of(unit, _directory)).Distinct()
                .Where(_asked.Filter.Covers).OrderByDescending(plan => plan.ExistsFrom).ThenBy(plan => plan.Id, StringComparer.Ordinal),
        ];
    }

    private void CheckPlan(PlanEntry plan) => ProgressFilter.CheckPlan(_asked.Unit.Id, plan, backend);

    private Func<string, IEnumerable<CellAt>> KeysOf(ProgressFilter filter) => filter.KeysAt(_asked.Unit.Id, past is not null, backend);

    private SlicePart Whole(string key, string label, Func<string, IEnumerable<CellAt>> keysOf, bool always = true) =>
        new(key, label, Part.Of(_asked.Unit.Id, _map.Of(_asked.Unit.Id), keysOf), always);

    private IDataLoaderResult SlicesOf(IReadOnlyList<SlicePart> parts) => SlicesOf(parts, slices => slices.Take(_asked.First).ToImmutableArray());

    private IDataLoaderResult SlicesOf(IReadOnlyList<SlicePart> parts, Func<IEnumerable<Slice>, object> make) => RestatedReads.Sums(
        [.. parts.Select(part => part.Part)], past is { } day ? [day] : [], _directory, _call, sumOf => make(
            parts.Select(part => (Part: part, Reading: sumOf(part.Part, past)))
                .Where(slice => slice.Part.Always || !slice.Reading.Measures.IsZero)
                .Select(slice => SliceOf(slice.Part.Key, slice.Part.Label, slice.Reading))));

    /// <param name="Always">Whether it is shown where it counts nothing.</param>
    private sealed record SlicePart(string Key, string Label, Part Part, bool Always = false);
}
