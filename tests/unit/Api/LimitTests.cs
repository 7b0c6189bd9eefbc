namespace Hierarchy.UnitTests.Api;

/// <summary>The API's bounds leave room for what its own clients need.</summary>
public sealed class LimitTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_client_that_fills_the_system_sends_100_commands_at_once_and_no_more()
    {
        var units = await host.DataAsync(Commands(100));
        Assert.Equal(100, units.EnumerateObject().Count());
        Assert.Equal("LIMIT_ROOT_FIELDS", await host.CodeAsync(Commands(101)));
    }

    [Fact]
    public async Task A_field_may_have_200_aliases()
    {
        var fields = string.Concat(Enumerable.Range(0, 100).Select(i => $" a{i}: id"));
        var more = string.Concat(Enumerable.Range(100, 100).Select(i => $" a{i}: id"));
        Assert.False((await host.AskAsync($$"""{ unit(id: "x") { {{fields}} } again: unit(id: "x") { {{more}} } }"""))
            .TryGetProperty("errors", out _));
        Assert.Equal("LIMIT_ALIASES_PER_FIELD",
            await host.CodeAsync($$"""{ unit(id: "x") { {{fields}} } again: unit(id: "x") { {{more}} b: id } }"""));
    }

    [Fact]
    public async Task The_query_by_which_tools_read_the_whole_schema_passes()
    {
        var schema = (await host.DataAsync(Introspection)).GetProperty("__schema");
        Assert.Contains(schema.GetProperty("types").EnumerateArray(), type => type.GetProperty("name").GetString() == "Obligation");
    }

    private static string Commands(int count) => "mutation {" + string.Concat(Enumerable.Range(0, count).Select(i => $$"""
          a{{i}}: registerUnit(requestId: "limit{{i}}", input: { id: "limit{{i}}", name: "Sở số {{i}}", kind: {{(i == 0 ? "PROVINCE" : "OFFICE")}},
            {{(i == 0 ? "" : "parent: \"limit0\"")}} code: "{{i}}" }) { id name kind parent { id } children { id } progress { total done overdue percent } }
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
