namespace Hierarchy.Api.Reports.Export;

/// <summary>Serves reports as documents, to callers who may read them.</summary>
internal sealed class ReportDownloads(Backend backend, ReportCounts counts, AccessRules access)
{
    public static readonly PathString Path = "/reports";

    /// <summary>Maximum number of reports written at a time: each is entirely in memory.</summary>
    public const int AtOnceMax = 8;

    /// <summary>The same for one caller.</summary>
    public const int OfOneAtOnceMax = 2;

    private readonly Downloads _downloads = new(access, AtOnceMax, OfOneAtOnceMax);

    /// <summary>The address of one revision.</summary>
    public static string AddressOf(Report report, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}/{Uri.EscapeDataString(report.Key.Id)}.{ending}?revision={report.Revision}");

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "docx", Downloads.Docx, (report, content, into) =>
            ReportDocx.Write(ReportPaper.Of(report, content, backend.Directory), into));
        Map(routes, "xlsx", Downloads.Xlsx, (report, content, into) =>
            ReportXlsx.Write(ReportPaper.Of(report, content, backend.Directory), into));
        // Exactly the signed bytes.
        Map(routes, "json", "application/json", (_, content, into) => into.Write(Encoding.UTF8.GetBytes(content.Text)));
    }

    private void Map(IEndpointRouteBuilder routes, string ending, string type, Action<Report, WrittenContent, Stream> write) => routes.MapGet(
        $"{Path}/{{id}}.{ending}", (RequestDelegate)(http => _downloads.SendAsync(http, caller => SendAsync(http, caller, ending, type, write))));

    private async Task SendAsync(HttpContext http, Caller caller, string ending, string type, Action<Report, WrittenContent, Stream> write)
    {
        var report = await FindAsync(http, Reader.For(caller, http.RequestServices));
        var written = await ReadAsync(report, http.RequestAborted);
        using var content = new MemoryStream();
        write(report, written, content);
        await Downloads.SendAsync(http, $"{NameOf(report)}.{ending}", type, content);
    }

    private async Task<Report> FindAsync(HttpContext http, Reader reader)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        if (ReportKey.Of(id, out var named) is not { } key || Text.Fault(id, "id", required: true) is not null)
        {
            throw NoReport(id);
        }
        var revision = http.Request.Query["revision"].ToString() is { Length: > 0 } asked
            ? int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw ApiError.Invalid("revision must be a whole number.", "revision")
            : named;
        var all = await backend.QueryAsync(queries => queries.RevisionsAsync([key], http.RequestAborted));
        var found = revision is null ? all.LastOrDefault() : all.FirstOrDefault(report => report.Revision == revision);
        return found is not null && (reader.Reads(found) || await IsForReaderAsync(key, reader)) ? found
            // The same answer whether or not it exists, so that existence is not revealed.
            : backend.Directory.Find(key.Unit) is not null && !reader.ReadsAnythingAt(key.Unit) ? throw Reader.Forbidden(key.Unit)
            : found is null ? throw NoReport(id)
            : throw Reader.Forbidden(key.Unit);
    }

    /// <summary>Whether the reader acts for the unit.</summary>
    private async Task<bool> IsForReaderAsync(ReportKey key, Reader reader) =>
        reader.ReadsFor((await backend.AskAsync(key.Unit, grain => grain.ReadMeasuringAsync())).Acting, key.Period);

    private async Task<WrittenContent> ReadAsync(Report report, CancellationToken cancellation)
    {
        if (report.Signature is null)
        {
            var name = backend.Directory.Find(report.Unit)?.Name ?? report.Unit;
            var draft = ReportContent.Of(report, name, await counts.CountAsync(report, cancellation), document: null);
            return new WrittenContent(draft, draft.Written());
        }
        var key = (report.Key, report.Revision);
        var signed = await backend.QueryAsync(queries => queries.SignedContentsAsync([key], cancellation));
        return signed.TryGetValue(key, out var text) ? new WrittenContent(ReportContent.Read(text), text) : throw ApiError.Unavailable();
    }

    private static FieldError NoReport(string id) => ApiError.NotFound($"There is no report '{Text.Shown(id)}'.", "id");

    private static string NameOf(Report report) => report.Signature is { } signature
        ? $"Báo cáo {signature.Document.Number.Replace('/', '-')}"
        : $"Báo cáo {report.Form.Label} (dự thảo)";
}

/// <param name="Text">The text as sent.</param>
internal sealed record WrittenContent(ReportContent Content, string Text);
