namespace Hierarchy.Api.Changes.Export;

/// <summary>The security log as a file, newest first, for administrators of a whole tree.</summary>
internal sealed class SecurityExport(
    Backend backend, Judge judge, AccessRules access, SecurityJournal journal, ISecurityLog? log = null)
{
    public static readonly PathString Path = "/security.jsonl";

    private const int PageRows = 1_000;

    private static readonly string[] Columns = ["at", "what", "code", "person", "address", "count", "note"];

    private static readonly string[] Parameters = ["from", "to"];

    public void Map(IEndpointRouteBuilder routes)
    {
        if (log is not null)
        {
            routes.MapGet(Path, (RequestDelegate)(http => SendAsync(http, log)));
        }
    }

    private async Task SendAsync(HttpContext http, ISecurityLog from)
    {
        try
        {
            var caller = access.CallerOf(http);
            if (!IsAdministrator(caller))
            {
                journal.Note(SecurityEvents.Forbidden, SecurityJournal.ForbiddenCode, caller?.Person, http.Connection.RemoteIpAddress);
                throw ApiError.From(Refusal.Forbidden("Only administrators of a whole tree read the security log."), argument: null);
            }
            var (begin, end) = AuditParameters.ReadDays(http.Request.Query, Parameters);
            await WriteAsync(http, from, begin ?? DateTimeOffset.MinValue, end ?? DateTimeOffset.MaxValue);
        }
        catch (StoreUnavailableException) when (!http.Response.HasStarted)
        {
            await FileRefusal.SendAsync(http, ApiError.Unavailable());
        }
        catch (FieldError refused) when (!http.Response.HasStarted)
        {
            await FileRefusal.SendAsync(http, refused);
        }
        catch (StoreUnavailableException)
        {
            http.Abort();
        }
    }

    private bool IsAdministrator(Caller? caller) => caller switch
    {
        null => false,
        { Person: { } person } => judge.IsAdministrator(person, backend.Today),
        { Scope: var scope } => scope is null,
    };

    private async Task WriteAsync(HttpContext http, ISecurityLog from, DateTimeOffset begin, DateTimeOffset end)
    {
        // Includes the latest events of this process.
        await journal.FlushAsync(http.RequestAborted);
        var text = new StringBuilder();
        for (var before = long.MaxValue; ;)
        {
            var page = await from.ReadAsync(begin, end, before, PageRows, http.RequestAborted);
            foreach (var (_, one) in page)
            {
                TableFormat.JsonLines.Write(
                    text, Columns,
                    [AuditRow.Written(one.At), one.What, one.Code, one.Person, one.Address, one.Count.ToString(CultureInfo.InvariantCulture), one.Note]);
            }
            http.Response.ContentType ??= TableFormat.JsonLines.MediaType;
            await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
            text.Clear();
            if (page.Length < PageRows)
            {
                return;
            }
            before = page[^1].Id;
        }
    }
}
