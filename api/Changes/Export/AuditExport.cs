using Hierarchy.Grains.Events;

namespace Hierarchy.Api.Changes.Export;

/// <summary>The record as a file: everything that <c>audit</c> shows, row by row. It is read page by page as the client receives it, so
/// that a file of any length needs the memory of one page, and a slow client holds no database connection.</summary>
internal sealed class AuditExport(Backend backend, IPeople people, AccessRules access, SecurityJournal journal)
{
    /// <summary>Maximum number of files written at a time; further ones are refused.</summary>
    public const int AtOnceMax = 8;

    public static readonly PathString[] Paths = ["/audit.csv", "/audit.jsonl"];

    private readonly SemaphoreSlim _places = new(AtOnceMax);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths[0], (RequestDelegate)(http => SendAsync(http, TableFormat.Csv)));
        routes.MapGet(Paths[1], (RequestDelegate)(http => SendAsync(http, TableFormat.JsonLines)));
    }

    private async Task SendAsync(HttpContext http, TableFormat format)
    {
        if (!_places.Wait(0))
        {
            http.Response.Headers.RetryAfter = "5";
            await FileRefusal.SendAsync(http, new FieldError($"{AtOnceMax} files are being written; try again later.", Codes.Overloaded));
            return;
        }
        try
        {
            var (query, rowsMax) = AuditParameters.Read(http.Request.Query, ReaderOf(http), backend.Directory);
            await WriteAsync(http, format, query, rowsMax);
        }
        catch (FieldError refused) when (!http.Response.HasStarted)
        {
            journal.NoteRefusal(access.VisitorOf(http), refused);
            await FileRefusal.SendAsync(http, refused);
        }
        catch (FieldError)
        {
            // A file that simply ended would look complete.
            http.Abort();
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task WriteAsync(HttpContext http, TableFormat format, AuditQuery query, int? rowsMax)
    {
        var cancellation = http.RequestAborted;
        var text = new StringBuilder(format.Head(AuditRow.Columns));
        for (var next = query with { First = rowsMax ?? ObligationPages.PageMax }; ;)
        {
            var page = await backend.QueryAsync(queries => queries.AuditAsync(next, cancellation));
            foreach (var row in await RowsOfAsync(page, ReaderOf(http), next.Unit, cancellation))
            {
                format.Write(text, AuditRow.Columns, row.Values);
            }
            if (!http.Response.HasStarted)
            {
                http.Response.ContentType = format.MediaType;
                http.Response.Headers.ContentDisposition = $"attachment; filename=\"audit.{format.Extension}\"";
            }
            await http.Response.WriteAsync(text.ToString(), cancellation);
            text.Clear();
            if (!page.HasNext || rowsMax is not null)
            {
                return;
            }
            next = next with { After = AuditCursor.Of(page.Items[^1]) };
        }
    }

    /// <exception cref="FieldError">FORBIDDEN: the right has ended since the download began.</exception>
    private async Task<IEnumerable<AuditRow>> RowsOfAsync(Page<StoredEvent> page, Reader reader, string under, CancellationToken cancellation)
    {
        reader.CheckAudit(under);
        string[] obligations = [.. page.Items.Select(change => change.Event).OfType<UnitEvent.OfObligation>().Select(of => of.Obligation).Distinct()];
        var titles = obligations.Length == 0 ? [] : await backend.QueryAsync(queries => queries.TitlesAsync(obligations, cancellation));
        var isAdministrator = reader.May(Right.Grant, under);
        return page.Items.Select(change => new AuditRow(
            ChangeId.Of(change.Unit, change.Seq), change.At, change.Unit, backend.Directory.Find(change.Unit)?.Name, EventCodec.NameOf(change.Event),
            ChangeText.SummaryOf(
                change, change.Event is UnitEvent.OfObligation { Obligation: var id } ? titles.GetValueOrDefault(id, id) : "", backend.Directory, people),
            ChangeText.ActorOf(change, people), change.Origin.Person, change.Origin.OnBehalfOf, ChangeId.CauseOf(change),
            isAdministrator ? change.Origin.Session : null, isAdministrator ? change.Origin.Address : null));
    }

    private Reader ReaderOf(HttpContext http) =>
        Reader.For(access.VisitorOf(http) is { } visitor && visitor.Holds() ? visitor.Caller : null, http.RequestServices);
}
