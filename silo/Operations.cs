using Hierarchy.Silo.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hierarchy.Silo;

/// <summary>Operator commands on a system, running or not: <c>verify</c> and <c>load</c>. Both end with an exit code and a text.</summary>
internal static class Operations
{
    /// <summary>Maximum size in bytes of a file sent to a running process.</summary>
    private const long UploadMax = FileLimits.UnitBytesMax;

    /// <summary>A request with this header receives progress before the answer: lines that begin with <see cref="ShareWord"/>.</summary>
    public const string ShareHeader = "X-Hierarchy-Share";

    public const string ShareWord = "share ";

    private const string Plain = "text/plain; charset=utf-8";

    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(200);

    public static async Task<int> VerifyAsync(IOperated node, Action<string> print, IProgress<double> share, CancellationToken stop)
    {
        var verdict = await node.Verifier.RunAsync(stop, share);
        foreach (var line in Verifier.Report(verdict))
        {
            print(line);
        }
        return verdict.DifferencesCount == 0 && verdict.SetAside.IsEmpty && verdict.Record.Broken.IsEmpty ? ExitCode.Ok : ExitCode.Difference;
    }

    /// <param name="asOf">A day, as given on the command line.</param>
    public static async Task<int> VerifyDayAsync(IOperated node, string asOf, Action<string> print, CancellationToken stop)
    {
        if (!DateOnly.TryParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            print($"'{Text.Shown(asOf)}' is not a day: write it as 2013-03-31.");
            return ExitCode.Configuration;
        }
        if (node.PastVerifier.FaultOf(day) is { } fault)
        {
            print(fault);
            return ExitCode.Configuration;
        }
        var verdict = await node.PastVerifier.RunAsync(day, stop);
        foreach (var line in PastVerifier.Report(verdict, day))
        {
            print(line);
        }
        return verdict.Differences.IsEmpty && verdict.SetAside.IsEmpty ? ExitCode.Ok : ExitCode.Difference;
    }

    public static async Task<int> LoadAsync(
        IOperated node, string path, LoadOptions given, Action<string> print, IProgress<double> share, CancellationToken stop)
    {
        var (person, amend) = (given.As, given.Amend);
        if (given.FaultOfActs(out var acts) is { } fault)
        {
            print(fault);
            return ExitCode.Configuration;
        }
        if (amend is not null && DocumentOf(amend) is null)
        {
            print("--amend names the document that amends the plan: its number and its day, such as \"700/QĐ-UBND 2026-05-31\".");
            return ExitCode.Configuration;
        }
        if (await CallerAsync(node, person, print, stop) is not { } caller)
        {
            return ExitCode.Configuration;
        }
        try
        {
            await (caller.Person is null ? node.Loader : node.Loader.As(caller.Name, caller.Person))
                .LoadFileAsync(path, amend is null ? null : DocumentOf(amend), acts, stop, share);
            print($"loaded {Path.GetFileName(path)}");
            return ExitCode.Ok;
        }
        catch (LoadRefusedException refused)
        {
            print(refused.Message);
            return ExitCode.Configuration;
        }
    }

    /// <summary>The person who is responsible for a loaded file; null, with the reason printed, if nobody may load it.</summary>
    internal static async Task<Caller?> CallerAsync(IOperated node, string? person, Action<string> print, CancellationToken stop)
    {
        await node.People.CatchUpAsync(stop);
        var known = person is null ? null : node.People.Find(person);
        if (person is null ? !node.PeopleSignIn : known is not null && node.People.IsAdministrator(person))
        {
            return known is null ? Caller.System : new Caller(known.Name, null, known.Id, Loads: true);
        }
        print(person is null
            ? "People sign in here: name the administrator who loads the file with --as PERSON."
            : $"'{Text.Shown(person)}' is not an administrator: only administrators load files.");
        return null;
    }

    /// <summary>Parses the document from "NUMBER YYYY-MM-DD"; null if malformed.</summary>
    private static Document? DocumentOf(string text)
    {
        var at = text.TrimEnd().LastIndexOf(' ');
        return at > 0 && DateOnly.TryParseExact(text.AsSpan(at).Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Document(text[..at].Trim(), day, null, null)
            : null;
    }

    /// <summary>Serves the operations to callers with the operator's key of this run. The first line of an answer is the exit
    /// code.</summary>
    public static void Map(WebApplication web, IOperated node, string key)
    {
        web.MapPost("/operator/verify", Verify);
        web.MapPost("/operator/load", Load);
        web.MapPost("/operator/preview", Preview);
        web.MapPost("/operator/reorganise", CarryOut);
        web.MapPost("/operator/undo", Undo);
        MapPeople(web, node, key);

        Task Verify(HttpContext context) => AnswerAsync(
            context, node, key, (print, share) => Given(context, "as-of") is { } day
                ? VerifyDayAsync(node, day, print, context.RequestAborted)
                : VerifyAsync(node, print, share, context.RequestAborted));

        Task Preview(HttpContext context) => Reorganise(context, (mapping, units, words, print, share) =>
            ReorganisationOperations.PreviewAsync(node, mapping, units, words, print, share, context.RequestAborted));

        Task CarryOut(HttpContext context) => Reorganise(context, (mapping, units, words, print, share) =>
            ReorganisationOperations.CarryOutAsync(node, mapping, units, words, Given(context, "as"), print, share, context.RequestAborted));

        Task Undo(HttpContext context) => AnswerAsync(context, node, key, (print, share) => ReorganisationOperations.UndoAsync(
            node, Given(context, "id") ?? "", Given(context, "as"), print, share, context.RequestAborted));

        Task Reorganise(HttpContext context, Func<string, string, ReorganisationWords, Action<string>, IProgress<double>, Task<int>> run) => AnswerAsync(
            context, node, key, (print, share) => WithUploadsAsync(context, print, at => $"{at}", paths => paths is [var mapping, var units]
                ? run(mapping, units, ReorganisationWords.From(name => Given(context, name)), print, share)
                : throw new InvalidOperationException("A reorganisation is in two files.")));

        Task Load(HttpContext context) => AnswerAsync(
            context, node, key, (print, share) => LoadUploadsAsync(context, node, print, share));
    }

    private static void MapPeople(WebApplication web, IOperated node, string key)
    {
        Map("administrator", (context, print) => PeopleOperations.MakeAdministratorAsync(
            node, Given(context, "person") ?? "", Given(context, "name") ?? "", Given(context, "email"), Given(context, "subject"), print, context.RequestAborted));
        Map("end-administrator", (context, print) => PeopleOperations.EndAdministratorAsync(
            node, Given(context, "person") ?? "", print, context.RequestAborted));
        Map("token", (context, print) => PeopleOperations.MakeTokenAsync(
            node, Given(context, "person") ?? "", Given(context, "until"), print, context.RequestAborted));
        Map("revoke", (context, print) => PeopleOperations.RevokeTokensAsync(node, Given(context, "person") ?? "", print, context.RequestAborted));

        void Map(string operation, Func<HttpContext, Action<string>, Task<int>> run)
        {
            web.MapPost($"/operator/{operation}", Answer);

            Task Answer(HttpContext context) => AnswerAsync(context, node, key, (print, _) => run(context, print));
        }
    }

    private static string? Given(HttpContext context, string name) => context.Request.Query[name] is [{ } value] ? value : null;

    /// <summary>Loads the first file; the others are templates that belong to it.</summary>
    private static Task<int> LoadUploadsAsync(HttpContext context, IOperated node, Action<string> print, IProgress<double> share) => WithUploadsAsync(
        context, print, at => at == 0 ? "0" : Path.Combine("0", TemplateFile.Folder),
        paths => LoadAsync(
            node, paths[0], new LoadOptions(
                Given(context, "as"), Given(context, "amend"), Given(context, "rename"), Given(context, "move"), Given(context, "act"),
                Given(context, "signed")),
            print, share, context.RequestAborted));

    /// <summary>Runs an action on uploaded files, stored under their names while it runs.</summary>
    /// <param name="folderOf">The folder of each file, by its position; names must be unique within a folder.</param>
    private static async Task<int> WithUploadsAsync(
        HttpContext context, Action<string> print, Func<int, string> folderOf, Func<IReadOnlyList<string>, Task<int>> run)
    {
        var files = (await context.Request.ReadFormAsync(context.RequestAborted)).Files;
        if (files.FirstOrDefault(file => file.FileName.AsSpan().ContainsAny('/', '\0') || file.FileName is "" or "." or "..") is { } misnamed)
        {
            print($"'{misnamed.FileName}' is not a valid file name");
            return ExitCode.Configuration;
        }
        var folder = Directory.CreateTempSubdirectory("hierarchy-load-");
        try
        {
            var paths = new List<string>();
            foreach (var sent in files)
            {
                paths.Add(Path.Combine(folder.CreateSubdirectory(folderOf(paths.Count)).FullName, sent.FileName));
                await using var file = PrivateFiles.Open(paths[^1], FileMode.CreateNew, FileAccess.Write);
                await sent.CopyToAsync(file, context.RequestAborted);
            }
            return await run(paths);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, IOperated node, string key, Func<Action<string>, IProgress<double>, Task<int>> run)
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
            var share = new Share();
            var work = run(lines.Add, share);
            if (context.Request.Headers.ContainsKey(ShareHeader))
            {
                await TellAsync(context, share, work, context.RequestServices.GetRequiredService<TimeProvider>());
            }
            code = await work;
        }
        catch (StoreUnavailableException away)
        {
            lines.Add($"The database became unavailable: {away.Message}");
            code = ExitCode.Postgres;
        }
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = Plain;
        }
        await context.Response.WriteAsync($"{code}\n{string.Join('\n', lines)}\n");
    }

    private static async Task TellAsync(HttpContext context, Share share, Task work, TimeProvider time)
    {
        while (await Task.WhenAny(work, Task.Delay(TellEvery, time)) != work)
        {
            if (share.Done is { } done)
            {
                context.Response.ContentType ??= Plain;
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{ShareWord}{done:0.0000}\n"));
                await context.Response.Body.FlushAsync();
            }
        }
    }
}
