using System.Text;
using System.Text.Json;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>The one place where tests of execution touch the engine.</summary>
internal static class Answers
{
    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    public static IServiceProvider Services { get; } = new NoServices();

    public static GraphQLRequest Request(string query, string? variables = null, string? operation = null) => new()
    {
        Query = Encoding.UTF8.GetBytes(query),
        OperationName = operation,
        Variables = variables is null ? default : JsonDocument.Parse(variables).RootElement,
        Services = Services,
        AllowIntrospection = true,
    };

    public static async Task<string> To(BoundSchema schema, string query, string? variables = null, string? operation = null) =>
        await To(new GraphQLEngine(schema), query, variables, operation);

    public static async Task<string> To(GraphQLEngine engine, string query, string? variables = null, string? operation = null)
    {
        using var response = await engine.ExecuteAsync(Request(query, variables, operation), TestContext.Current.CancellationToken);
        var text = response.ToString();
        Assert.Equal(Encoding.UTF8.GetByteCount(text), response.Bytes.Length);
        using var parsed = JsonDocument.Parse(text);
        return text;
    }

    /// <summary>The answer without the places of its errors.</summary>
    public static async Task<string> Brief(BoundSchema schema, string query, string? variables = null)
    {
        var text = await To(schema, query, variables);
        return System.Text.RegularExpressions.Regex.Replace(text, ",\"locations\":\\[[^\\]]*\\]", "");
    }
}
