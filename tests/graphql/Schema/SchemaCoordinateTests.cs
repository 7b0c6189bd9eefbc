using Hierarchy.GraphQL.Schema;

namespace Hierarchy.Tests.GraphQL.Schema;

/// <summary>Section 3.14.</summary>
public sealed class SchemaCoordinateTests
{
    private static readonly GraphQLSchema Schema = SchemaBuilder.Build("""
        type Query { unit(id: ID!): Unit }
        type Unit { id: ID! kind: Kind }
        enum Kind { PROVINCE }
        input Filter { kind: Kind }
        """);

    [Theory]
    [InlineData("Unit", "Unit")]
    [InlineData("Unit.id", "Unit.id")]
    [InlineData("Query.unit(id:)", "Query.unit(id:)")]
    [InlineData("Filter.kind", "Filter.kind")]
    [InlineData("@deprecated", "@deprecated")]
    [InlineData("@deprecated(reason:)", "@deprecated(reason:)")]
    [InlineData("Unit.nope", null)]
    [InlineData("Nope", null)]
    [InlineData("Query.unit(nope:)", null)]
    [InlineData("Filter.kind(x:)", null)]
    [InlineData("@nope(reason:)", null)]
    public void A_coordinate_names_one_element_or_none(string coordinate, string? expected) =>
        Assert.Equal(expected, SchemaCoordinate.Resolve(Schema, coordinate)?.ToString());

    [Fact]
    public void An_enum_value_has_a_coordinate_too() =>
        Assert.Equal("PROVINCE", Assert.IsType<EnumValueDefinition>(SchemaCoordinate.Resolve(Schema, "Kind.PROVINCE")).Name);

    [Theory]
    [InlineData("")]
    [InlineData("Unit .id")]
    [InlineData("Unit.id.x")]
    [InlineData("Unit(id:)")]
    [InlineData("Query.unit(id)")]
    [InlineData("@a.b")]
    [InlineData("Unit\n")]
    public void A_text_that_is_no_coordinate_is_refused(string text) =>
        Assert.Throws<FormatException>(() => SchemaCoordinate.Resolve(Schema, text));
}
