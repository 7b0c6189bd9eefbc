using System.Text.Json;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.Tests.GraphQL.Schema;

/// <summary>Sections 3 and 4: what an executor may rely on in a built schema, and how inputs become values.</summary>
public sealed class SchemaTests
{
    private const string Sdl = """
        "What can be named."
        interface Named { name: String! }
        interface Owned implements Named { name: String! owner: Unit }
        type Unit implements Named { name: String! kind: Kind! children(kind: Kind = COMMUNE, first: Int! = 10, day: Day): [Unit!]! }
        type Task implements Owned & Named { name: String! owner: Unit }
        union Found = Task | Unit
        enum Kind { PROVINCE COMMUNE @deprecated(reason: "merged") }
        scalar Day @specifiedBy(url: "https://example.org/day")
        input Filter { kind: Kind = PROVINCE, days: [Day!], min: Int!, any: [Filter!] }
        type Query { find(filter: Filter): Found named: Named owned: Owned }
        extend type Query { any(value: Any): Int }
        scalar Any
        """;

    private static GraphQLSchema Build() => SchemaBuilder.Build(Sdl, new SchemaOptions
    {
        Scalars = new Dictionary<string, ScalarCoercion>
        {
            ["Day"] = ScalarCoercion.FromString(text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null),
        },
    });

    [Fact]
    public void Types_have_dense_ids_in_the_order_of_introspection()
    {
        var schema = Build();
        Assert.Equal(Enumerable.Range(0, schema.Types.Length), schema.Types.Select(type => type.Id));
        Assert.All(schema.Types, type => Assert.Same(type, schema.FindType(type.Name)));
        string[] first = ["Named", "String", "Owned", "Unit", "Int", "Task", "Found", "Kind", "Day", "Filter", "Query", "Any"];
        Assert.Equal(first, schema.Types.Take(first.Length).Select(type => type.Name));
    }

    [Fact]
    public void Abstract_types_know_the_objects_they_can_be()
    {
        var schema = Build();
        var unit = Assert.IsType<ObjectType>(schema.FindType("Unit"));
        var task = Assert.IsType<ObjectType>(schema.FindType("Task"));
        var named = Assert.IsType<InterfaceType>(schema.FindType("Named"));
        var owned = Assert.IsType<InterfaceType>(schema.FindType("Owned"));
        var found = Assert.IsType<UnionType>(schema.FindType("Found"));
        Assert.Equal([unit, task], named.PossibleTypes);
        Assert.Equal([task, unit], found.PossibleTypes);
        Assert.True(owned.CanBe(task) && !owned.CanBe(unit) && unit.CanBe(unit));
        Assert.True(owned.Overlaps(found) && !owned.Overlaps(unit));
    }

    [Fact]
    public void Meta_fields_are_found_where_the_specification_has_them()
    {
        var schema = Build();
        Assert.Same(schema.SchemaField, schema.FindField(schema.QueryType!, "__schema"));
        Assert.Equal("__type(name: String!): __Type", $"__type(name: {schema.TypeField.Arguments[0].Type}): {schema.TypeField.Type}");
        Assert.Same(schema.TypeNameField, schema.FindField((CompositeType)schema.FindType("Found")!, "__typename"));
        Assert.Null(schema.FindField((CompositeType)schema.FindType("Unit")!, "__schema"));
        Assert.NotNull(schema.FindField(schema.QueryType!, "any"));
    }

    [Fact]
    public void A_slot_is_bound_once()
    {
        var field = Build().QueryType!.FindField("find")!;
        field.Binding = "resolver";
        Assert.Equal("resolver", field.Binding);
        Assert.Equal("Query.find is already bound.", Assert.Throws<InvalidOperationException>(() => field.Binding = "other").Message);
    }

    [Fact]
    public void Definitions_carry_what_the_text_says_about_them()
    {
        var schema = Build();
        Assert.Equal("What can be named.", schema.FindType("Named")!.Description);
        Assert.Equal("https://example.org/day", ((ScalarType)schema.FindType("Day")!).SpecifiedByUrl);
        Assert.Equal("merged", ((EnumType)schema.FindType("Kind")!).FindValue("COMMUNE")!.DeprecationReason);
        var unit = (ObjectType)schema.FindType("Unit")!;
        Assert.Equal("Unit.children(first:)", unit.FindField("children")!.FindArgument("first")!.Coordinate);
    }

    [Fact]
    public void Arguments_become_typed_values_with_defaults()
    {
        var schema = Build();
        ((EnumType)schema.FindType("Kind")!).FindValue("COMMUNE")!.Value = 7;
        var field = ((ObjectType)schema.FindType("Unit")!).FindField("children")!;
        var result = Coerce(schema, field, "{ f(day: \"2013-03-31\") }", "{}", out var fault);
        Assert.Null(fault);
        Assert.Equal([7, 10, new DateOnly(2013, 3, 31)], result);
        var text = "query($k: Kind, $d: Day) { f(kind: $k, day: $d) }";
        Assert.Equal([null, 10, InputCoercion.Absent], Coerce(schema, field, text, "{\"k\":null}", out _));
    }

    [Theory]
    [InlineData("{ f(filter: {kind: X, min: 1}) }",
        ".kind: Value \"X\" does not exist in \"Kind\" enum.")]
    [InlineData("{ f(filter: {any: [{min: 1}, {}], min: 1}) }",
        ".any[1]: Expected value of type \"Filter\" to include required field \"min\", found: {  }.")]
    [InlineData("{ f(filter: {days: [\"2013-02-30\"], min: 1}) }",
        ".days[0]: Expected value of type \"Day\", found: \"2013-02-30\".")]
    [InlineData("query($n: Int) { f(filter: {min: $n}) }",
        ".min: Expected variable \"$n\" provided to type \"Int!\" to provide a runtime value.")]
    public void A_literal_that_does_not_fit_is_refused_with_its_path(string text, string message)
    {
        var schema = Build();
        Coerce(schema, schema.QueryType!.FindField("find")!, text, "{}", out var fault);
        Assert.Equal("Argument \"Query.find(filter:)\" has invalid value at " + message, fault?.Message);
    }

    [Fact]
    public void Variables_inside_a_literal_of_a_custom_scalar_are_replaced()
    {
        var schema = Build();
        var field = schema.QueryType!.FindField("any")!;
        var text = "query($a: Int, $b: Kind = COMMUNE, $c: Filter, $d: Int) { f(value: {a: $a, b: [$b, true], c: $c, d: $d, e: 1.5}) }";
        var result = Coerce(schema, field, text, """{"a": 3, "c": {"min": 1, "kind": "PROVINCE"}}""", out var fault);
        Assert.Null(fault);
        Assert.Equal("""{"a":3,"b":["COMMUNE",true],"c":{"min":1,"kind":"PROVINCE"},"e":1.5}""", JsonSerializer.Serialize(result[0]));
    }

    [Theory]
    [InlineData("""{"f": {"min": 1, "any": [{"min": 1, "any": [{"min": 1, "any": []}]}]}}""",
        ".any[0].any[0].any: Expected a value nested no deeper than 5 levels.")]
    [InlineData("""{"f": {"min": 1, "days": ["1","2","3","4"]}}""",
        ".days: Expected a list of no more than 3 items, found 4.")]
    public void Variables_have_bounds(string json, string message)
    {
        var schema = Build();
        var document = Parser.Parse("query($f: Filter) { a }");
        var variables = OperationVariables.Of(schema, document, document.Operations[0]);
        var options = new InputOptions { DepthMax = 5, ListItemsMax = 3 };
        Assert.False(variables.TryCoerce(JsonDocument.Parse(json).RootElement, options, out _, out var errors));
        Assert.Equal("Variable \"$f\" has invalid value at " + message, errors[0].Message);
    }

    [Fact]
    public void An_absent_field_of_an_input_object_differs_from_null()
    {
        var schema = Build();
        var document = Parser.Parse("query($f: Filter) { a }");
        var variables = OperationVariables.Of(schema, document, document.Operations[0]);
        var json = JsonDocument.Parse("""{"f": {"min": 1, "days": null}, "unknown": 1}""").RootElement;
        Assert.True(variables.TryCoerce(json, InputOptions.Default, out var values, out _));
        var filter = Assert.IsType<InputObjectValue>(values["f"]);
        Assert.True(filter.Has("days") && filter["days"] is null && !filter.Has("any") && filter["any"] is null);
        Assert.Equal("PROVINCE", filter["kind"]);
        Assert.Throws<ArgumentException>(() => filter["nope"]);
    }

    [Fact]
    public void A_text_that_is_no_schema_is_refused_with_places()
    {
        var fault = Assert.Throws<GraphQLSchemaException>(() => SchemaBuilder.Build("type Query { a: Nope }\ntype Query { b: Int }"));
        string[] expected = ["There can be only one type named \"Query\".", "Unknown type \"Nope\"."];
        Assert.Equal(expected, fault.Errors.Select(error => error.Message).Order());
        Assert.Contains("(1:17)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_contract_of_the_api_is_a_valid_schema()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Hierarchy.slnx")))
        {
            folder = folder.Parent;
        }

        var schema = SchemaBuilder.Build(File.ReadAllText(Path.Combine(folder.FullName, "api", "schema.graphql")));
        var printed = SchemaPrinter.Print(schema);
        Assert.Equal(printed, SchemaPrinter.Print(SchemaBuilder.Build(printed)));
    }

    private static object?[] Coerce(GraphQLSchema schema, FieldDefinition field, string text, string json, out InputFault? fault)
    {
        var document = Parser.Parse(text);
        var operation = document.Operations[0];
        var variables = OperationVariables.Of(schema, document, operation);
        Assert.True(variables.TryCoerce(JsonDocument.Parse(json).RootElement, InputOptions.Default, out var values, out _));
        var node = (FieldNode)operation.SelectionSet.Selections[0];
        var result = new object?[field.Arguments.Length];
        fault = InputCoercion.CoerceArguments(field.Arguments, node.Arguments, node, values, InputOptions.Default, result);
        return result;
    }
}
