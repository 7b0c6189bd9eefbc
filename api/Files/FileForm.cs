using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.Files;

/// <summary>Reads a form with one file, as it arrives, into a private temporary file.</summary>
internal sealed class FileForm(HttpContext http, FileStream spool)
{
    private const string Field = "file";

    private const string Unknown = "application/octet-stream";

    /// <summary>Maximum number of bytes around the file: boundaries and headers.</summary>
    private const int AroundMax = 64 * 1024;

    private const int BoundaryMax = 70;

    /// <summary>Creates a temporary file that nobody else can open and that is deleted on close.</summary>
    public static FileStream Spool()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return new FileStream(Path.Combine(Path.GetTempPath(), $"hierarchy-{Guid.NewGuid():N}"), options);
    }

    /// <returns>The uploaded file, which has no id yet.</returns>
    /// <exception cref="FieldError">The body is not such a form, or too large.</exception>
    public async Task<EvidenceFile> ReadAsync(CancellationToken cancellation)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Limits.FileBytesMax + AroundMax;
        }
        var reader = new MultipartReader(BoundaryOf(http.Request), http.Request.Body);
        var part = await FromBodyAsync(() => reader.ReadNextSectionAsync(cancellation));
        if (part is null || !ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            || !disposition.IsFileDisposition() || HeaderUtilities.RemoveQuotes(disposition.Name) != Field)
        {
            throw Wrong($"The form has one field, \"{Field}\", which is a file with a name.");
        }
        var name = NameOf(disposition);
        var (bytes, hash) = await CopyAsync(part.Body, cancellation);
        return await FromBodyAsync(() => reader.ReadNextSectionAsync(cancellation)) is not null
            ? throw Wrong($"The form has one field, \"{Field}\", and nothing else: each file comes by itself.")
            : bytes == 0 ? throw Wrong("The file is empty.")
            : new EvidenceFile("", name, MediaTypeOf(part.ContentType), bytes, hash);
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= BoundaryMax } boundary
            ? boundary.ToString()
            : throw Wrong($"The body is a form, multipart/form-data, with the field \"{Field}\".");

    /// <summary>The file's name without the folders that some programs include.</summary>
    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        var name = Text.Name(Texts.Kept(given[(given.AsSpan().LastIndexOfAny('/', '\\') + 1)..]));
        return Text.Fault(name, Field, required: true, Limits.NameMax) is { } fault ? throw Wrong($"The name of the file: {fault.Message}") : name;
    }

    private static string MediaTypeOf(string? given) =>
        MediaTypeHeaderValue.TryParse(given, out var type) && !type.MatchesAllTypes && !type.MatchesAllSubTypes && type.MediaType.Length <= Limits.MediaTypeMax
            ? type.MediaType.ToString().ToLowerInvariant()
            : Unknown;

    private async Task<(int Bytes, string Sha256)> CopyAsync(Stream body, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, bytes) = (new byte[80 * 1024], 0);
        while (await FromBodyAsync(() => body.ReadAsync(buffer, cancellation).AsTask()) is > 0 and var read)
        {
            bytes += read;
            if (bytes > Limits.FileBytesMax)
            {
                throw TooLarge();
            }
            hash.AppendData(buffer, 0, read);
            await spool.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Only faults of the client's body end in these refusals.</summary>
    private static async Task<T> FromBodyAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw Wrong("The form ends before its last boundary, or is none.");
        }
    }

    private static FieldError TooLarge() => new($"A file has at most {Limits.FileBytesMax} bytes (20 MB).", Codes.BodyLimit);

    private static FieldError Wrong(string message) => ApiError.Invalid(message, Field);
}
