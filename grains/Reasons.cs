namespace Hierarchy.Grains;

/// <summary>Constants that tell programs why a command was refused, or what conflicts in a reorganisation. docs/API.md says when each
/// occurs.</summary>
public static class Reasons
{
    // Callers and their rights.
    public const string SamePerson = "SAME_PERSON";
    public const string AboveOwnRights = "ABOVE_OWN_RIGHTS";
    public const string DelegationChain = "DELEGATION_CHAIN";
    public const string LastAdministrator = "LAST_ADMIN";

    // Plans and what they demand.
    public const string DraftHasErrors = "DRAFT_HAS_ERRORS";
    public const string BeingHandedOver = "BEING_HANDED_OVER";
    public const string NotAReporter = "NOT_A_REPORTER";
    public const string NumeratorAbove = "NUMERATOR_ABOVE";
    public const string AlreadyVerified = "ALREADY_VERIFIED";

    // Reports.
    public const string PeriodNotOpen = "PERIOD_NOT_OPEN";
    public const string AlreadySigned = "ALREADY_SIGNED";
    public const string StaleRevision = "STALE_REVISION";
    public const string RowsMissing = "ROWS_MISSING";

    // Units.
    public const string Level = "LEVEL";
    public const string Cycle = "CYCLE";
    public const string AlreadyClosed = "ALREADY_CLOSED";
    public const string UnitClosed = "UNIT_CLOSED";
    public const string StillHasChildren = "STILL_HAS_CHILDREN";
    public const string CodeTaken = "CODE_TAKEN_ON_DAY";
    public const string DayBeforeLastEvent = "DAY_BEFORE_LAST_EVENT";

    // Reorganisations.
    public const string Invalid = "INVALID";
    public const string UnitUnknown = "UNIT_UNKNOWN";
    public const string IdTaken = "ID_TAKEN";
    public const string OutsideCarrier = "OUTSIDE_CARRIER";
    public const string HeirCloses = "HEIR_CLOSES";
    public const string TooManyUnits = "TOO_MANY_UNITS";
    public const string SplitUnassigned = "SPLIT_UNASSIGNED";
    public const string UndoBlocked = "UNDO_BLOCKED";
}
