namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Receives files and creates drafts of plans from them. The files are not kept: the draft holds their content.</summary>
internal sealed class DraftUploads(Backend backend, FileUploads uploads)
{
    public static readonly PathString Path = "/drafts";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, (RequestDelegate)(http => uploads.TakeAsync(http, KeepAsync)));

    private async Task<string> KeepAsync(HttpContext http, Caller caller, CancellationToken cancellation)
    {
        var (owner, request) = (OwnerOf(http, caller), UploadRequest.Of(http, caller));
        await using var spool = FileForm.Spool();
        var file = await new FileForm(http, spool).ReadAsync(cancellation);
        spool.Position = 0;
        return await DraftCommands.BringAsync(backend, owner, Read(spool, file.Name), request.Id, caller);
    }

    /// <summary>A file is read only for callers who may plan there.</summary>
    private string OwnerOf(HttpContext http, Caller caller)
    {
        if (http.Request.Query["owner"] is not [{ Length: > 0 } id])
        {
            throw ApiError.Invalid("The address names the unit that is to own the draft: POST /drafts?owner=ID.", "owner");
        }
        var unit = backend.Directory.Get(id, "owner");
        return Reader.For(caller, http.RequestServices).May(Right.Plan, unit.Id)
            ? unit.Id
            : throw ApiError.From(Refusal.Forbidden($"'{caller.Name}' does not have the right PLAN at '{unit.Id}'."), argument: null);
    }

    private static DraftText Read(Stream content, string name)
    {
        try
        {
            return DraftFile.Read(content, name);
        }
        catch (DraftFileException refused)
        {
            throw refused.ToError();
        }
    }
}
