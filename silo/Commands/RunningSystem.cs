namespace Hierarchy.Silo.Commands;

/// <summary>Asks the process that holds the data folder to run operations that no other process may run at the same time.</summary>
internal static class RunningSystem
{
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromMinutes(10);

    /// <param name="holder">Tells the address of the process.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="operation">An operation that <see cref="Operations.Map"/> serves.</param>
    /// <param name="files">Files, sent as the parts of a form.</param>
    /// <param name="parameters">Parameters to send; null for none.</param>
    /// <param name="share">Receives the fraction done.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>The exit code and the output.</returns>
    public static async Task<(int Code, string Text)> AskAsync(
        DataFolderInUse holder, string folder, string operation, IReadOnlyList<string> files, Parameters? parameters, IProgress<double> share,
        CancellationToken stop)
    {
        if (holder.Address is not { } address)
        {
            throw Starting();
        }
        using var client = new HttpClient { Timeout = AnswerTimeMax };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"/operator/{operation}{parameters}"));
        request.Headers.Add(OperatorKey.Header, OperatorKey.Read(folder));
        request.Headers.Add(Operations.ShareHeader, "tell");
        request.Content = files.Count == 0 ? null : FormOf(files);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(AnswerTimeMax);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            using var answer = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
            var first = await answer.ReadLineAsync(limit.Token) ?? "";
            while (response.IsSuccessStatusCode && first.StartsWith(Operations.ShareWord, StringComparison.Ordinal))
            {
                // Each progress report extends the wait.
                limit.CancelAfter(AnswerTimeMax);
                share.Report(double.Parse(first.AsSpan(Operations.ShareWord.Length), CultureInfo.InvariantCulture));
                first = await answer.ReadLineAsync(limit.Token) ?? "";
            }
            return response.IsSuccessStatusCode && int.TryParse(first, out var code)
                ? (code, (await answer.ReadToEndAsync(limit.Token)).TrimEnd('\n'))
                : throw Failed($"{(int)response.StatusCode} {first}");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException
            || (broken is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw Failed(broken.Message);
        }

        StartupProblem Failed(string why) => new(
            $"The running system at {address} did not {operation}: {why.ReplaceLineEndings(" ")} Its output may say more.",
            ExitCode.Fault);
    }

    private static MultipartFormDataContent FormOf(IReadOnlyList<string> files)
    {
        var form = new MultipartFormDataContent();
        foreach (var file in files)
        {
            form.Add(new StreamContent(File.OpenRead(file)), "file", Path.GetFileName(file));
        }
        return form;
    }

    public static StartupProblem Starting() => new("The system is starting or stopping; try again in a moment.", ExitCode.DataFolder);
}

/// <summary>Parameters of an operation, by name; null values are left out.</summary>
internal sealed class Parameters(params (string Name, string? Value)[] values)
{
    /// <summary>The parameters as the query part of an address.</summary>
    public override string ToString()
    {
        var given = values.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}");
        return string.Join('&', given) is { Length: > 0 } query ? "?" + query : "";
    }
}
