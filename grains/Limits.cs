namespace Hierarchy.Grains;

/// <summary>
/// Bounds of what a unit accepts, defined only here. The deciders check every command against them, whatever its source, and
/// <c>docs/API.md</c> lists them. A command that exceeds one is refused as INVALID and changes nothing.
/// </summary>
public static class Limits
{
    /// <summary>Characters of an id or a request id. Ids must fit in addresses and index keys.</summary>
    public const int IdMax = 100;

    /// <summary>Characters of a name, a code or a number of a document.</summary>
    public const int NameMax = 500;

    /// <summary>Characters of a title, a note, a reason or any other sentence; the longest line of the five plans has 1,100.</summary>
    public const int TextMax = 4_000;

    /// <summary>Areas, objectives, products, leads or other parts of one plan or line.</summary>
    public const int PartsMax = 1_000;

    /// <summary>Plans of one owner. The units above read, list and sum each of them.</summary>
    public const int PlansMax = 500;

    /// <summary>Lines of all plans of one unit.</summary>
    public const int TasksMax = 10_000;

    /// <summary>Duties of all plans of one unit. The number of obligations does not bound them, as a class without members gives
    /// none.</summary>
    public const int DutiesMax = 1_000;

    /// <summary>Regimes of one unit. The units below read each of them.</summary>
    public const int RegimesMax = 100;

    /// <summary>Periods of one regime in a year: months, quarters, halves and whole years, and room to spare.</summary>
    public const int PeriodsMax = 100;

    /// <summary>Holidays of one year.</summary>
    public const int HolidaysMax = 60;

    /// <summary>Sections of one report.</summary>
    public const int SectionsMax = 100;

    /// <summary>Rows of the template of one regime, those of all kinds of units together.</summary>
    public const int TemplateRowsMax = 500;

    /// <summary>Characters of the code of a row and of the key of a section.</summary>
    public const int RowCodeMax = 20;

    /// <summary>Characters of one section of a report: some pages.</summary>
    public const int SectionTextMax = 20_000;

    /// <summary>Characters of all sections of one report. A unit keeps its reports in memory.</summary>
    public const int ReportTextMax = 100_000;

    /// <summary>Revisions of one report.</summary>
    public const int RevisionsMax = 100;

    /// <summary>Reports of one unit.</summary>
    public const int ReportsMax = 5_000;

    /// <summary>Indicators of one unit. The units below read each of them.</summary>
    public const int IndicatorsMax = 500;

    /// <summary>Targets of one indicator: every class in every year of a long plan.</summary>
    public const int TargetsMax = 500;

    /// <summary>Values that one unit gives of one indicator: the years and periods of a long plan.</summary>
    public const int IndicatorValuesMax = 1_000;

    /// <summary>Inspections that one unit records.</summary>
    public const int InspectionsMax = 10_000;

    /// <summary>Findings of one inspection.</summary>
    public const int FindingsMax = 200;

    /// <summary>Obligations that one line may give: every commune of the country for each quarter, and room to spare.</summary>
    public const int ObligationsMax = 100_000;

    /// <summary>Drafts of plans of one owner.</summary>
    public const int DraftsMax = 100;

    /// <summary>Rows of one draft.</summary>
    public const int DraftRowsMax = 5_000;

    /// <summary>Rows that one call adds, changes or removes.</summary>
    public const int DraftRowsOfCallMax = 1_000;

    /// <summary>Cells of one row of a file.</summary>
    public const int DraftCellsMax = 64;

    /// <summary>Characters of one cell of a file. The values read from it have their usual bounds.</summary>
    public const int DraftCellMax = 10_000;

    /// <summary>Characters of the key of a row. The id of its line is the draft's id, a slash and this key.</summary>
    public const int DraftKeyMax = 60;

    /// <summary>Characters of a time expression. A longer text is taken for a sentence and is not interpreted.</summary>
    public const int DraftTimeMax = 500;

    /// <summary>Characters of a text for which units are suggested. The rest is not compared.</summary>
    public const int DraftNameMax = 100;

    /// <summary>Texts of one draft for which units are suggested. Each is compared with every name.</summary>
    public const int DraftNearestMax = 100;

    /// <summary>Bytes of one stored draft: 10 MB.</summary>
    public const int DraftBytesMax = 10 * 1024 * 1024;

    /// <summary>Units named by the lines of one draft, counted line by line. Their obligations have bounds of their own.</summary>
    public const int DraftLeadsMax = 100_000;

    /// <summary>Obligations that one message, and therefore one draft, imposes on one unit.</summary>
    public const int ObligationsOfMessageMax = 5_000;

    /// <summary>Obligations that one command hands over.</summary>
    public const int HandedOverMax = 500;

    /// <summary>States of all obligations of one hand-over since its effective day, one for each stretch of days. A single obligation may
    /// have more.</summary>
    public const int HandedStatesMax = 5_000;

    /// <summary>Bytes of one file: 20 MB.</summary>
    public const int FileBytesMax = 20 * 1024 * 1024;

    /// <summary>Files of one document.</summary>
    public const int FilesMax = 20;

    /// <summary>Characters of the media type of a file.</summary>
    public const int MediaTypeMax = 127;

    /// <summary>Weight in thousandths: up to 10,000.</summary>
    public const int WeightMax = 10_000_000;

    /// <summary>Whole đồng: the largest integer that a JSON number carries exactly. <see cref="TreeBound"/> bounds what one unit may plan
    /// and spend.</summary>
    public const long MoneyMax = (1L << 53) - 1;

    /// <summary>The target of an objective lies between this and its negative.</summary>
    public const double TargetMax = 1e12;

    /// <summary>First year of any day, plan or schedule.</summary>
    public const int YearMin = 1900;

    /// <summary>Last year of any day, plan or schedule.</summary>
    public const int YearMax = 2200;

    /// <summary>Years of one plan: each is a cell of its own at every level above.</summary>
    public const int PlanYearsMax = 50;

    /// <summary>Days of the year that a recurring schedule may name: each of them.</summary>
    public const int DaysMax = 366;

    /// <summary>Grants and appointments of one unit that have not ended. Each is checked when another is given.</summary>
    public const int GrantsMax = 10_000;

    /// <summary>Characters of the id of a reorganisation. The request ids of its steps contain it.</summary>
    public const int ReorganisationIdMax = 60;

    /// <summary>Units that one reorganisation founds, renames, moves and closes: twice those of July 2025.</summary>
    public const int ReorganisationActsMax = 30_000;

    /// <summary>Rules by which one reorganisation assigns open obligations.</summary>
    public const int ReorganisationRulesMax = 5_000;

    /// <summary>Levels of the hierarchy.</summary>
    public const int DepthMax = 10;

    /// <summary>Requests whose answers a unit keeps in memory. Older ones are looked up in the store.</summary>
    public const int RequestsAtHand = 256;

    public static readonly DateOnly DayMin = new(YearMin, 1, 1);

    public static readonly DateOnly DayMax = new(YearMax, 12, 31);

    /// <summary>Null if a command or a filter may use the day, or if no day is given.</summary>
    public static Refusal? FaultOfDay(DateOnly? day, string field) => day < DayMin || day > DayMax
        ? Refusal.Invalid($"{field} must lie in {DayMin:yyyy-MM-dd}..{DayMax:yyyy-MM-dd}.", field)
        : null;

    /// <summary>Null if the day is not in the future, or if no day is given.</summary>
    public static Refusal? FaultOfFuture(DateOnly? day, string field, DateOnly today) =>
        day > today ? Refusal.Invalid($"{field} lies in the future; today is {today:yyyy-MM-dd}.", field) : null;

    /// <summary>Null if the enum value is defined, or if none is given. A direct caller of a unit may send any number.</summary>
    public static Refusal? FaultOfWord<T>(T? word, string field) where T : struct, Enum =>
        word is { } given && !Enum.IsDefined(given) ? Refusal.Invalid($"{field} is not a defined value.", field) : null;

    /// <summary>Null if the text can be the id of something that exists; otherwise the reason. Ids of earlier versions may contain more
    /// than <see cref="FaultOfNewId(string)"/> admits.</summary>
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

    /// <summary>Null if something new may have this id; otherwise the reason. Two ids that look alike are the same.</summary>
    public static string? FaultOfNewId(string id) => Fault(id, letters: "");

    /// <summary>
    /// The same for a line or a duty. Its id may consist of its plan's id without the owner, a slash and the code of the line. A code may
    /// contain đ, because lists are lettered a, b, c, d, đ.
    /// </summary>
    public static string? FaultOfNewId(string id, string plan)
    {
        var given = plan.AsSpan(plan.IndexOf(Plans.OwnedId.Separator) + 1);
        return id.Length > given.Length && id[given.Length] == '/' && id.AsSpan().StartsWith(given, StringComparison.Ordinal)
            ? id.Length > IdMax ? $"must have 1 to {IdMax} characters" : FaultOfCode(id.AsSpan(given.Length + 1))
            : FaultOfNewId(id);
    }

    /// <summary>Null when the code of a line can be part of its id.</summary>
    public static string? FaultOfCode(ReadOnlySpan<char> code) => Fault(code, letters: "đ");

    private static string? Fault(ReadOnlySpan<char> id, ReadOnlySpan<char> letters)
    {
        if (id.Length is 0 or > IdMax)
        {
            return $"must have 1 to {IdMax} characters";
        }
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.') && !letters.Contains(c))
            {
                return $"may hold a to z, A to Z, 0 to 9,{(letters.Length > 0 ? $" {letters}," : "")} - _ and . only, not {Shown(c)}";
            }
        }
        return null;
    }

    // An invisible character is shown as its code point.
    private static string Shown(char c) => c is > ' ' and <= '~' || (c > '\u00A0' && char.IsLetterOrDigit(c) && !char.IsDigit(c))
        ? $"'{c}'"
        : $"U+{(int)c:X4}";
}
