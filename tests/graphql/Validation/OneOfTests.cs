using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;
using Hierarchy.GraphQL.Validation;

namespace Hierarchy.Tests.GraphQL.Validation;

/// <summary>Section 5.8.5 on OneOf input objects, where graphql-js 17.1.0 looks only at nullable positions.</summary>
public sealed class OneOfTests
{
    [Theory]
    [InlineData("Key")]
    [InlineData("Key!")]
    public void A_nullable_variable_cannot_be_the_one_field_whatever_the_position_allows(string type)
    {
        var schema = SchemaBuilder.Build($"input Key @oneOf {{ id: ID }} type Query {{ find(key: {type}): Int }}");
        var errors = DocumentValidator.Validate(schema, Parser.Parse("query($id: ID) { find(key: {id: $id}) }"));
        var message = "Variable \"$id\" is of type \"ID\" but must be non-nullable to be used for OneOf Input Object \"Key\".";
        Assert.Equal(message, Assert.Single(errors).Message);
        Assert.Empty(DocumentValidator.Validate(schema, Parser.Parse("query($id: ID!) { find(key: {id: $id}) }")));
    }
}
