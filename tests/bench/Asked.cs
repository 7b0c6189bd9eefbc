namespace Hierarchy.Bench;

/// <summary>Sends requests to the program and measures the answers.</summary>
internal static class Asked
{
    public static async Task<JsonNode> AskAsync(HttpClient http, string query, object? variables = null)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return answer["errors"] is { } errors ? throw new InvalidOperationException(errors.ToJsonString()) : answer["data"]!;
    }

    public static async Task<double> TimedAsync(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Median, range, and average processor time of the server for each.</summary>
    public static string Told(IEnumerable<double> milliseconds, TimeSpan processor)
    {
        double[] sorted = [.. milliseconds.Order()];
        return $"{sorted[sorted.Length / 2]:0} ms (median of {sorted.Length}: {sorted[0]:0}-{sorted[^1]:0}; "
            + $"processor time {processor.TotalMilliseconds / sorted.Length:0} ms)";
    }

    /// <summary>Ends the run if a figure does not match what was done.</summary>
    public static void Same<T>(T wanted, T found)
    {
        if (!Equals(wanted, found))
        {
            throw new InvalidOperationException($"{found} instead of {wanted}");
        }
    }
}
