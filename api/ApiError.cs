namespace Hierarchy.Api;

/// <summary>Refusals as clients see them: <c>extensions.code</c> tells the kind, <c>extensions.input</c> the place.</summary>
internal static class ApiError
{
    public const string NotFoundCode = "NOT_FOUND";
    public const string UnauthenticatedCode = "UNAUTHENTICATED";
    public const string UnavailableCode = "UNAVAILABLE";

    public static FieldError Invalid(string message, params object[] input) =>
        new(message, Codes.Invalid, input.Length == 0 ? null : input);

    public static FieldError NotFound(string message, params object[] input) =>
        new(message, NotFoundCode, input.Length == 0 ? null : input);

    public static FieldError NoUnit(string id, params object[] input) => NotFound($"There is no unit '{Text.Shown(id)}'.", input);

    /// <exception cref="FieldError">There is no such unit.</exception>
    public static Unit Get(this IUnitDirectory directory, string id, params object[] input) => directory.Find(id) ?? throw NoUnit(id, input);

    public static FieldError NoPlan(string id, params object[] input) => NotFound($"There is no plan '{Text.Shown(id)}'.", input);

    public static FieldError NoObligation(string id) => NotFound($"There is no obligation '{Text.Shown(id)}'.", "obligation");

    public static FieldError OutOfRange() => new(
        "The sum is larger than a number of the API: earlier versions accepted amounts that add up to more. Correct what was reported.",
        "OUT_OF_RANGE");

    public static FieldError Unavailable() => new(
        "The system cannot answer right now. Nothing is known about a change that was under way: repeat it with the same requestId.",
        UnavailableCode);

    /// <param name="refusal">The unit's refusal.</param>
    /// <param name="argument">The argument that contains the refusal's field; null if the field is an argument itself.</param>
    public static FieldError From(Refusal refusal, string? argument)
    {
        var field = refusal.Field is null ? null : PathOf(refusal.Field, refusal.Field is "requestId" or "expectedVersion" ? null : argument);
        return new FieldError(refusal.Message, Text.Constant(refusal.Code), field) { Reason = refusal.Reason, Count = refusal.Count };
    }

    /// <summary>Splits a path such as "areas[2].id" into names and indexes.</summary>
    public static List<object> PathOf(string field, string? argument = null)
    {
        var path = new List<object>();
        if (argument is not null)
        {
            path.Add(argument);
        }
        foreach (var part in field.Split('.', '['))
        {
            var isIndex = part.EndsWith(']') && int.TryParse(part.AsSpan(0, part.Length - 1), CultureInfo.InvariantCulture, out _);
            path.Add(isIndex ? int.Parse(part.AsSpan(0, part.Length - 1), CultureInfo.InvariantCulture) : part);
        }
        return path;
    }
}
