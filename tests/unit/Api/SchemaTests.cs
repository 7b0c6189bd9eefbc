using Hierarchy.Api;
using Hierarchy.GraphQL.Execution;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.UnitTests.Api;

public sealed class SchemaTests
{
    [Fact]
    public void Every_field_of_the_contract_has_a_resolver_of_its_type_and_every_resolver_a_field()
    {
        var bound = SchemaText.Build(ApiSchema.Text, ApiSchema.Bind);

        Assert.Equal("Query", bound.Schema.QueryType!.Name);
        Assert.Equal("Mutation", bound.Schema.MutationType!.Name);
        Assert.Equal("Subscription", bound.Schema.SubscriptionType!.Name);
    }

    [Theory]
    [InlineData("Unit", "code")]
    [InlineData("Plan", "duties")]
    [InlineData("Obligation", "duty")]
    [InlineData("Obligation", "plan")]
    [InlineData("Obligation", "updatedAt")]
    [InlineData("Query", "root")]
    [InlineData("Mutation", "addDuty")]
    public void What_the_project_has_added_says_what_it_is(string type, string field)
    {
        var schema = SchemaText.Build(ApiSchema.Text, ApiSchema.Bind).Schema;

        var definition = Assert.IsType<ObjectType>(schema.FindType(type)).FindField(field);

        Assert.False(string.IsNullOrWhiteSpace(definition!.Description));
    }
}
