namespace Hierarchy.Silo.Cluster;

/// <summary>Checks whether the process on a port of this machine is ready, for containers without any other program.</summary>
internal static class Health
{
    /// <returns>0 if it is ready.</returns>
    public static async Task<int> AskAsync(int port, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var answer = await http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/ready")), stop);
            return answer.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Fault;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return ExitCode.Fault;
        }
    }
}
