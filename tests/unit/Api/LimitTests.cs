using System.Text.Json;

namespace Hierarchy.UnitTests.Api;

/// <summary>The API's bounds leave room for what its own clients need.</summary>
public sealed class LimitTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_client_that_fills_the_system_sends_100_commands_at_once_and_no_more()
    {
        var answer = await host.AskAsync(Commands(100));
        // Each command was carried out far enough to be refused for itself.
        Assert.Equal(100, answer.GetProperty("errors").GetArrayLength());
        Assert.All(answer.GetProperty("errors").EnumerateArray(), error => Assert.Equal("NOT_FOUND", Code(error)));
        Assert.Equal("LIMIT_ROOT_FIELDS", await host.CodeAsync(Commands(101)));
    }

    [Fact]
    public async Task A_field_may_have_200_aliases()
    {
        var fields = string.Concat(Enumerable.Range(0, 100).Select(i => $" a{i}: id"));
        var more = string.Concat(Enumerable.Range(100, 100).Select(i => $" a{i}: id"));
        Assert.False((await host.AskAsync($$"""{ unit(id: "x") { {{fields}} } again: unit(id: "x") { {{more}} } }"""))
            .TryGetProperty("errors", out _));
        Assert.Equal("LIMIT_ALIASES",
            await host.CodeAsync($$"""{ unit(id: "x") { {{fields}} } again: unit(id: "x") { {{more}} b: id } }"""));
    }

    [Fact]
    public async Task The_query_by_which_tools_read_the_whole_schema_passes()
    {
        var schema = (await host.DataAsync(Introspection)).GetProperty("__schema");
        Assert.Contains(schema.GetProperty("types").EnumerateArray(), type => type.GetProperty("name").GetString() == "Obligation");
    }

    private static string? Code(JsonElement error) => error.GetProperty("extensions").GetProperty("code").GetString();

    private static string Commands(int count) => "mutation {" + string.Concat(Enumerable.Range(0, count).Select(i => $$"""
          a{{i}}: reportProgress(requestId: "limit{{i}}", obligation: "no-such/{{i}}", percent: 50.5, note: "x", spent: 1, expectedVersion: 1)
          { id status percent unit { id name } task { id title } }
        """)) + "}";

    // What GraphiQL and generators of code ask for, with every part of the specification of September 2025.
    private const string Introspection = """
        query IntrospectionQuery {
          __schema {
            description
            queryType { name kind }
            mutationType { name kind }
            subscriptionType { name kind }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) {
            name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
          }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
        fragment TypeRef on __Type {
          kind name
          ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
            ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;
}
