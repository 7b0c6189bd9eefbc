namespace Hierarchy.Grains.Plans;

/// <summary>
/// Ids of plans and of their lines belong to whoever adopts them: an id that another owner has used already becomes OWNER:ID, so that
/// nobody takes another's. Ids are known under what they have become; what was stored before keeps its id.
/// </summary>
public static class OwnedId
{
    /// <summary>Characters of an id that bears its owner's.</summary>
    public const int LengthMax = (2 * Limits.IdMax) + 1;

    public const char Separator = ':';

    /// <summary>The id of an owner's that another owner has used as it is.</summary>
    public static string Of(string owner, string id) => $"{owner}{Separator}{id}";

    /// <summary>The id that something new gets; null when its owner has given out that id already, or both forms are taken.</summary>
    /// <param name="isOwn">Whether the owner has something of this id.</param>
    /// <param name="isTaken">Whether anybody else is known to have.</param>
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
