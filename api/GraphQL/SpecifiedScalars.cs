using System.Numerics;

namespace Hierarchy.Api.GraphQL;

/// <summary>The scalars of the specification where the library's differ from it: a JSON number such as 1.0 or 1e3 is whole, an ID is text
/// whatever it was written as, and no Float is infinite.</summary>
internal static class SpecifiedScalars {
    public static ScalarGraphType[] All() => [new IntScalar(), new FloatScalar(), new IdScalar()];

    /// <summary>A whole number, if it is one that a double or the type itself holds exactly.</summary>
    internal static BigInteger? WholeOf(object? value) => value switch {
        int number => number,
        long number => number,
        uint number => number,
        ulong number => number,
        BigInteger number => number,
        double number when double.IsInteger(number) => new BigInteger(number),
        decimal number when decimal.IsInteger(number) => new BigInteger(number),
        _ => null,
    };

    private sealed class IntScalar : IntGraphType {
        public IntScalar() => Name = "Int";

        public override object? ParseValue(object? value) =>
            value is int ? value
            : WholeOf(value) is { } whole && whole >= int.MinValue && whole <= int.MaxValue ? (int)whole : base.ParseValue(value);
    }

    private sealed class FloatScalar : FloatGraphType {
        public FloatScalar() => Name = "Float";

        public override object? ParseValue(object? value) =>
            value is double known && double.IsFinite(known) ? value
            : base.ParseValue(value) is double number && !double.IsFinite(number) ? ThrowValueConversionError(value)
            : base.ParseValue(value);
    }

    private sealed class IdScalar : IdGraphType {
        public IdScalar() => Name = "ID";

        public override object? ParseLiteral(GraphQLValue value) =>
            value is GraphQLIntValue number ? number.Value.ToString() : base.ParseLiteral(value);

        public override object? ParseValue(object? value) => value switch {
            null or string => value,
            _ => WholeOf(value)?.ToString(CultureInfo.InvariantCulture) ?? ThrowValueConversionError(value),
        };
    }
}
