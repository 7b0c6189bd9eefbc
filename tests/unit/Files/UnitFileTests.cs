namespace Hierarchy.Tests.Unit.Files;

using Unit = Hierarchy.Grains.Units.Unit;

public sealed class UnitFileTests
{
    private const string Own = "id,name,kind,parent,code\n";
    private const string Official = "code,name,kind,parent_code,type_vi\n";

    [Fact]
    public void Our_own_list_gives_its_units_parents_first()
    {
        var units = Accepted(
            Own + "c,Xã C,COMMUNE,b,00001\nb,\"Huyện \"\"B\"\", cũ\",DISTRICT,a,\n"
                + "a,Tỉnh A,PROVINCE,bnv,72\nbnv,Bộ Nội vụ,MINISTRY,,\nt,Báo T,BODY,a,\n");

        Assert.Equal(
            [
                new Unit("bnv", "Bộ Nội vụ", UnitKind.Ministry, null, null),
                new Unit("a", "Tỉnh A", UnitKind.Province, "bnv", "72"),
                new Unit("b", "Huyện \"B\", cũ", UnitKind.District, "a", null),
                new Unit("c", "Xã C", UnitKind.Commune, "b", "00001"),
                new Unit("t", "Báo T", UnitKind.Body, "a", null),
            ],
            units);
    }

    [Fact]
    public void The_official_list_gives_full_names_ids_with_the_years_prefix_and_the_ministry_above()
    {
        var text = Official + "26734,1,commune,760,phường\n760,1,district,79,quận\n79,Hồ Chí Minh,province,,thành phố\n";

        Assert.Equal(
            [
                new Unit("vn25-79", "Thành phố Hồ Chí Minh", UnitKind.Province, "bnv", "79"),
                new Unit("vn25-760", "Quận 1", UnitKind.District, "vn25-79", "760"),
                new Unit("vn25-26734", "Phường 1", UnitKind.Commune, "vn25-760", "26734"),
            ],
            Accepted(text, "units-2025.csv"));
        Assert.Equal("vn24-79", Accepted(text, "units-2024.csv")[0].Id);
        Assert.Equal("vn24-79", Accepted(text, "units.csv")[0].Id);
    }

    [Fact]
    public void A_special_zone_gets_its_capital_too() =>
        Assert.Equal("Đặc khu Lý Sơn", Accepted(Official + "51,Quảng Ngãi,province,,tỉnh\n21548,Lý Sơn,commune,51,đặc khu\n")[1].Name);

    [Fact]
    public void Windows_line_ends_blank_lines_and_decomposed_letters_are_put_right() =>
        Assert.Equal(
            "Xã Tân Bình",
            Accepted("id,name,kind,parent,code\r\n\r\na,Xa\u0303 Tân Bi\u0300nh,COMMUNE,p,\r\n", known: "p")[0].Name);

    [Fact]
    public void A_parent_may_be_known_from_elsewhere() =>
        Assert.Equal("p", Assert.Single(Accepted(Own + "a,Sở A,DEPARTMENT,p,\n", known: "p")).Parent);

    [Theory]
    [InlineData("", "u.csv:1: the first line must be id,name,kind,parent,code or code,name,kind,parent_code,type_vi")]
    [InlineData("id;name;kind;parent;code\n", "u.csv:1: the first line must be id,name,kind,parent,code or code,name,kind,parent_code,type_vi")]
    [InlineData(Own + "a,Bộ A,MINISTRY,\n", "u.csv:2: has 4 cells; 5 are expected (a name with a comma must be quoted)")]
    [InlineData(Own + "a,\"Bộ A,MINISTRY,,\n", "u.csv:2: a quote is not closed in this line")]
    [InlineData(Own + "a,\"Bộ\" A,MINISTRY,,\n", "u.csv:2: a comma must follow the closing quote")]
    [InlineData(
        Own + "a,Bộ A,MINISTER,,\n",
        "u.csv:2: kind 'MINISTER' is not one of MINISTRY, PROVINCE, DEPARTMENT, DISTRICT, OFFICE, COMMUNE, BODY, GOVERNMENT, CENTRAL_AGENCY")]
    [InlineData(Own + "a b,Bộ A,MINISTRY,,\n", "u.csv:2: id 'a b' may hold a to z, A to Z, 0 to 9, - _ and . only, not U+0020")]
    [InlineData(Own + ",Bộ A,MINISTRY,,\n", "u.csv:2: id '' must have 1 to 100 characters")]
    [InlineData(Own + "a, ,MINISTRY,,\n", "u.csv:2: name is empty")]
    [InlineData(Own + "a,Bộ A,MINISTRY,,7x\n", "u.csv:2: code '7x' must have 1 to 20 digits")]
    [InlineData(Own + "a,Bộ A,MINISTRY,,\na,Bộ B,MINISTRY,,\n", "u.csv:3: 'a' is already in line 2")]
    [InlineData(Own + "a,Tỉnh A,PROVINCE,,\n", "u.csv:2: parent is empty; only a GOVERNMENT or a MINISTRY has no parent")]
    [InlineData(Own + "a,Tỉnh A,PROVINCE,bnv,\n", "u.csv:2: parent 'bnv' of 'a' is not a known unit")]
    [InlineData(Own + "a,Tỉnh A,PROVINCE,b,\nb,Tỉnh B,PROVINCE,a,\n", "u.csv:2: 'a' is below itself")]
    [InlineData(Own + "a,Tỉnh A,PROVINCE,a,\n", "u.csv:2: 'a' is below itself")]
    [InlineData(
        Own + "a,Tỉnh A,PROVINCES,bnv,\nb,Huyện B,DISTRICT,a,\n",
        "u.csv:2: kind 'PROVINCES' is not one of MINISTRY, PROVINCE, DEPARTMENT, DISTRICT, OFFICE, COMMUNE, BODY, GOVERNMENT, CENTRAL_AGENCY")]
    [InlineData(Official + "1,A,city,,tỉnh\n", "u.csv:2: kind 'city' is not one of province, district, commune")]
    [InlineData(Official + "1,A,province,2,tỉnh\n", "u.csv:2: a province has no parent_code")]
    [InlineData(Official + "1,A,district,,huyện\n", "u.csv:2: parent_code is empty; only a province has no parent")]
    [InlineData(Official + "1,A,province,,\n", "u.csv:2: type_vi is empty")]
    [InlineData(Official + "x1,A,province,,tỉnh\n", "u.csv:2: code 'x1' must have 1 to 20 digits")]
    [InlineData(Official + "1,A,commune,2,xã\n", "u.csv:2: parent 'vn24-2' of 'vn24-1' is not a known unit")]
    public void One_mistake_refuses_the_list_and_names_its_line(string text, string error)
    {
        var reading = UnitFile.Parse(text, "u.csv");

        Assert.Null(reading.Value);
        Assert.Equal(error, Assert.Single(reading.Errors).ToString());
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var text = Own + "a,Tỉnh A,CITY,,\nb,,MINISTRY,,\nc,Bộ C,MINISTRY,,\nc,Bộ D,MINISTRY,,\nd,Sở D,DEPARTMENT,x,\n";

        var errors = UnitFile.Parse(text, "u.csv").Errors;

        Assert.Equal([2, 3, 5, 6], errors.Select(e => e.Line));
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_units_is_sorted()
    {
        var chain = string.Concat(Enumerable.Range(0, 99_999).Select(i => $"u{i},Xã {i},COMMUNE,u{i + 1},\n")) + "u99999,Bộ,MINISTRY,,\n";

        var units = Accepted(Own + chain);

        Assert.Equal(("u99999", "u0", 100_000), (units[0].Id, units[^1].Id, units.Length));
    }

    [Fact]
    public void More_units_than_the_bound_are_refused()
    {
        var many = Own + string.Concat(Enumerable.Range(0, 100_001).Select(i => $"u{i},Bộ,MINISTRY,,\n"));

        Assert.Equal("u.csv: has more than 100000 units", Assert.Single(UnitFile.Parse(many, "u.csv").Errors).ToString());
    }

    private static System.Collections.Immutable.ImmutableArray<Unit> Accepted(string text, string name = "u.csv", params string[] known)
    {
        var reading = UnitFile.Parse(text, name, known.ToHashSet());
        Assert.Empty(reading.Errors);
        return reading.Value!.Units;
    }
}
