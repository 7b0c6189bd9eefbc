using Hierarchy.Api.Access;
using Hierarchy.Api.Changes.Export;
using Hierarchy.Api.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.Plans.Export;

/// <summary>Hands out the annexes of plans as documents, to whoever reads plans.</summary>
internal sealed class AnnexDownloads(Backend backend, AccessRules access)
{
    public static readonly PathString Path = "/plans";

    /// <summary>Annexes that are written at once: each is in memory whole.</summary>
    public const int AtOnceMax = 8;

    /// <summary>For one caller.</summary>
    public const int OfOneAtOnceMax = 2;

    private readonly HeldPlaces _places = new(AtOnceMax, OfOneAtOnceMax);

    public static string AddressOf(string plan, string ending) => $"{Path}/{Uri.EscapeDataString(plan)}.{ending}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Path}/{{id}}.docx", (RequestDelegate)(http => SendAsync(
            http, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", AnnexDocx.Write)));
        routes.MapGet($"{Path}/{{id}}.xlsx", (RequestDelegate)(http => SendAsync(
            http, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", AnnexXlsx.Write)));
    }

    private async Task SendAsync(HttpContext http, string ending, string type, Action<Annex, Stream> write)
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
                    $"{AtOnceMax} annexes are being written, or {OfOneAtOnceMax} for this caller; try again later.", Codes.Overloaded);
            }
            var annex = await ReadAsync((string)http.Request.RouteValues["id"]!, Reader.For(visitor.Caller, http.RequestServices));
            using var content = new MemoryStream();
            write(annex, content);
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName($"{NameOf(annex)}.{ending}");
            http.Response.Headers.ContentDisposition = disposition.ToString();
            http.Response.ContentType = type;
            http.Response.ContentLength = content.Length;
            content.Position = 0;
            await content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
        catch (FieldError refused) when (!http.Response.HasStarted)
        {
            await FileRefusal.SendAsync(http, refused);
        }
    }

    private async Task<Annex> ReadAsync(string id, Reader reader)
    {
        if (backend.Directory.FindPlan(id) is not { } plan)
        {
            throw ApiError.NoPlan(id, "id");
        }
        var reading = await backend.AskAsync(plan.Owner, unit => unit.ReadAsync(new UnitQuestions([], [], false, [], [plan.Id], [])));
        return reading.Sources is [var sources]
            ? Annex.Of(sources, backend.Directory, backend.Today, reader.SeesTotals(plan.Owner))
            : throw ApiError.NoPlan(id, "id");
    }

    private static string NameOf(Annex annex) => annex.Number is { } number
        ? $"Phụ lục {number.Replace('/', '-')}"
        : "Phụ lục";
}
