using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Api.Reorganisations;

/// <summary>A reorganisation within an answer; its preview is computed once, and only if selected.</summary>
internal sealed record ShownReorganisation(ReorganisationReading Reading)
{
    private Task<ReorganisationPreview>? _preview;
    private ReorganisationLines? _lines;

    public ReorganisationLines Lines(IUnitDirectory directory) => _lines ??= new(Reading.Content, directory);

    public static async Task<ShownReorganisation?> FindAsync(string id, Backend backend) =>
        Limits.FaultOfNewId(id) is null
        && await backend.AskAsync<IReorganisationGrain, ReorganisationReading?>(id, grain => grain.ReadAsync()) is { } reading ? new(reading) : null;

    /// <summary>Reorganisations whose carrier is the unit or one below, newest first, without discarded ones.</summary>
    public static async Task<IEnumerable<ShownReorganisation>> UnderAsync(string under, Backend backend, IReorganisations reorganisations)
    {
        _ = backend.Directory.Get(under, "under");
        var all = await backend.OfStoreAsync("reorganisations", () => reorganisations.AllAsync(CancellationToken.None));
        var shown = new List<ShownReorganisation>();
        foreach (var (id, _) in all.Where(one => backend.Directory.IsAtOrBelow(one.Carrier, under)))
        {
            if (await FindAsync(id, backend) is { Reading.Progress.Status: not ReorganisationStatus.Discarded } found)
            {
                shown.Add(found);
            }
        }
        return shown;
    }

    /// <summary>The current preview of a draft, or the preview made at adoption.</summary>
    public Task<ReorganisationPreview> PreviewAsync(Backend backend, ReorganisationPreviews previews) => _preview ??= Reading.Progress.Preview is { } foretold
        ? Task.FromResult(foretold)
        : backend.OfStoreAsync("preview", () => previews.OfAsync(Reading.Content, backend.Today, CancellationToken.None));
}

internal sealed record StepCount(int Done, int Total);

internal sealed record Discarding(string By, DateTimeOffset At, string Reason);

internal sealed record ShownBalance(string Measure, long Before, long After, bool Equal, bool Expected);

internal sealed class ReorganisationFields(Backend backend, ReorganisationPreviews previews)
{
    public string Id([FromSource] ShownReorganisation shown) => shown.Reading.Content.Id;

    public Unit Carrier([FromSource] ShownReorganisation shown) => backend.Directory.Find(shown.Reading.Content.Carrier)!;

    public string Title([FromSource] ShownReorganisation shown) => shown.Reading.Content.Title;

    public Document Act([FromSource] ShownReorganisation shown) => shown.Reading.Content.Act;

    public DateOnly EffectiveOn([FromSource] ShownReorganisation shown) => shown.Reading.Content.EffectiveOn;

    public DateOnly OperatesFrom([FromSource] ShownReorganisation shown) => shown.Reading.Content.OperatesFrom;

    public ReorganisationStatus Status([FromSource] ShownReorganisation shown) => shown.Reading.Progress.Status;

    public StepCount Steps([FromSource] ShownReorganisation shown) => new(shown.Reading.Progress.Done, shown.Reading.Steps);

    public string? Fault([FromSource] ShownReorganisation shown) => shown.Reading.Progress.Fault;

    public Task<ReorganisationPreview> Preview([FromSource] ShownReorganisation shown) => shown.PreviewAsync(backend, previews);

    public async Task<IEnumerable<Obligation>> UndoBlockedBy([FromSource] ShownReorganisation shown, int? first, IResolveFieldContext context)
    {
        var size = Texts.PageSize(first, ObligationPages.PageUsual, ObligationPages.PageMax);
        var blocking = await backend.AskAsync<IReorganisationGrain, ImmutableArray<Obligation>>(
            shown.Reading.Content.Id, grain => grain.ReadBlockingAsync());
        return blocking.Where(Reader.Of(context).Reads).Take(size);
    }

    public string? UndoReason([FromSource] ShownReorganisation shown) =>
        shown.Reading.Progress is { Status: not ReorganisationStatus.Discarded, Reason: var reason } ? reason : null;

    public Discarding? Discarded([FromSource] ShownReorganisation shown) =>
        shown.Reading.Progress is { Status: ReorganisationStatus.Discarded, By: { } by, Since: { } at, Reason: { } reason }
            ? new Discarding(by, at, reason)
            : null;

    public ReorganisationLineConnection Lines([FromSource] ShownReorganisation shown, int? first, string? after) =>
        ReorganisationLineConnection.Of([.. shown.Lines(backend.Directory).All()], first, after);

    public IEnumerable<ShownRule> Rules([FromSource] ShownReorganisation shown) =>
        shown.Reading.Content.Rules.Select(rule => new ShownRule(rule, shown.Lines(backend.Directory)));

    public IEnumerable<ShownBalance> Balance([FromSource] ShownReorganisation shown) => shown.Reading.Progress.Balanced.Select(line =>
        new ShownBalance(char.ToLowerInvariant(line.Measure[0]) + line.Measure[1..], (long)line.Before, (long)line.After, line.IsEqual, line.IsForetold));
}

internal sealed class ReorganisationPreviewFields(Backend backend)
{
    public ObligationConnection Unassigned([FromSource] ReorganisationPreview preview, int? first, string? after, IResolveFieldContext context) =>
        ObligationPages.Of(preview.Unassigned, first, after, backend, Reader.Of(context));
}

internal sealed class ReorganisationConflictFields(Backend backend)
{
    public Unit? Unit([FromSource] ReorganisationConflict conflict) => conflict.Unit is { } unit ? backend.Directory.Find(unit) : null;

    public string Message([FromSource] ReorganisationConflict conflict) => $"{conflict.Place}: {conflict.Message}";
}
