namespace Hierarchy.Api.Plans.Export;

/// <summary>Serves the annexes of plans as documents, to everybody who may read plans.</summary>
internal sealed class AnnexDownloads(Backend backend, AccessRules access)
{
    public static readonly PathString Path = "/plans";

    /// <summary>Maximum number of annexes written at a time: each is entirely in memory.</summary>
    public const int AtOnceMax = 8;

    /// <summary>The same for one caller.</summary>
    public const int OfOneAtOnceMax = 2;

    private readonly Downloads _downloads = new(access, AtOnceMax, OfOneAtOnceMax);

    public static string AddressOf(string plan, string ending) => $"{Path}/{Uri.EscapeDataString(plan)}.{ending}";

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "docx", Downloads.Docx, AnnexDocx.Write);
        Map(routes, "xlsx", Downloads.Xlsx, AnnexXlsx.Write);
    }

    private void Map(IEndpointRouteBuilder routes, string ending, string type, Action<Annex, Stream> write) => routes.MapGet(
        $"{Path}/{{id}}.{ending}", (RequestDelegate)(http => _downloads.SendAsync(http, caller => SendAsync(http, caller, ending, type, write))));

    private async Task SendAsync(HttpContext http, Caller caller, string ending, string type, Action<Annex, Stream> write)
    {
        var annex = await ReadAsync((string)http.Request.RouteValues["id"]!, Reader.For(caller, http.RequestServices));
        using var content = new MemoryStream();
        write(annex, content);
        await Downloads.SendAsync(http, $"{NameOf(annex)}.{ending}", type, content);
    }

    private async Task<Annex> ReadAsync(string id, Reader reader)
    {
        if (backend.Directory.FindPlan(id) is not { } plan)
        {
            throw ApiError.NoPlan(id, "id");
        }
        if ((await backend.AskAsync(plan.Owner, unit => unit.ReadContentsAsync([plan.Id]))).Plans is not [var contents])
        {
            throw ApiError.NoPlan(id, "id");
        }
        ImmutableArray<Cell> lines = [.. contents.Tasks.Select(task => Cell.OfSource(plan.Owner, task.Id))];
        // Obligations handed over to units outside the owner's tree are below the same root.
        var holders = lines.Select(line => UnitReads.TopOf(line, backend.Directory).Id).Take(1).Append(plan.Owner).Distinct();
        var readings = await Task.WhenAll(holders.Select(holder => backend.AskAsync(holder, unit => unit.ReadCellsAsync(lines))));
        return Annex.Of(
            contents, [.. lines.Select((_, i) => readings.Aggregate(Measures.Zero, (sum, reading) => sum + reading.Cells[i]))], backend.Directory,
            backend.Today, reader.SeesTotals(plan.Owner));
    }

    private static string NameOf(Annex annex) => annex.Number is { } number
        ? $"Phụ lục {number.Replace('/', '-')}"
        : "Phụ lục";
}
