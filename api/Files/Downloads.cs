using Hierarchy.Api.Changes.Export;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.Files;

/// <summary>What every file that goes out has in common: who may come, how many at once, how it is refused, and that it is
/// saved.</summary>
internal sealed class Downloads(AccessRules access, int atOnceMax, int ofOneAtOnceMax)
{
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private readonly HeldPlaces _places = new(atOnceMax, ofOneAtOnceMax);

    /// <param name="send">Writes the file for the caller; what it throws is said as a refusal, while nothing has gone out.</param>
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
            // What just ended would pass for a whole file.
            http.Abort();
        }
    }

    /// <summary>Sends what was written in memory, whole.</summary>
    public static async Task SendAsync(HttpContext http, string name, string type, MemoryStream content)
    {
        Name(http, name);
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        content.Position = 0;
        await content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>Whatever it is, a browser saves it and shows it within no page.</summary>
    public static void Name(HttpContext http, string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
    }
}
