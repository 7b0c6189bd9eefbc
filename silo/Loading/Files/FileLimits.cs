namespace Hierarchy.Loading.Files;

/// <summary>How much a file may hold: many times what the longest known plan and the longest official list have.</summary>
public static class FileLimits
{
    public const int PlanBytesMax = 4 * 1024 * 1024;
    public const int UnitBytesMax = 16 * 1024 * 1024;

    /// <summary>The official list of 2024 has 10,794.</summary>
    public const int UnitsMax = 100_000;

    public const int AreasMax = 100;
    public const int ObjectivesMax = 1_000;
    public const int TasksMax = 5_000;
    public const int DutiesMax = 100;

    /// <summary>Leads or coordinators of one line.</summary>
    public const int AssignedMax = 200;

    /// <summary>Products of one line, or documents that a plan is based on.</summary>
    public const int TextsMax = 100;

    /// <summary>Days of the year of a recurring schedule.</summary>
    public const int DaysMax = 24;

    /// <summary>Characters of a plan's id. A task's id is the plan's id, a slash and a part of <see cref="PartIdLengthMax"/>.</summary>
    public const int PlanIdLengthMax = 64;

    public const int PartIdLengthMax = 32;
}
