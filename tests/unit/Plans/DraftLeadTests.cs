namespace Hierarchy.UnitTests.Plans;

/// <summary>Whom the cells of a draft name.</summary>
public sealed class DraftLeadTests
{
    private static readonly TestDirectory Directory = Units();

    [Theory]
    [InlineData("Sở Nội vụ", "nv")]
    [InlineData("sở  nội vu.", "nv")]
    [InlineData("Sở Văn hóa, Thể thao và Du lịch", "vh")]
    [InlineData("Sở Văn hoá - Thể thao và Du lịch", "vh")]
    [InlineData("Sở VHTTDL", "vh")]
    [InlineData("Sở VH,TT&DL", "vh")]
    [InlineData("Sở Lao động-Thương binh và Xã hội", "ld")]
    [InlineData("Sở Lao động -\nThương binh và Xã hội", "ld")]
    [InlineData("Sở LĐTB&XH", "ld")]
    [InlineData("Sở Lao động - TB&XH", "ld")]
    [InlineData("Sở GD&ĐT", "gd")]
    [InlineData("Sở GD-ĐT", "gd")]
    [InlineData("Sở TT&TT", "tt")]
    [InlineData("VP. UBND tỉnh", "vp")]
    [InlineData("Văn phòng Ủy ban nhân dân tỉnh", "vp")]
    [InlineData("VPUBND tỉnh", "vp")]
    [InlineData("UBND tỉnh", "a")]
    [InlineData("UBND huyện An Lão", "al")]
    [InlineData("An Lão", "al")]
    [InlineData("UBND huyện Quan Sơn", "qs")]
    [InlineData("Sở Nội vụ, Sở Y tế và Sở Thông tin và Truyền thông", "nv yt tt")]
    [InlineData("Sở Văn hóa, Thể thao và Du lịch và Sở Y tế", "vh yt")]
    [InlineData("Sở Nội vụ - Sở Y tế", "nv yt")]
    [InlineData("- Sở Nội vụ\n- Sở Y tế", "nv yt")]
    [InlineData("Sở Nội vụ\nSở Y tế", "nv yt")]
    [InlineData("Sở Nội vụ, Y tế, Thông tin và Truyền thông", "nv yt tt")]
    [InlineData("Các Sở: Nội vụ; Y tế; Thông tin và Truyền thông", "nv yt tt")]
    [InlineData("Các huyện: An Lão, Quan Sơn", "al qs")]
    [InlineData("Sở Nội vụ, Sở Nội vụ", "nv")]
    [InlineData("Các sở, ban, ngành; UBND cấp huyện, cấp xã", "DEPARTMENT DISTRICT COMMUNE")]
    [InlineData("Các sở, ban ngành, Ủy ban nhân dân các cấp", "DEPARTMENT DISTRICT COMMUNE")]
    [InlineData("Sở, ngành tỉnh", "DEPARTMENT")]
    [InlineData("UBND các huyện, thị xã, thành phố", "DISTRICT")]
    [InlineData("UBND các huyện, thành, thị", "DISTRICT")]
    [InlineData("Các huyện, thị xã, thành phố trong tỉnh", "DISTRICT")]
    [InlineData("UBND các xã, phường, thị trấn", "COMMUNE")]
    [InlineData("Sở Nội vụ và UBND các huyện, thị xã, thành phố", "nv DISTRICT")]
    [InlineData("Cơ quan chuyên môn thuộc UBND cấp huyện", "OFFICE")]
    [InlineData("Cơ quan hành chính nhà nước các cấp", "DEPARTMENT DISTRICT COMMUNE")]
    [InlineData("Xã Tân Hòa, Huyện An Lão", "th1")]
    public void A_cell_names_units_and_classes(string text, string expected) => Check(text, expected, doubts: 0);

    [Theory]
    [InlineData("Các sở, ngành có liên quan", "DEPARTMENT")]
    [InlineData("Các sở, ngành có liên quan, Sở Nội vụ", "DEPARTMENT nv")]
    [InlineData("Một số sở, ngành", "DEPARTMENT")]
    [InlineData("UBND các huyện, thị xã thuộc đối tượng triển khai", "DISTRICT")]
    [InlineData("UBND huyện", "DISTRICT")]
    [InlineData("Các đơn vị sự nghiệp thuộc sở, ban, ngành", "DEPARTMENT")]
    [InlineData("Các địa phương", "DISTRICT")]
    [InlineData("Sở Nội vụ đối với cấp tỉnh", "nv")]
    [InlineData("Phòng Nội vụ", "pnv1 pnv2")]
    public void Where_more_is_taken_than_is_named_it_is_said(string text, string expected) => Check(text, expected, doubts: 1);

    [Theory]
    [InlineData("Sở Ngoại giao")]
    [InlineData("Sở Nội vụ, Sở Ngoại giao, Sở Y tế", "Sở Ngoại giao", "nv yt")]
    [InlineData("Các cơ quan, đơn vị")]
    [InlineData("Sở Nội vụ chủ trì, phối hợp với Hội Nông dân", "phối hợp với Hội Nông dân", "nv")]
    [InlineData("Cơ quan nhà nước cấp tỉnh, cấp huyện")]
    [InlineData("Xã Tân Hòa")]
    public void Whom_nobody_knows_is_told_as_the_cell_has_it(string text, string? unknown = null, string found = "")
    {
        var read = Read(text);

        Assert.Equal(found, Shown(read.Assignees));
        Assert.Equal([unknown ?? text], read.Unknown);
    }

    [Fact]
    public void A_shared_word_is_part_of_each_label() => Assert.Equal(
        ["Sở Nội vụ", "Sở Y tế", "UBND cấp huyện", "UBND cấp xã"],
        Read("Các Sở: Nội vụ; Y tế; UBND cấp huyện, cấp xã").Assignees.Select(lead => lead.Label));

    [Theory]
    [InlineData("Hội Nông dân, Sở Y tế, Các cơ quan, đơn vị có liên quan", "“Hội Nông dân” yt “Các cơ quan, đơn vị có liên quan”")]
    [InlineData("Bộ Nội vụ; Công an tỉnh", "bnv “Công an tỉnh”")]
    [InlineData("Báo B", "“Báo B”")]
    [InlineData("Các sở, ngành có liên quan", "DEPARTMENT")]
    public void Coordinators_outside_the_system_keep_their_label(string text, string expected) =>
        Assert.Equal(expected, Shown(new DraftUnits(Directory.Find("a")!, Directory).Coordinators(text).Assignees));

    [Fact]
    public void A_district_names_the_departments_of_its_province_as_coordinators() =>
        Assert.Equal("a nv “các sở, ngành”", Shown(new DraftUnits(Directory.Find("al")!,
            Directory).Coordinators("UBND tỉnh, Sở Nội vụ, các sở, ngành").Assignees));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("so noi vu", "so noi vu", 0)]
    [InlineData("so noi vu", "so noi bo", 2)]
    [InlineData("abc", "", 3)]
    [InlineData("so y te", "so te", 2)]
    public void Distance_counts_letters(string left, string right, int distance) => Assert.Equal(distance, EditDistance.Of(left, right));

    [Fact]
    public void A_long_cell_is_read_in_time()
    {
        var read = Read(string.Join(", ", Enumerable.Repeat("cơ quan không có", 250)));

        Assert.Single(read.Unknown);
    }

    private static void Check(string text, string expected, int doubts)
    {
        var read = Read(text);
        Assert.Equal(expected, Shown(read.Assignees));
        Assert.Equal(doubts, read.Doubts.Length);
        Assert.Empty(read.Unknown);
    }

    private static LeadReading Read(string text) => new DraftUnits(Directory.Find("a")!, Directory).Leads(text);

    private static string Shown(IEnumerable<Assignee> assignees) => string.Join(
        ' ', assignees.Select(a => a.Unit ?? (a.UnitClass is { } kind ? Grains.Text.Constant(kind) : $"“{a.Label}”")));

    private static TestDirectory Units()
    {
        var directory = new TestDirectory();
        foreach (var (id, name, kind, parent) in ((string, string, UnitKind, string?)[])
            [
                ("bnv", "Bộ Nội vụ", UnitKind.Ministry, null),
                ("a", "Tỉnh A", UnitKind.Province, "bnv"),
                ("b", "Tỉnh B", UnitKind.Province, "bnv"),
                ("b-bao", "Báo B", UnitKind.Body, "b"),
                ("vp", "Văn phòng UBND tỉnh", UnitKind.Department, "a"),
                ("nv", "Sở Nội vụ", UnitKind.Department, "a"),
                ("yt", "Sở Y tế", UnitKind.Department, "a"),
                ("vh", "Sở Văn hóa, Thể thao và Du lịch", UnitKind.Department, "a"),
                ("ld", "Sở Lao động - Thương binh và Xã hội", UnitKind.Department, "a"),
                ("gd", "Sở Giáo dục và Đào tạo", UnitKind.Department, "a"),
                ("tt", "Sở Thông tin và Truyền thông", UnitKind.Department, "a"),
                ("al", "Huyện An Lão", UnitKind.District, "a"),
                ("qs", "Huyện Quan Sơn", UnitKind.District, "a"),
                ("pnv1", "Phòng Nội vụ", UnitKind.Office, "al"),
                ("pnv2", "Phòng Nội vụ", UnitKind.Office, "qs"),
                ("th1", "Xã Tân Hòa", UnitKind.Commune, "al"),
                ("th2", "Xã Tân Hòa", UnitKind.Commune, "qs"),
            ])
        {
            directory.Add(new Unit(id, name, kind, parent, null));
        }
        return directory;
    }
}
