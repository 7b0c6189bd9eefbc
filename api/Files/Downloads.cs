using Hierarchy.Api.Changes.Export;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.Files;

/// <summary>The common part of all downloads: access, concurrency limits, refusals, and headers that make browsers save the file.</summary>
internal sealed class Downloads(AccessRules access, int atOnceMax, int ofOneAtOnceMax)
{
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private readonly HeldPlaces _places = new(atOnceMax, ofOneAtOnceMax);

    /// <param name="send">Writes the file for the caller; its exceptions become refusals as long as nothing has been sent.</param>
    public async Task SendAsync(HttpContext http, Func<Caller, Task> send)
    {
        if (access.VisitorOf(http) is not { } visitor || !visitor.Holds())
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using var place = _places.Take(visitor.Caller.Key);
        try
        {
            if (place is null)
            {
                http.Response.Headers.RetryAfter = "5";
                throw new FieldError(
                    $"{atOnceMax} files are being handed out, or {ofOneAtOnceMax} to this caller; try again later.", Codes.Overloaded);
            }
            await send(visitor.Caller);
        }
        catch (FieldError refused) when (!http.Response.HasStarted)
        {
            await FileRefusal.SendAsync(http, refused);
        }
        catch (FieldError)
        {
            // A file that simply ended would look complete.
            http.Abort();
        }
    }

    /// <summary>Sends a file that is complete in memory.</summary>
    public static async Task SendAsync(HttpContext http, string name, string type, MemoryStream content)
    {
        Name(http, name);
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        content.Position = 0;
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>Makes browsers save the file instead of showing it in a page.</summary>
    public static void Name(HttpContext http, string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
    }
}
