using System.Numerics;

namespace Hierarchy.Api.GraphQL;

/// <summary>Scalars where the library's differ from the specification: 1.0 and 1e3 are whole, IDs are text, Floats are finite.</summary>
internal static class SpecifiedScalars {
    public static ScalarGraphType[] All() => [new IntScalar(), new FloatScalar(), new IdScalar()];
    /// <summary>A whole number, if it is one that a double or the type itself holds exactly.</summary>
    internal static BigInteger? WholeOf(object? value) => value switch {
        int number => number,
        long number => number,
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
