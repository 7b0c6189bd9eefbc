namespace Hierarchy.UnitTests.Support;

/// <summary>What made three communes of the nine of huyện Sơn Tây, as a mapping and as the list of the new units.</summary>
public static class SonTayFiles
{
    public const string Mapping = """
        old_code,new_code,kind,extent
        21331,21334,commune,full
        21334,21334,commune,full
        21335,21334,commune,full
        21337,21340,commune,full
        21340,21340,commune,full
        21341,21340,commune,full
        21338,21343,commune,full
        21343,21343,commune,full
        21346,21343,commune,full
        """;

    public const string List = """
        code,name,kind,parent_code,type_vi
        51,Quảng Ngãi,province,,tỉnh
        21334,Sơn Tây Thượng,commune,51,xã
        21340,Sơn Tây,commune,51,xã
        21343,Sơn Tây Hạ,commune,51,xã
        """;
}
