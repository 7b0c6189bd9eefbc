namespace Hierarchy.Api.Changes;

/// <summary>A requested page of the record of a unit and everything below it, not read yet.</summary>
internal sealed record Audit(AuditQuery Query) : ChangeConnection
{
    private static readonly BatchLoader<AuditQuery, Page<StoredEvent>> Loader = new(async (asked, call, cancellation) =>
    {
        var backend = call.Services.GetRequiredService<Backend>();
        var pages = await Task.WhenAll(asked.Select(query => backend.QueryAsync(queries => queries.AuditAsync(query, cancellation))));
        return asked.Zip(pages).ToDictionary(page => page.First, page => page.Second);
    });

    /// <exception cref="FieldError">There is no such unit, the reader may not read it, or an argument is out of range.</exception>
    public static Audit Of(
        string under, string? actor, DateOnly? from, DateOnly? to, int? first, string? after, Reader reader, IUnitDirectory directory)
    {
        _ = directory.Get(under, "under");
        reader.CheckAudit(under);
        if (actor is not null && Text.Fault(actor, "actor", required: true, Limits.IdMax) is { } fault)
        {
            throw ApiError.Invalid(fault.Message, "actor");
        }
        var (begin, end) = InstantsOf(from, to);
        return new(new AuditQuery(under, Texts.PageSize(first, ObligationPages.PageUsual, ObligationPages.PageMax))
        {
            Actor = actor,
            From = begin,
            Until = end,
            After = after is null ? null : Cursors.ReadChange(after),
        });
    }

    /// <summary>The instants from the start of the first day to the end of the last, in Vietnam.</summary>
    /// <exception cref="FieldError">A day is out of range, or the days are in the wrong order.</exception>
    public static (DateTimeOffset? From, DateTimeOffset? Until) InstantsOf(DateOnly? from, DateOnly? to)
    {
        var (begin, last) = (Texts.Day(from, "from"), Texts.Day(to, "to"));
        return last < begin
            ? throw ApiError.Invalid("to does not lie before from.", "to")
            : (begin is { } day ? VietnameseDay.BeginningOf(day) : null, last is { } end ? VietnameseDay.BeginningOf(end.AddDays(1)) : null);
    }

    public override bool HasPrevious => Query.After is not null;

    public override string CursorOf(StoredEvent change) => Cursors.WriteChange(AuditCursor.Of(change));

    public override IDataLoaderResult<Page<StoredEvent>> Page(IResolveFieldContext context) => Loader.Load(Query, context.Call()).Then(page => page!);
}
