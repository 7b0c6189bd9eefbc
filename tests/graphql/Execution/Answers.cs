namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>The only place where execution tests call the server.</summary>
internal static class Answers
{
    public static IServiceProvider Services { get; } = new ServiceCollection().BuildServiceProvider();

    public static GraphQLCall Request(string query, string? variables = null, string? operation = null) => new()
    {
        Query = Encoding.UTF8.GetBytes(query),
        OperationName = operation,
        Variables = variables is null ? default : JsonDocument.Parse(variables).RootElement,
        Services = Services,
    };

    public static async Task<string> To(Schema schema, string query, string? variables = null, string? operation = null) =>
        await To(new GraphQLServer(schema), query, variables, operation);

    public static async Task<string> To(GraphQLServer server, string query, string? variables = null, string? operation = null)
    {
        var answer = await server.ExecuteAsync(Request(query, variables, operation), TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(answer.Bytes.Span);
        using var parsed = JsonDocument.Parse(text);
        return text;
    }

    /// <summary>The answer without the locations of errors.</summary>
    public static async Task<string> Brief(Schema schema, string query, string? variables = null) =>
        Regex.Replace(await To(schema, query, variables), ",\"locations\":\\[[^\\]]*\\]", "");
}
