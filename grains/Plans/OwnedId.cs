namespace Hierarchy.Grains.Plans;

/// <summary>
/// Ids of plans and of their lines belong to the owner that adopts them. An id that another owner already uses becomes OWNER:ID, so that
/// nobody takes another's, and is known by that form from then on. Ids stored earlier do not change.
/// </summary>
public static class OwnedId
{
    /// <summary>Maximum length in characters of an id with its owner's prefix.</summary>
    public const int LengthMax = (2 * Limits.IdMax) + 1;

    public const char Separator = ':';

    /// <summary>The id with its owner's prefix, used when another owner has the plain id.</summary>
    public static string Of(string owner, string id) => $"{owner}{Separator}{id}";

    /// <summary>The id that something new gets; null when its owner already uses it, or both forms are taken.</summary>
    /// <param name="isOwn">Whether the owner uses an id.</param>
    /// <param name="isTaken">Whether anybody else is known to use an id.</param>
    public static string? Free(string owner, string id, Func<string, bool> isOwn, Func<string, bool> isTaken)
    {
        var full = Of(owner, id);
        if (isOwn(id) || isOwn(full))
        {
            return null;
        }
        return !isTaken(id) ? id : !isTaken(full) ? full : null;
    }
}
