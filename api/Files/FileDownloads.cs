using System.Collections.Frozen;

namespace Hierarchy.Api.Files;

/// <summary>Serves uploaded files, always to be saved and never to be shown in a page of this site.</summary>
internal sealed class FileDownloads(Backend backend, AccessRules access)
{
    /// <summary>Maximum number of files served at a time: each has one part in memory.</summary>
    public const int AtOnceMax = 128;

    /// <summary>The same for one caller.</summary>
    public const int OfOneAtOnceMax = 16;

    private const int UsesOfPage = 500;

    private const string Unknown = "application/octet-stream";

    /// <summary>Media types that no browser treats as a page. Everything else is served as bytes.</summary>
    private static readonly FrozenSet<string> Harmless = new[]
    {
        "application/pdf", "image/png", "image/jpeg", "application/zip", "application/msword", "application/vnd.ms-excel",
        Downloads.Docx, Downloads.Xlsx,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly Downloads _downloads = new(access, AtOnceMax, OfOneAtOnceMax);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(
        $"{FileUploads.Path}/{{id}}", (RequestDelegate)(http => _downloads.SendAsync(http, caller => SendAsync(http, caller))));

    private async Task SendAsync(HttpContext http, Caller caller)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var brought = await FindAsync(id, caller, http)
            ?? throw ApiError.NotFound($"There is no file '{Text.Shown(id)}', or you may not read it.", "id");
        await WriteAsync(http, brought.File);
    }

    /// <summary>Null for files that the caller may not read, as for missing ones.</summary>
    private async Task<BroughtFile?> FindAsync(string id, Caller caller, HttpContext http)
    {
        if (Limits.FaultOfNewId(id) is not null
            || await backend.FilesAsync(files => files.FindAsync([id], http.RequestAborted)) is not [var brought])
        {
            return null;
        }
        if (!brought.IsNamed)
        {
            return brought.By == caller.Key ? brought : null;
        }
        var reader = Reader.For(caller, http.RequestServices);
        for (NamedFor? last = null; ;)
        {
            var page = await backend.FilesAsync(files => files.NamedForAsync(id, last, UsesOfPage, http.RequestAborted));
            if (page.Any(reader.Reads))
            {
                return brought;
            }
            if (page.Length < UsesOfPage)
            {
                return null;
            }
            last = page[^1];
        }
    }

    private async Task WriteAsync(HttpContext http, Grains.Obligations.EvidenceFile file)
    {
        var headers = http.Response.Headers;
        Downloads.Name(http, file.Name);
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ETag = $"\"{file.Sha256}\"";
        for (var (number, left) = (0, file.Bytes); left > 0; number++)
        {
            var part = await backend.FilesAsync(files => files.ReadPartAsync(file.Sha256, number, http.RequestAborted)) ?? throw ApiError.Unavailable();
            if (number == 0)
            {
                http.Response.ContentType = Harmless.Contains(file.MediaType) ? file.MediaType : Unknown;
                http.Response.ContentLength = file.Bytes;
            }
            await http.Response.Body.WriteAsync(part, http.RequestAborted);
            left -= part.Length;
        }
    }
}
