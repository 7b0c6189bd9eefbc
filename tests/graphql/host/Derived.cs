using System.Text;
using System.Text.Json;
using Hierarchy.GraphQL.Execution;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;
using Hierarchy.GraphQL.Validation;
using Microsoft.AspNetCore.Http;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>
/// Executes and validates against any schema; what fields resolve to is derived from the schema, so that every language gets the same.
/// </summary>
internal static class Derived
{
    public static async Task ExecuteAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var root = body.RootElement;
        var mode = new Mode(Flag(root, "hash"), Flag(root, "mixed"), root.TryGetProperty("seed", out var seed) ? seed.GetUInt32() : 1);
        var engine = new GraphQLEngine(DerivedSchema.Build(Text(root, "schema")!, mode));
        using var response = await engine.ExecuteAsync(new GraphQLRequest
        {
            Query = Encoding.UTF8.GetBytes(Text(root, "query")!),
            OperationName = Text(root, "operationName"),
            Variables = root.TryGetProperty("variables", out var variables) ? variables : default,
            Services = http.RequestServices,
            AllowIntrospection = true,
        }, http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(response.ToArray(), http.RequestAborted);
    }

    public static async Task ValidateAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        DocumentNode document;
        try
        {
            document = Parser.Parse(Text(body.RootElement, "query")!);
        }
        catch (GraphQLSyntaxError e)
        {
            var at = e.Error.Locations[0];
            await http.Response.WriteAsJsonAsync(new { syntax = new { message = e.Message, line = at.Line, column = at.Column } });
            return;
        }
        var schema = SchemaBuilder.Build(Text(body.RootElement, "schema")!);
        var errors = DocumentValidator.Validate(schema, document).Select(e => new
        {
            rule = e.Rule,
            message = e.Message,
            locations = e.Locations.Select(at => new { line = at.Line, column = at.Column }),
        });
        await http.Response.WriteAsJsonAsync(new { errors });
    }

    private static bool Flag(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>How derived resolvers answer.</summary>
/// <param name="Hash">By a hash of path and seed; else always the same value.</param>
/// <param name="Mixed">A third of the fields asynchronously, a third through a loader.</param>
/// <param name="Seed">The root's seed; an even one gives more nulls.</param>
internal sealed record Mode(bool Hash, bool Mixed, uint Seed);
