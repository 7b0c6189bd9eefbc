namespace Hierarchy.Grains.Plans;

/// <summary>
/// The plans that the system ships. No unit made them here to be judged by, so all that they impose counts as imposed, including what a
/// plan leaves to its owner. A test compares the list with the files.
/// </summary>
public static class ShippedPlans
{
    public static readonly ImmutableArray<(string Owner, string Plan)> All =
    [
        ("vn24-52", "binh-dinh-2011-2015"),
        ("vn24-33", "hung-yen-2016-2020"),
        ("vn24-530", "son-tay-2016-2020"),
        ("vn24-72", "tay-ninh-2013"),
        ("vn24-82", "tien-giang-2018"),
    ];

    public static bool Contain(string owner, string plan)
    {
        foreach (var shipped in All)
        {
            if (shipped.Plan == plan && shipped.Owner == owner)
            {
                return true;
            }
        }
        return false;
    }
}
