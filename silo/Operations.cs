using Hierarchy.Data.Files;
using Hierarchy.Data.Loading;
using Hierarchy.Grains.Ports;
using Hierarchy.Hosting;
using Hierarchy.Silo.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hierarchy.Silo;

/// <summary>What an operator asks of a system, running or not: <c>verify</c> and <c>load</c>. Both end with an exit code and a
/// text.</summary>
internal static class Operations
{
    /// <summary>Bytes of a file that is sent to a running process.</summary>
    private const long UploadMax = FileLimits.UnitBytesMax;

    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromMinutes(10);

    public static async Task<int> VerifyAsync(IOperated node, Action<string> print, CancellationToken stop)
    {
        var verdict = await node.Verifier.RunAsync(stop);
        foreach (var line in Verifier.Report(verdict))
        {
            print(line);
        }
        return verdict.Differences.IsEmpty ? ExitCode.Ok : ExitCode.Difference;
    }

    public static async Task<int> LoadAsync(IOperated node, string path, Action<string> print, CancellationToken stop)
    {
        try
        {
            await node.Loader.LoadFileAsync(path, stop);
            print($"loaded {Path.GetFileName(path)}");
            return ExitCode.Ok;
        }
        catch (LoadRefusedException refused)
        {
            print(refused.Message);
            return ExitCode.Configuration;
        }
    }

    /// <summary>Serves both to whoever holds the operator's key of this run. The first line of an answer is the exit code.</summary>
    public static void Map(WebApplication web, IOperated node, string key)
    {
        web.MapPost("/operator/verify", Verify);
        web.MapPost("/operator/load/{name}", Load);

        Task Verify(HttpContext context) => AnswerAsync(context, key, print => VerifyAsync(node, print, context.RequestAborted));

        Task Load(HttpContext context) => AnswerAsync(
            context, key, print => LoadUploadAsync(context, node, (string)context.Request.RouteValues["name"]!, print));
    }

    /// <summary>Asks the process that holds the data folder.</summary>
    /// <param name="file">Sent along; null when the operation takes none.</param>
    public static async Task<int> AskAsync(DataFolderInUse holder, string folder, string operation, string? file, CancellationToken stop)
    {
        if (holder.Address is not { } address)
        {
            throw new StartupProblem("The system is just starting or stopping; try again in a moment.", ExitCode.DataFolder);
        }
        using var client = new HttpClient { Timeout = AnswerTimeMax };
        var name = file is null ? "" : "/" + Uri.EscapeDataString(Path.GetFileName(file));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"/operator/{operation}{name}"));
        request.Headers.Add(OperatorKey.Header, OperatorKey.Read(folder));
        request.Content = file is null ? null : new StreamContent(File.OpenRead(file));
        using var response = await client.SendAsync(request, stop);
        var lines = (await response.Content.ReadAsStringAsync(stop)).Split('\n', 2);
        if (!response.IsSuccessStatusCode || !int.TryParse(lines[0], out var code))
        {
            throw new StartupProblem(
                $"The running system at {address} did not {operation}: {(int)response.StatusCode} {lines[0]} What it printed may say more.", ExitCode.Fault);
        }
        Console.Write(lines.ElementAtOrDefault(1));
        return code;
    }

    private static async Task<int> LoadUploadAsync(HttpContext context, IOperated node, string name, Action<string> print)
    {
        if (name.AsSpan().ContainsAny('/', '\0') || name is "." or "..")
        {
            print($"'{name}' is no name of a file");
            return ExitCode.Configuration;
        }
        var folder = Directory.CreateTempSubdirectory("hierarchy-load-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            await using (var file = File.Create(path))
            {
                await context.Request.Body.CopyToAsync(file, context.RequestAborted);
            }
            return await LoadAsync(node, path, print, context.RequestAborted);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AnswerAsync(HttpContext context, string key, Func<Action<string>, Task<int>> run)
    {
        if (!OperatorKey.Matches(key, context.Request.Headers[OperatorKey.Header]))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("The operator's key is missing or wrong.");
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = UploadMax;
        }
        var lines = new List<string>();
        int code;
        try
        {
            code = await run(lines.Add);
        }
        catch (StoreUnavailableException away)
        {
            lines.Add($"The database went away: {away.Message}");
            code = ExitCode.Postgres;
        }
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"{code}\n{string.Join('\n', lines)}\n");
    }
}
