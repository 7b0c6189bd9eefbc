namespace Hierarchy.GraphQL.Execution;

/// <summary>Appends exactly one JSON value for a result; a <see cref="FieldError"/> thrown here fails the field.</summary>
public delegate void ScalarWriter<in T>(JsonBuffer output, T value);

/// <summary>How a custom scalar goes in and out (specification 3.5).</summary>
/// <param name="Coercion">Reads input.</param>
/// <param name="Write">Writes results.</param>
public sealed record ScalarCodec<T>(ScalarCoercion Coercion, ScalarWriter<T> Write);

/// <summary>Codecs for scalars that many schemas define.</summary>
public static class Scalars {
    /// <summary>A calendar date as ISO 8601, <c>2013-03-31</c>.</summary>
    public static ScalarCodec<DateOnly> Date { get; } = new(
        ScalarCoercion.FromString(static text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : null),
        static (output, value) => output.WriteFormatted(value, "yyyy-MM-dd"));

    /// <summary>
    /// An instant as RFC 3339; written in UTC with <c>Z</c>, to the second unless it has a fraction, then to the millisecond.
    /// </summary>
    public static ScalarCodec<DateTimeOffset> DateTime { get; } = new(ScalarCoercion.FromString(ReadInstant),
        static (output, value) => output.WriteFormatted(value.UtcDateTime,
            value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));

    /// <summary>An integer with |x| below 2^53, the range that JSON readers in browsers keep exact.</summary>
    public static ScalarCodec<long> Long { get; } = new(LongCoercion, static (output, value) => output.WriteNumber(IsSafe(value)
        ? value : throw new FieldError($"{value} is outside of the exact range of a JSON number.")));

    // 1.0 and 1e3 are whole numbers in JSON.
    private static ScalarCoercion LongCoercion => new(
        literal => literal is IntValueNode number && long.TryParse(number.Value, CultureInfo.InvariantCulture, out var value) && IsSafe(value)
            ? ScalarResult.Of(value) : ScalarResult.Refuse(),
        input => input.ValueKind == JsonValueKind.Number && input.TryGetDouble(out var number) && IsSafe(number)
            ? ScalarResult.Of((long)number) : ScalarResult.Refuse());

    private static bool IsSafe(double value) => double.IsInteger(value) && Math.Abs(value) < 1L << 53;

    private static object? ReadInstant(string text) => text.Length >= 20 && text[10] is 'T' or 't' && HasZone(text) &&
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    private static bool HasZone(string text) => text[^1] is 'Z' or 'z' || text[^6] is '+' or '-';
}
