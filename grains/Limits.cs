namespace Hierarchy.Grains;

/// <summary>Bounds of what a unit accepts. What exceeds one is refused as INVALID and changes nothing.</summary>
public static class Limits
{
    /// <summary>Characters of an id or a request id: so that ids stay fit for addresses and index keys.</summary>
    public const int IdMax = 100;

    /// <summary>Characters of a name, a code or a number of a document.</summary>
    public const int NameMax = 500;

    /// <summary>Characters of a title, a note, a reason or any other sentence; the longest line of the five plans has 1,100.</summary>
    public const int TextMax = 4_000;

    /// <summary>Areas, objectives, products, leads or other parts of one plan or line.</summary>
    public const int PartsMax = 1_000;

    /// <summary>Lines of one plan.</summary>
    public const int TasksMax = 10_000;

    /// <summary>Obligations that one line may give: every commune of the country for each quarter, and room to spare.</summary>
    public const int ObligationsMax = 100_000;

    /// <summary>Weight in thousandths: up to 10,000.</summary>
    public const int WeightMax = 10_000_000;

    /// <summary>Whole đồng: what a JSON number carries exactly.</summary>
    public const long MoneyMax = (1L << 53) - 1;

    /// <summary>Levels of the hierarchy.</summary>
    public const int DepthMax = 10;

    /// <summary>Requests whose answers a unit keeps at hand; older ones are looked up in the store.</summary>
    public const int RequestsAtHand = 256;

    /// <summary>Null when the id may be used, otherwise why not.</summary>
    public static string? FaultOfId(string id)
    {
        if (id.Length is 0 or > IdMax)
        {
            return $"must have 1 to {IdMax} characters";
        }
        foreach (var c in id)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':' or '/' or '+'))
            {
                return $"may hold letters, digits and - _ . : / + only, not '{(char.IsControl(c) ? '?' : c)}'";
            }
        }
        return null;
    }
}
