namespace Hierarchy.Api.Plans.Drafts;

/// <summary>A draft within an answer: read once, so that the whole answer is of one version, and only if more than its id is
/// selected.</summary>
internal sealed class DraftOfOwner(string id, Lazy<Task<PlanDraftReading>> reading)
{
    public string Id => id;

    public static DraftOfOwner Of(PlanDraftReading reading) => new(reading.Draft.Id, new Lazy<Task<PlanDraftReading>>(Task.FromResult(reading)));

    public Task<PlanDraftReading> ReadAsync() => reading.Value;

    /// <summary>Null when there is none, or the caller may not plan at its owner.</summary>
    public static async Task<DraftOfOwner?> FindAsync(string id, Backend backend, IResolveFieldContext context) =>
        context.Asker() is { } caller && PlanDraft.OwnerOf(id) is { } owner && backend.Directory.Find(owner) is not null
            && await backend.AskAsync<IPlanDraftGrain, PlanDraftReading?>(id, draft => draft.ReadAsync(caller)) is { } found
            ? Of(found)
            : null;

    /// <summary>The drafts of a unit, newest first; none for callers who may not plan there.</summary>
    public static object OfUnit(Unit unit, Backend backend, IResolveFieldContext context) =>
        context.Asker() is { } caller && People.Reader.Of(context).May(Grains.People.Right.Plan, unit.Id)
            ? OfUnits.Load(unit.Id, context.Call()).Then(ids => (ids.IsDefault ? [] : ids).Select(id =>
                new DraftOfOwner(id, new Lazy<Task<PlanDraftReading>>(() => ReadAsync(id, backend, caller)))))
            : Array.Empty<DraftOfOwner>();

    private static readonly BatchLoader<string, ImmutableArray<string>> OfUnits = new(async (units, call, cancellation) =>
    {
        var (backend, drafts) = (call.Services.GetRequiredService<Backend>(), call.Services.GetRequiredService<IDrafts>());
        return await backend.OfStoreAsync("drafts", () => drafts.OfOwnersAsync(units, cancellation));
    });

    private static async Task<PlanDraftReading> ReadAsync(string id, Backend backend, Caller caller) =>
        await backend.AskAsync<IPlanDraftGrain, PlanDraftReading?>(id, draft => draft.ReadAsync(caller))
        ?? throw ApiError.NotFound($"The draft '{id}' has just been discarded or adopted.", "draft");
}

internal sealed class PlanDraftFields(Backend backend)
{
    private const int RowsUsual = 200;
    private const int RowsMax = 1_000;

    public async Task<long> Version([FromSource] DraftOfOwner draft) => (await draft.ReadAsync()).Draft.Version;

    public Unit? Owner([FromSource] DraftOfOwner draft) => backend.Directory.Find(PlanDraft.OwnerOf(draft.Id)!);

    public async Task<string?> Title([FromSource] DraftOfOwner draft) => (await TextAsync(draft)).Title;

    public async Task<string?> Number([FromSource] DraftOfOwner draft) => (await TextAsync(draft)).Number;

    public async Task<DateOnly?> AdoptedOn([FromSource] DraftOfOwner draft) => (await TextAsync(draft)).AdoptedOn;

    public async Task<int?> StartYear([FromSource] DraftOfOwner draft) => (await TextAsync(draft)).StartYear;

    public async Task<int?> EndYear([FromSource] DraftOfOwner draft) => (await TextAsync(draft)).EndYear;

    public async Task<IEnumerable<AreaOfPlan>> Areas([FromSource] DraftOfOwner draft)
    {
        var text = await TextAsync(draft);
        var needed = text.Lines.GroupBy(line => line.Area ?? "").ToDictionary(
            area => area.Key, area => area.Aggregate(Int128.Zero, (sum, line) => sum + (line.Budget ?? 0)), StringComparer.Ordinal);
        return text.Areas.Select(area => new AreaOfPlan(null, new Area(area.Id, area.Name, DraftReading.ReformOf(area), area.Budget))
        {
            Drafted = new Budget(Int128.Max(area.Budget ?? 0, needed.GetValueOrDefault(area.Id)), 0, 0),
        });
    }

    public async Task<DraftRowConnection> Rows([FromSource] DraftOfOwner draft, int? first, string? after)
    {
        var size = Texts.PageSize(first, RowsUsual, RowsMax);
        var all = (await draft.ReadAsync()).Understood.Lines;
        var from = 0;
        if (after is not null)
        {
            var key = Cursors.ReadRow(after);
            while (from < all.Length && all[from].Text.Key != key)
            {
                from++;
            }
            from = from < all.Length ? from + 1 : throw ApiError.Invalid("after names a row that the draft does not have any more: begin anew.", "after");
        }
        var nodes = all.Slice(from, Math.Min(size, all.Length - from));
        return new DraftRowConnection(
            all.Length, nodes, PageInfo.Of(
                new Page<UnderstoodLine>(nodes, from + nodes.Length < all.Length), after is not null, row => Cursors.WriteRow(row.Text.Key)));
    }

    public async Task<IEnumerable<DraftIssue>> Issues([FromSource] DraftOfOwner draft) => (await draft.ReadAsync()).Understood.Issues;

    public async Task<DraftPreview> Preview([FromSource] DraftOfOwner draft) => (await draft.ReadAsync()).Preview;

    private static async Task<DraftText> TextAsync(DraftOfOwner draft) => (await draft.ReadAsync()).Draft.Text;
}

internal sealed record DraftRowConnection(int TotalCount, ImmutableArray<UnderstoodLine> Nodes, PageInfo PageInfo);

internal sealed class DraftRowFields
{
    public string Key([FromSource] UnderstoodLine row) => row.Text.Key;

    public IEnumerable<string> Cells([FromSource] UnderstoodLine row) => row.Text.Cells;

    public string? Code([FromSource] UnderstoodLine row) => row.Text.Code;

    public string? Area([FromSource] UnderstoodLine row) => row.Text.Area;

    public string? Group([FromSource] UnderstoodLine row) => row.Text.Group;

    public string? Title([FromSource] UnderstoodLine row) => row.Text.Title;

    public IEnumerable<string> Products([FromSource] UnderstoodLine row) => row.Text.Products;

    public string? LeadsText([FromSource] UnderstoodLine row) => row.Text.LeadsText;

    public string? CoordinatorsText([FromSource] UnderstoodLine row) => row.Text.CoordinatorsText;

    public string? Approver([FromSource] UnderstoodLine row) => row.Text.Approver;

    public string? ScheduleText([FromSource] UnderstoodLine row) => row.Text.ScheduleText;

    public long? Budget([FromSource] UnderstoodLine row) => row.Text.Budget;
}

internal sealed class DraftIssueFields
{
    public string? Row([FromSource] DraftIssue issue) => issue.Line;
}
