using System.Buffers.Text;

namespace Hierarchy.Api;

/// <summary>Opaque cursors of paged lists, bound to the order of their list. A truncated, forged or foreign cursor is refused, so that
/// nobody pages through the wrong list.</summary>
internal static class Cursors
{
    /// <summary>Maximum length of a cursor in characters: an obligation's id has at most three parts, one of which may include an owner's
    /// id.</summary>
    private const int LengthMax = 2_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Write(ObligationCursor cursor) =>
        Encode(string.Create(CultureInfo.InvariantCulture, $"{Name(cursor.Order)}|{cursor.Key}|{cursor.Id}"));

    public static ObligationCursor ReadObligation(string cursor, ObligationOrder order)
    {
        var parts = Decode(cursor).Split('|', 3);
        if (parts is not [var name, var number, { Length: > 0 } id] || Text.Fault(id, "after", required: true, LengthMax) is not null)
        {
            throw Broken();
        }
        if (name != Name(order))
        {
            throw Array.TrueForAll(Enum.GetValues<ObligationOrder>(), other => Name(other) != name)
                ? Broken()
                : ApiError.Invalid($"after is a cursor of a list in another order than {Text.Constant(order)}.", "after");
        }
        return new ObligationCursor(order, KeyOf(number, order), id);
    }

    /// <summary>A position in the history of a unit or an obligation: before an event of a unit.</summary>
    /// <param name="unit">Null for the unit itself, or the obligation's present unit.</param>
    public static string WriteSeq(long seq, string? unit = null) =>
        Encode(string.Create(CultureInfo.InvariantCulture, $"seq|{seq}{(unit is null ? "" : "|")}{unit}"));

    public static (long Seq, string? Unit) ReadSeq(string cursor) =>
        Decode(cursor).Split('|', 3) is ["seq", var number, .. var rest] && TryRead(number, out var seq) && seq > 0
        && (rest is not [var unit] || Text.Fault(unit, "after", required: true, Limits.IdMax) is null)
            ? (seq, rest is [var at] ? at : null)
            : throw Broken();

    /// <summary>A position in the record of many units.</summary>
    public static string WriteChange(AuditCursor cursor) =>
        Encode(string.Create(CultureInfo.InvariantCulture, $"change|{cursor.At.UtcTicks}|{cursor.Seq}|{cursor.Unit}"));

    public static AuditCursor ReadChange(string cursor) =>
        Decode(cursor).Split('|', 4) is ["change", var at, var number, { Length: > 0 } unit]
        && TryRead(at, out var ticks) && ticks <= DateTime.MaxValue.Ticks && TryRead(number, out var seq) && seq > 0
        && Text.Fault(unit, "after", required: true, LengthMax) is null
            ? new AuditCursor(new DateTimeOffset(ticks, TimeSpan.Zero), unit, seq)
            : throw Broken();

    /// <summary>A position in a list of units.</summary>
    public static string WriteUnit(string unit) => Encode($"unit|{unit}");

    public static string ReadUnit(string cursor) =>
        Decode(cursor).Split('|', 2) is ["unit", var unit] && Text.Fault(unit, "after", required: true, Limits.IdMax) is null ? unit : throw Broken();

    /// <summary>A position in a list of people, ordered by name and id.</summary>
    public static string WritePerson(Grains.People.Person person) => Encode($"person|{person.Id}|{person.Name}");

    public static (string Name, string Id) ReadPerson(string cursor) =>
        Decode(cursor).Split('|', 3) is ["person", var id, var name] ? (name, id) : throw Broken();

    /// <summary>A position in the rows of a draft: the key of one.</summary>
    public static string WriteRow(string key) => Encode($"row|{key}");

    public static string ReadRow(string cursor) => Decode(cursor).Split('|', 2) is ["row", { Length: > 0 } key] ? key : throw Broken();

    private static long? KeyOf(string number, ObligationOrder order)
    {
        if (number.Length == 0 && order is ObligationOrder.DueAsc or ObligationOrder.DueDesc)
        {
            return null;
        }
        var max = order switch
        {
            ObligationOrder.DueAsc or ObligationOrder.DueDesc => DateOnly.MaxValue.DayNumber,
            ObligationOrder.PercentAsc or ObligationOrder.PercentDesc => Obligation.PercentMax,
            _ => DateTime.MaxValue.Ticks,
        };
        return TryRead(number, out var key) && key <= max ? key : throw Broken();
    }

    private static bool TryRead(string number, out long value) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Name(ObligationOrder order) => order switch
    {
        ObligationOrder.DueAsc => "due+",
        ObligationOrder.DueDesc => "due-",
        ObligationOrder.PercentAsc => "percent+",
        ObligationOrder.PercentDesc => "percent-",
        _ => "updated-",
    };

    private static string Encode(string text) => Base64Url.EncodeToString(Utf8.GetBytes(text));

    private static string Decode(string cursor)
    {
        if (cursor.Length is 0 or > LengthMax)
        {
            throw Broken();
        }
        try
        {
            return Utf8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            throw Broken();
        }
    }

    private static FieldError Broken() =>
        ApiError.Invalid("after is not a cursor of this list: pass pageInfo.endCursor of the previous page.", "after");
}
