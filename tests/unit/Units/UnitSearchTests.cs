namespace Hierarchy.UnitTests.Units;

public sealed class UnitSearchTests
{
    private readonly TestDirectory _units = new();

    public UnitSearchTests()
    {
        foreach (var unit in new[]
        {
            Named("bnv", null, UnitKind.Ministry, "Bộ Nội vụ"),
            Named("tn", "bnv", UnitKind.Province, "Tỉnh Tây Ninh"),
            Named("bd", "bnv", UnitKind.Province, "Tỉnh Bình Định"),
            Named("dn", "bnv", UnitKind.Province, "Tỉnh \u00D0ồng Nai"),
            Named("vt", "bnv", UnitKind.Province, "Tỉnh Bà Rịa – Vũng Tàu"),
            Named("vinh", "bnv", UnitKind.District, "Thành phố Vinh"),
            Named("tn-snv", "tn", UnitKind.Department, "Sở Nội vụ"),
            Named("bd-snv", "bd", UnitKind.Department, "Sở Nội vụ"),
            Named("tn-stc", "tn", UnitKind.Department, "Sở Tài chính Tây Ninh"),
            Named("c3", "tn", UnitKind.Commune, "Tây Ninh Đông"),
            Named("c2", "tn", UnitKind.Commune, "Ta\u0302y Ninh Đa"),
            Named("c0", "tn", UnitKind.Commune, "tây ninh 🌾"),
            Named("v1", "bd", UnitKind.Commune, "Xã Vinh Thanh"),
            Named("v2", "bd", UnitKind.Commune, "Thị xã Vĩnh"),
            Named("v3", "bd", UnitKind.Commune, "Xã Vinhomes"),
            Named("v4", "bd", UnitKind.Commune, "Xã Vĩnh Bảo"),
            Named("p1", "vt", UnitKind.Commune, "Phường 1"),
            Named("p10", "vt", UnitKind.Commune, "Phường 10"),
            Named("p1-bd", "bd", UnitKind.Commune, "Phường 1"),
        })
        {
            _units.Add(unit);
        }
    }

    [Theory]
    [InlineData("vinh", "vinh v2 v1 v4 v3")]
    [InlineData("vĩnh", "v2 vinh v4 v1 v3")]
    [InlineData("tay ninh", "tn tn-stc c2 c3 c0")]
    [InlineData("TÂY  NINH", "tn tn-stc c2 c3 c0")]
    [InlineData("đồng nai", "dn")]
    [InlineData("bà rịa - vũng tàu", "vt")]
    [InlineData("ba ria vung tau", "vt")]
    [InlineData("🌾", "c0")]
    [InlineData("sài gòn", "")]
    public void What_bears_the_name_comes_first_then_whole_words_with_the_marks_that_were_typed(string text, string expected) =>
        Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("sở nội vụ tây ninh", "tn-snv")]
    [InlineData("so noi vu binh dinh", "bd-snv")]
    [InlineData("phường 1 vũng tàu", "p1 p10")]
    [InlineData("tây ninh sở nội vụ", "tn-snv")]
    [InlineData("sở nội vụ cà mau", "")]
    [InlineData("phường 1 vũng", "p1 p10")]
    [InlineData("phường 1 bà rịa - vũng tàu", "")]
    public void Words_at_an_end_may_be_those_of_units_above(string text, string expected) => Assert.Equal(expected, Found(text));

    [Fact]
    public void The_best_of_a_kind_are_answered()
    {
        Assert.Equal("c2 c3 c0", Found("tây ninh", UnitKind.Commune));
        Assert.Equal("c2", Found("tây", UnitKind.Commune, first: 1));
        Assert.Equal("bnv", Found("", first: 1));
    }

    private string Found(string text, UnitKind? kind = null, int first = 20) =>
        string.Join(' ', UnitSearch.Find(((IUnitDirectory)_units).Named(), _units, text, kind, first).Select(unit => unit.Id));

    private static Unit Named(string id, string? parent, UnitKind kind, string name) => new(id, name, kind, parent, null);
}
