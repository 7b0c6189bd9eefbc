namespace Hierarchy.Api.Plans.Drafts;

internal static class SheetFile
{
    public static List<Block> Read(OfficePackage package) => [];
}
