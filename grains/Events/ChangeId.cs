namespace Hierarchy.Grains.Events;

/// <summary>What an event is called beyond its unit: as the cause of what it leads to elsewhere, and by whoever reads the
/// history.</summary>
public static class ChangeId
{
    private const char Separator = '#';

    public static string Of(string unit, long seq) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{unit}{Separator}{seq}");

    /// <summary>The unit and the number of an event that led to another one; null where it was none.</summary>
    public static (string Unit, long Seq)? CauseIn(StoredEvent stored) => CauseOf(stored) is { } id && id.LastIndexOf(Separator) is var end
        && long.TryParse(id.AsSpan(end + 1), System.Globalization.CultureInfo.InvariantCulture, out var seq)
            ? (id[..end], seq)
            : null;

    /// <summary>The event of another unit that led to this one; null where it was none.</summary>
    public static string? CauseOf(StoredEvent stored)
    {
        if (stored.RequestId is not { } request || !request.StartsWith(RequestKey.MessagePrefix, StringComparison.Ordinal))
        {
            return null;
        }
        // The loader's requests bear the same prefix, and no separator.
        var id = request[RequestKey.MessagePrefix.Length..];
        var seq = id.LastIndexOf(Separator) + 1;
        return seq > 1 && seq < id.Length && id.AsSpan(seq).IndexOfAnyExceptInRange('0', '9') < 0 ? id : null;
    }
}
