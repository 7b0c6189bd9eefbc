namespace Hierarchy.UnitTests.Api;

public sealed class SchemaTests
{
    private static readonly IServiceProvider Services = new ServiceCollection().BuildServiceProvider();

    [Fact]
    public void Every_field_of_the_contract_has_a_resolver_and_every_resolver_a_field()
    {
        var schema = ApiSchema.Build(Services);

        Assert.Equal("Query", schema.Query.Name);
        Assert.Equal("Mutation", schema.Mutation!.Name);
        Assert.Equal("Subscription", schema.Subscription!.Name);
    }

    [Theory]
    [InlineData("type Query { a: Int }", "Query.B")]
    [InlineData("type Query { a: Int b: Int c: Int }", "Query.c")]
    [InlineData("type Query { a(x: In): Int b: Int } input In { left: Int }", "In")]
    [InlineData("type Query { a: Int b: Other } type Other { x: Int }", "Other")]
    [InlineData("type Query { a: Strange b: Int } scalar Strange", "Strange")]
    [InlineData("type Query { a: Int b: E } enum E { X }", "E")]
    public void A_contract_that_disagrees_with_its_resolvers_keeps_the_server_from_starting(string contract, string named)
    {
        var builder = new ContractBuilder(Services);
        builder.Resolve<Both>("Query");

        var fault = Assert.Throws<InvalidOperationException>(() => builder.Build(contract));

        Assert.Contains(named, fault.Message);
    }

    private sealed class Both
    {
        public int A() => 1;

        public int B() => 2;
    }
}
