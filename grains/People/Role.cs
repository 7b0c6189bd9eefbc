namespace Hierarchy.Grains.People;

/// <summary>What somebody may do at a unit.</summary>
public enum Right
{
    /// <summary>See lists, notes, difficulties, documents, history and people.</summary>
    Read,

    /// <summary>Report, and raise a difficulty.</summary>
    Report,

    /// <summary>Hand in a result.</summary>
    Submit,

    /// <summary>Accept or send back what units below have handed in; resolve or pass on what the unit holds.</summary>
    Accept,

    /// <summary>Change when units below owe something, and whether they owe it.</summary>
    ChangeDue,

    /// <summary>Adopt plans of the unit, and extend them.</summary>
    Plan,

    RegisterUnits,

    /// <summary>Register people, give and end grants no greater than one's own, appoint focal agencies.</summary>
    Grant,

    /// <summary>Read the record of who did what.</summary>
    Audit,
}

/// <summary>A set of rights at a unit, under a name that offices know.</summary>
public enum Role
{
    Viewer,
    Clerk,
    Head,
    Supervisor,
    Planner,
    Registrar,
    Auditor,
    Administrator,
}

/// <summary>What an agency does in place of the unit that appointed it.</summary>
public enum FocalPower
{
    /// <summary>See what the units owe and report.</summary>
    Follow,
    Accept,
    ChangeDue,
    CollectReports,
    Chase,
}

/// <summary>The rights that each role and power includes.</summary>
public static class Roles
{
    public static readonly ImmutableArray<Right> All = [.. Enum.GetValues<Right>()];

    public static ImmutableArray<Right> RightsOf(Role role) => role switch
    {
        Role.Viewer => [Right.Read],
        Role.Clerk => [Right.Read, Right.Report],
        Role.Head => [Right.Read, Right.Report, Right.Submit],
        Role.Supervisor => [Right.Read, Right.Accept, Right.ChangeDue],
        Role.Planner => [Right.Read, Right.Plan],
        Role.Registrar => [Right.Read, Right.RegisterUnits],
        Role.Auditor => [Right.Read, Right.Audit],
        Role.Administrator => All,
        _ => [],
    };

    /// <summary>Collecting reports and chasing are separate powers without any of the rights.</summary>
    public static ImmutableArray<Right> RightsOf(ImmutableArray<FocalPower> powers) => [.. powers.SelectMany(RightsOf)];

    private static IEnumerable<Right> RightsOf(FocalPower power) => power switch
    {
        FocalPower.Follow => [Right.Read],
        FocalPower.Accept => [Right.Accept],
        FocalPower.ChangeDue => [Right.ChangeDue],
        _ => [],
    };
}
