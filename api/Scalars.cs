namespace Hierarchy.Api;

/// <summary>A scalar represented as text.</summary>
internal abstract class TextScalar<T> : ScalarGraphType
    where T : struct
{
    protected abstract T? Read(string text);

    protected abstract string Write(T value);

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Read(text.Value.ToString()) ?? ThrowLiteralConversionError(value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null or T => value,
        string text => Read(text) ?? ThrowValueConversionError(value),
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) =>
        value is null ? null : value is T known ? Write(known) : ThrowSerializationError(value);
}

/// <summary>A calendar date as ISO 8601, <c>2013-03-31</c>.</summary>
internal sealed class DateScalar : TextScalar<DateOnly>
{
    public DateScalar() => Name = "Date";

    protected override DateOnly? Read(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : null;

    protected override string Write(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An instant as RFC 3339; written in UTC, to the second unless it has a fraction, then to the millisecond.</summary>
internal sealed class DateTimeScalar : TextScalar<DateTimeOffset>
{
    public DateTimeScalar() => Name = "DateTime";

    protected override DateTimeOffset? Read(string text) => text.Length >= 20 && text[10] is 'T' or 't' && HasZone(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    protected override string Write(DateTimeOffset value) => value.UtcDateTime.ToString(
        value.Ticks % TimeSpan.TicksPerSecond == 0
            ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool HasZone(string text) => text[^1] is 'Z' or 'z' || text[^6] is '+' or '-';
}

/// <summary>An integer with |x| below 2^53, the range that JSON readers in browsers keep exact.</summary>
internal sealed class LongScalar : ScalarGraphType
{
    public LongScalar(string name) => Name = name;

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLIntValue number when long.TryParse(number.Value, CultureInfo.InvariantCulture, out var whole) && IsSafe(whole) => whole,
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) =>
        value is null ? null
        : SpecifiedScalars.WholeOf(value) is { } whole && whole > -(1L << 53) && whole < 1L << 53 ? (long)whole
        : ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        long number when IsSafe(number) => number,
        int number => (long)number,
        _ => throw new FieldError($"{value} is outside of the exact range of a JSON number.", Codes.Internal),
    };

    private static bool IsSafe(long value) => value is > -(1L << 53) and < 1L << 53;
}
