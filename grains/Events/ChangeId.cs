namespace Hierarchy.Grains.Events;

/// <summary>The id of an event outside its unit: names the cause of events elsewhere, and identifies changes to readers of the
/// history.</summary>
public static class ChangeId
{
    private const char Separator = '#';

    public static string Of(string unit, long seq) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{unit}{Separator}{seq}");

    /// <summary>The unit and sequence number of the event that caused this one; null if there is none.</summary>
    public static (string Unit, long Seq)? CauseIn(StoredEvent stored) => CauseOf(stored) is { } id && id.LastIndexOf(Separator) is var end
        && long.TryParse(id.AsSpan(end + 1), System.Globalization.CultureInfo.InvariantCulture, out var seq)
            ? (id[..end], seq)
            : null;

    /// <summary>The id of the event of another unit that caused this one; null if there is none.</summary>
    public static string? CauseOf(StoredEvent stored)
    {
        if (stored.RequestId is not { } request || !request.StartsWith(RequestKey.MessagePrefix, StringComparison.Ordinal))
        {
            return null;
        }
        // The loader's requests have the same prefix but no separator.
        var id = request[RequestKey.MessagePrefix.Length..];
        var seq = id.LastIndexOf(Separator) + 1;
        return seq > 1 && seq < id.Length && id.AsSpan(seq).IndexOfAnyExceptInRange('0', '9') < 0 ? id : null;
    }
}
