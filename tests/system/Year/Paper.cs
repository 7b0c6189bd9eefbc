namespace Hierarchy.Tests.System.Year;

/// <summary>How it goes with a paper.</summary>
internal enum Story
{
    /// <summary>It is never opened.</summary>
    None,
    Opened,
    Signed,
    Received,

    /// <summary>Returned, and handed in anew.</summary>
    Returned,
    LeftReturned,

    /// <summary>Reopened once all have reported, and handed in anew with another figure.</summary>
    Reopened,
    LeftReopened,
}

/// <summary>A rule of a period: what one paper is for, and until when it is in time.</summary>
/// <param name="Serves">Periods that the same paper is for.</param>
internal sealed record Rule(string Regime, string Key, string[] Serves, string Due)
{
    public IEnumerable<string> Periods => Serves.Append(Key).Select(key => $"{Regime}~2013-{key}");

    public string Period => $"{Regime}~2013-{Key}";

    public DateOnly LastDay => DateOnly.ParseExact($"2013-{Due}", "yyyy-MM-dd");
}

/// <summary>What was signed in one revision.</summary>
/// <param name="Hash">Of its bytes.</param>
internal sealed record Signing(int Revision, DateOnly Day, int? Figure, string Hash);

/// <summary>A unit's paper, drawn before anything is done, and what has become of it.</summary>
/// <param name="First">The day of its first signature, and <paramref name="Second"/> of the other one where there is one.</param>
/// <param name="Figures">What it says at first, and once it was corrected.</param>
internal sealed record Paper(string Unit, Rule Rule, Story Story, DateOnly First, DateOnly Second, (int First, int Second) Figures)
{
    public string Id => $"{Unit}~{Rule.Period}";

    public List<Signing> Signings { get; } = [];

    /// <summary>Of what it is for.</summary>
    public string Status { get; set; } = "NOT_STARTED";

    /// <summary>The one that is written or was handed in last.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>What it adds up, where it is a sum: whose, in which revision, and what it comes to.</summary>
    public (Dictionary<string, int> Includes, int? Sum) Below { get; set; } = ([], null);

    /// <summary>Whether it adds up what stands below.</summary>
    public bool IsSum(Province province) => Rule.Regime == YearBook.OfCommunes && province.KindOf(Unit) == "DISTRICT";

    /// <summary>The row of its figure.</summary>
    public string Code => Rule.Regime == YearBook.OfCommunes ? "hs" : "II.4";

    public bool IsHandedIn => Status is "SUBMITTED" or "DONE";

    /// <summary>What is handed in as of a past day: the last signature of those that bear that day or an earlier one, whatever has become of it
    /// since. Null for today: what stands.</summary>
    public DateOnly? CompletedOn(DateOnly? on) => on is { } day
        ? Signings.LastOrDefault(one => one.Day <= day)?.Day
        : IsHandedIn ? Signings[^1].Day : null;
}
