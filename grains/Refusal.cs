namespace Hierarchy.Grains;

public enum RefusalCode
{
    NotFound,
    Invalid,
    Conflict,
    Forbidden,
    Unavailable,
}

/// <summary>Why a command changed nothing: an expected answer, not a fault.</summary>
/// <param name="Message">For the caller: what is wrong and what would be right.</param>
/// <param name="Lasting">For an unavailable unit: a repeat does not help until somebody has mended something.</param>
/// <param name="Field">Which part of the input is meant, such as "areas[2].id"; null when none in particular.</param>
/// <param name="Reason">A constant that is more specific than the code, such as SAME_PERSON; null for none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.refusal")]
public sealed record Refusal(RefusalCode Code, string Message, string? Field = null, bool Lasting = false, string? Reason = null)
{
    /// <summary>A number that belongs to the reason; null where none does.</summary>
    [Id(0)]
    public int? Count { get; init; }

    /// <summary>The same refusal, with its field placed under a part of the input.</summary>
    public Refusal Under(string place) => this with { Field = Field is null ? place : $"{place}.{Field}" };

    public static Refusal NotFound(string message, string? field = null) => new(RefusalCode.NotFound, message, field);

    public static Refusal NoUnit(string id, string field) => NotFound($"There is no unit '{Text.Shown(id)}'.", field);

    public static Refusal Invalid(string message, string? field = null) => new(RefusalCode.Invalid, message, field);

    public static Refusal Conflict(string message, string? field = null) => new(RefusalCode.Conflict, message, field);

    public static Refusal Forbidden(string message, string? reason = null) => new(RefusalCode.Forbidden, message, Reason: reason);

    /// <summary>The unit's record cannot be read.</summary>
    public static Refusal SetAside(string message) => new(RefusalCode.Unavailable, message, Lasting: true);

    public static Refusal Unavailable(string message) => new(RefusalCode.Unavailable, message);
}
