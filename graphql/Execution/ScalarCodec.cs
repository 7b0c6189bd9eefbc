namespace Hierarchy.GraphQL.Execution;

/// <summary>What a scalar's input was written as, in a document or in JSON variables.</summary>
public enum ScalarInputKind
{
    /// <summary>A string.</summary>
    String,
    /// <summary>A number without fraction and exponent.</summary>
    Int,
    /// <summary>Any other number.</summary>
    Float,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
    /// <summary>An enum value; only in documents.</summary>
    Enum,
    /// <summary>An object or a list.</summary>
    Composite,
}

/// <summary>An input value of a scalar before it is parsed; never null.</summary>
/// <param name="Kind">How it was written.</param>
/// <param name="Text">A string's meaning; a number's or boolean's characters; an enum value's name; a composite's JSON text.</param>
public readonly record struct ScalarInput(ScalarInputKind Kind, string Text)
{
    /// <summary>The value of a number without fraction in the range of <c>long</c>.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return Kind == ScalarInputKind.Int && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The value of any finite number.</summary>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        return Kind is ScalarInputKind.Int or ScalarInputKind.Float &&
            double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}

/// <summary>Reads a scalar's input (specification 3.5.6); false refuses it, and the caller is told which scalar was expected.</summary>
/// <remarks>A <see cref="FieldError"/> thrown here is reported with its message and code at the place of the value.</remarks>
public delegate bool ScalarParser<T>(in ScalarInput input, out T value);

/// <summary>Appends exactly one JSON value for a result; a <see cref="FieldError"/> thrown here fails the field.</summary>
public delegate void ScalarWriter<in T>(JsonBuffer output, T value);

/// <summary>How a custom scalar goes in and out.</summary>
/// <param name="Parse">Reads input.</param>
/// <param name="Write">Writes results.</param>
public sealed record ScalarCodec<T>(ScalarParser<T> Parse, ScalarWriter<T> Write);

/// <summary>Codecs for scalars that many schemas define.</summary>
public static class Scalars
{
    private const long SafeMax = (1L << 53) - 1;

    /// <summary>A calendar date as ISO 8601, <c>2013-03-31</c>.</summary>
    public static ScalarCodec<DateOnly> Date { get; } = new(
        static (in ScalarInput input, out DateOnly value) =>
        {
            value = default;
            return input.Kind == ScalarInputKind.String &&
                DateOnly.TryParseExact(input.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
        },
        static (output, value) => output.WriteFormatted(value, "yyyy-MM-dd"));

    /// <summary>
    /// An instant as RFC 3339; written in UTC with <c>Z</c>, to the second unless it has a fraction, then to the millisecond.
    /// </summary>
    public static ScalarCodec<DateTimeOffset> DateTime { get; } = new(
        static (in ScalarInput input, out DateTimeOffset value) =>
        {
            value = default;
            return input.Kind == ScalarInputKind.String && input.Text.Length >= 20 && input.Text[10] is 'T' or 't' &&
                (input.Text[^1] is 'Z' or 'z' || input.Text[^6] is '+' or '-') &&
                DateTimeOffset.TryParse(input.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
        },
        static (output, value) => output.WriteFormatted(value.UtcDateTime,
            value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));

    /// <summary>An integer with |x| below 2^53, the range that JSON readers in browsers keep exact.</summary>
    public static ScalarCodec<long> Long { get; } = new(
        static (in ScalarInput input, out long value) => input.TryGetInt64(out value) && value is >= -SafeMax and <= SafeMax,
        static (output, value) =>
        {
            if (value is < -SafeMax or > SafeMax)
            {
                throw new FieldError($"{value} is outside of the exact range of a JSON number.");
            }
            output.WriteNumber(value);
        });
}
