using System.Net.Mime;
using Hierarchy.Api.Changes.Export;

namespace Hierarchy.Api.Files;

/// <summary>Receives uploads of files, which documents can then name.</summary>
internal sealed partial class FileUploads(Backend backend, AccessRules access, SecurityJournal journal, ILogger<FileUploads> log)
{
    public static readonly PathString Path = "/files";

    /// <summary>Maximum number of uploads at a time: each takes its size on disk.</summary>
    public const int AtOnceMax = 16;

    /// <summary>The same for one caller.</summary>
    public const int OfOneAtOnceMax = 4;

    public const string CountCode = "LIMIT_FILES";

    /// <summary>Maximum duration of an upload: a commune's slow connection transfers 20 MB in this time.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(10);

    private readonly HeldPlaces _places = new(AtOnceMax, OfOneAtOnceMax);

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, (RequestDelegate)(http => TakeAsync(http, KeepAsync)));

    /// <summary>Receives a form and answers with the id of the result.</summary>
    public async Task TakeAsync(HttpContext http, Func<HttpContext, Caller, CancellationToken, Task<string>> keep)
    {
        if (access.VisitorOf(http) is not { Caller: var caller })
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using var place = _places.Take(caller.Key);
        using var late = new CancellationTokenSource(TimeMax, backend.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, http.RequestAborted);
        try
        {
            if (place is null)
            {
                http.Response.Headers.RetryAfter = "5";
                throw new FieldError(
                    $"{AtOnceMax} files are being brought, or {OfOneAtOnceMax} by this caller; try again later.", Codes.Overloaded);
            }
            var id = await keep(http, caller, either.Token);
            http.Response.ContentType = MediaTypeNames.Application.Json;
            await http.Response.WriteAsync(JsonSerializer.Serialize(new { id }), http.RequestAborted);
        }
        catch (FieldError refused)
        {
            journal.NoteRefusal(access.VisitorOf(http), refused);
            await FileRefusal.SendAsync(http, refused);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            await FileRefusal.SendAsync(http, new FieldError($"The file took longer than {TimeMax.TotalMinutes:0} minutes.", Codes.BodyTimeLimit));
        }
        catch (IOException fault)
        {
            // Faults of the body are refusals, so this is a fault of the disk.
            LogNoRoom(fault.Message);
            await FileRefusal.SendAsync(http, ApiError.Unavailable());
        }
    }

    private async Task<string> KeepAsync(HttpContext http, Caller caller, CancellationToken cancellation)
    {
        CheckMay(caller, http);
        var request = UploadRequest.Of(http, caller);
        await using var spool = FileForm.Spool();
        var file = await new FileForm(http, spool).ReadAsync(cancellation) with { Id = request.FileOf(caller) };
        if (!await backend.FilesAsync(files => files.AddAsync(file, caller.Key, backend.Time.GetUtcNow(), spool, cancellation)))
        {
            throw new FieldError(
                $"{IFiles.UnnamedMax} files that you have brought are named by no document yet: name them, or wait up to {IFiles.UnnamedFor.TotalDays:0} days.",
                CountCode);
        }
        return !request.IsGiven || await backend.FilesAsync(files => files.FindAsync([file.Id], cancellation)) is [{ File: var kept }] && kept == file
            ? file.Id
            : throw UploadRequest.Reused();
    }

    /// <summary>A caller without any right may not fill the disk.</summary>
    private static void CheckMay(Caller caller, HttpContext http)
    {
        var reader = Reader.For(caller, http.RequestServices);
        if (caller.Person is not null && !Roles.All.Any(reader.Has))
        {
            throw ApiError.From(Refusal.Forbidden("Only people with a grant may upload files."), argument: null);
        }
    }

    [LoggerMessage(3002, LogLevel.Error, "A file that is brought cannot be put on the disk: {Reason}")]
    private partial void LogNoRoom(string reason);
}
