using Hierarchy.Api.Plans;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Progress;

/// <summary>One page of a unit's roll-up cut along one dimension. The slices of all areas and of all children sum to the whole.</summary>
/// <param name="after">The key of the last slice of the page before; null for the first page.</param>
internal sealed class Breakdown(Unit unit, ProgressFilter filter, DateOnly asOf, int first, string? after, RequestContext context)
{
    /// <summary>Slices of one page, and what a page has unless told otherwise.</summary>
    private const int PageMax = 1_000;

    private readonly IUnitDirectory _directory = context.Backend().Directory;

    public static async ValueTask<IReadOnlyList<Slice>> OfUnitAsync(Unit unit, Args args, RequestContext context)
    {
        var breakdown = new Breakdown(
            unit, ProgressFilter.Of(args), ProgressFields.AsOf(args, context), Texts.PageSize(args.Get<int?>("first"), PageMax, PageMax),
            args.Get<string?>("after"), context);
        return args.Get<Dimension>("by") switch
        {
            Dimension.ReformArea => await breakdown.ByReformAreaAsync(),
            Dimension.Child => await breakdown.ByChildAsync(),
            Dimension.Plan => await breakdown.ByPlanAsync(),
            _ => await breakdown.ByPlanTaskAsync(),
        };
    }

    public static string LabelOf(ReformArea area) => area switch
    {
        ReformArea.Institutions => "Thể chế",
        ReformArea.Procedures => "Thủ tục hành chính",
        ReformArea.Apparatus => "Tổ chức bộ máy",
        ReformArea.CivilService => "Cán bộ - công chức - viên chức",
        ReformArea.PublicFinance => "Tài chính công",
        ReformArea.Modernisation => "Hiện đại hóa hành chính",
        ReformArea.Steering => "Chỉ đạo điều hành",
        _ => "Khác",
    };

    private async Task<IReadOnlyList<Slice>> ByReformAreaAsync()
    {
        ReformArea[] all = filter.ReformArea is { } only ? [only] : Enum.GetValues<ReformArea>();
        ReformArea[] areas = [.. PageOf(all, Text.Constant)];
        if (areas.Length == 0)
        {
            return [];
        }
        var keys = Array.ConvertAll(areas, area => (filter with { ReformArea = area }).KeyAt(unit.Id, _directory));
        var readings = await CellLoads.ReadAllAsync(keys[0].Unit, keys.Select(key => key.Cell), context);
        return [.. areas.Select((area, i) => SliceOf(Text.Constant(area), LabelOf(area), readings[i]))];
    }

    private async Task<IReadOnlyList<Slice>> ByChildAsync()
    {
        var below = _directory.Children(unit.Id);
        var children = after == unit.Id ? below.Take(first) : PageOf(below, child => child.Id);
        var (at, cell) = filter.KeyAt(unit.Id, _directory);
        if (at != unit.Id)
        {
            // All that the plan imposes stands at or below its owner, and its owner stands below one child.
            var reading = (await CellLoads.ReadAsync(new CellKey(at, cell), context))!;
            return [.. children.Select(child => SliceOf(child.Id, child.Name, _directory.IsAtOrBelow(at, child.Id) ? reading : Nothing))];
        }
        var all = await context.LoadAsync(CellLoads.Children, new CellKey(at, cell));
        var slices = new List<Slice>(Math.Min(first, all!.Children.Count + 1));
        if (after is null && !all.Own.IsZero)
        {
            slices.Add(SliceOf(unit.Id, unit.Name + " (trực tiếp)", new Reading(all.Own, all.Version)));
        }
        slices.AddRange(children.Take(first - slices.Count).Select(child => SliceOf(child.Id, child.Name,
            all.Children.GetValueOrDefault(child.Id) is { } part ? new Reading(part.Measures, part.Version) : Nothing)));
        return slices;
    }

    private async Task<IReadOnlyList<Slice>> ByPlanAsync()
    {
        var slices = new List<Slice>();
        // Those at or above the unit that count nothing here are left out, so that a page may take more plans than it shows.
        foreach (var plans in Rest(PlansHere(), plan => plan.Id).Chunk(first))
        {
            // Above and at the unit its own roll-up holds the plan's cell; below it, only the owner's does.
            var keys = Array.ConvertAll(plans, plan => new CellKey(ProgressFilter.ReadAt(unit.Id, plan, _directory), filter.CellOf(plan)));
            var readings = await context.LoadManyAsync(CellLoads.Cells, keys);
            for (var i = 0; i < keys.Length && slices.Count < first; i++)
            {
                if (keys[i].Unit != unit.Id || !readings[i]!.Measures.IsZero)
                {
                    slices.Add(SliceOf(plans[i].Id, plans[i].Title, readings[i]!));
                }
            }
            if (slices.Count == first)
            {
                break;
            }
        }
        return slices;
    }

    /// <summary>Plans of the unit, of those above it and of those below it that fit the filter, newest first.</summary>
    private List<PlanEntry> PlansHere()
    {
        if (filter.FindPlan(_directory) is { } one)
        {
            ProgressFilter.ReadAt(unit.Id, one, _directory);
            return filter.Covers(one) ? [one] : [];
        }
        return [.. RelatedPlans.Of(unit.Id, _directory).Where(filter.Covers)];
    }

    private async Task<IReadOnlyList<Slice>> ByPlanTaskAsync()
    {
        if (filter.FindPlan(_directory) is not { } entry)
        {
            throw ApiError.Invalid("PLAN_TASK needs filter.plan.", "filter", "plan");
        }
        var at = ProgressFilter.ReadAt(unit.Id, entry, _directory);
        var sources = PageOf(await SourcesAsync(entry), source => source.Id).ToList();
        var readings = await CellLoads.ReadAllAsync(
            at, sources.Select(source => filter.Covers(entry) ? Cell.OfSource(entry.Owner, source.Id) : ProgressFilter.Nothing()), context);
        return [.. sources.Select((source, i) => SliceOf(source.Id, source.Label, readings[i]))];
    }

    /// <summary>The lines of the plan, or its duties, or both, that fit the filter.</summary>
    private async Task<List<(string Id, string Label)>> SourcesAsync(PlanEntry entry)
    {
        var contents = (await context.LoadAsync(PlanLoads.Contents, entry.Id))!.Whole;
        var sources = new List<(string Id, string Label)>();
        if (filter.Kind is null or ObligationKind.Task)
        {
            sources.AddRange(contents.Tasks
                .Where(task => filter.ReformArea is not { } reform || contents.Plan.FindArea(task.Area)!.Reform == reform)
                .Select(task => (task.Id, $"{task.Code} {task.Title}")));
        }
        if (filter.Kind is not ObligationKind.Task && filter.ReformArea is null or ReformArea.Steering)
        {
            // Duties stand under no area of the plan; they count as steering.
            sources.AddRange(contents.Duties
                .Where(duty => filter.Kind is not { } kind || duty.Kind == kind)
                .Select(duty => (duty.Id, duty.Title)));
        }
        return sources;
    }

    private IEnumerable<T> PageOf<T>(IReadOnlyList<T> all, Func<T, string> keyOf) => Rest(all, keyOf).Take(first);

    /// <summary>All that comes after the page before.</summary>
    /// <exception cref="FieldError">There is no such slice.</exception>
    private IEnumerable<T> Rest<T>(IReadOnlyList<T> all, Func<T, string> keyOf)
    {
        if (after is null)
        {
            return all;
        }
        for (var i = 0; i < all.Count; i++)
        {
            if (keyOf(all[i]) == after)
            {
                return all.Skip(i + 1);
            }
        }
        throw ApiError.Invalid("after is the key of no slice of this breakdown: pass the key of the last one of the page before.", "after");
    }

    private static readonly Reading Nothing = new(Measures.Zero, 0);

    private Slice SliceOf(string key, string label, Reading reading) =>
        new(key, label, new ProgressView(reading.Measures, asOf, reading.Version));
}
