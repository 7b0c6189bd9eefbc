using System.Numerics;
using GraphQLParser.AST;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>A scalar that accepts any input and returns text.</summary>
internal sealed class AnyScalar : ScalarGraphType
{
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLEnumValue name => name.Name.StringValue,
        GraphQLListValue list => (list.Values ?? []).Select(ParseLiteral).ToArray(),
        GraphQLObjectValue fields => (fields.Fields ?? []).GroupBy(field => field.Name.StringValue)
            .ToDictionary(same => same.Key, same => ParseLiteral(same.Last().Value)),
        GraphQLIntValue number => BigInteger.Parse(number.Value, CultureInfo.InvariantCulture) is var whole
            && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : (double)whole,
        GraphQLVariable => throw new InvalidOperationException("A variable is no value of a scalar."),
        _ => base.ParseLiteral(value),
    };

    public override object? ParseValue(object? value) => value;

    public override bool IsValidDefault(object value) => true;

    public override GraphQLValue ToAST(object? value) => value switch
    {
        IDictionary<string, object?> fields => new GraphQLObjectValue
        {
            Fields = [.. fields.Select(field => new GraphQLObjectField(new GraphQLName(field.Key), ToAST(field.Value)))],
        },
        object?[] items => new GraphQLListValue { Values = [.. items.Select(ToAST)] },
        _ => base.ToAST(value),
    };
}
