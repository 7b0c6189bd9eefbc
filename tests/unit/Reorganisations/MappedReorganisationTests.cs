namespace Hierarchy.Tests.Unit.Reorganisations;

using Unit = Hierarchy.Grains.Units.Unit;

/// <summary>What a mapping and a new list of units make of the units that there are.</summary>
public sealed class MappedReorganisationTests
{
    public static readonly Document Act = new("202/2025/QH15", new DateOnly(2025, 6, 12), null, null);

    [Fact]
    public void Nine_communes_become_three_and_their_district_and_its_offices_end()
    {
        var reorganisation = Made(SonTay());

        Assert.Equal("vn24-51", reorganisation.Carrier);
        Assert.Equal(
            [
                new Unit("vn25-21334", "Xã Sơn Tây Thượng", UnitKind.Commune, "vn24-51", "21334"),
                new Unit("vn25-21340", "Xã Sơn Tây", UnitKind.Commune, "vn24-51", "21340"),
                new Unit("vn25-21343", "Xã Sơn Tây Hạ", UnitKind.Commune, "vn24-51", "21343"),
            ],
            reorganisation.Establish);
        Assert.Empty(reorganisation.Rename);
        Assert.Equal([new Moving("vn24-530-bao", "vn24-51")], reorganisation.Move);
        Assert.Equal(11, reorganisation.Close.Length);
        Assert.Equal("vn24-530", reorganisation.Close[^1].Unit);
        var ends = reorganisation.Close.ToDictionary(closing => closing.Unit);
        Assert.Equal("vn25-21334", ends["vn24-21335"].WholeHeir);
        Assert.Equal("vn25-21343", ends["vn24-21346"].WholeHeir);
        Assert.Empty(ends["vn24-530-van-phong"].Heirs);
        Assert.Empty(ReorganisationRules.ConflictsOf(reorganisation, SonTay()));
    }

    [Fact]
    public void The_steps_follow_from_it_alone_and_end_from_below()
    {
        var steps = ReorganisationStep.Of(Made(SonTay()));

        Assert.Equal(Enumerable.Range(1, 3 + 1 + 11 + 11), steps.Select(step => step.Number));
        Assert.Equal("reorg:qn:26", steps[^1].KeyIn("qn"));
        var found = Assert.IsType<ReorganisationStep.Found>(steps[0]);
        Assert.Equal(["vn24-21331", "vn24-21334", "vn24-21335"], found.Predecessors.Select(old => old.Unit).Order());
        Assert.Equal("vn24-530", Assert.IsType<ReorganisationStep.Close>(steps[^1]).Closing.Unit);
    }

    [Fact]
    public void What_is_divided_or_ends_without_successor_may_stay_with_the_province()
    {
        var rules = Made(SonTay(), DividedWork.Province).Rules;

        Assert.Equal(["vn24-530", "vn24-530-van-phong"], rules.Select(rule => rule.From!).Order());
        Assert.All(rules, rule => Assert.Equal("vn24-51", rule.Steward));
    }

    [Fact]
    public void A_unit_that_goes_on_alone_under_its_code_stays_itself_and_a_merged_province_passes_its_departments_on()
    {
        var directory = Country(
            new Unit("vn24-52", "Tỉnh Bình Định", UnitKind.Province, "bnv", "52"), new Unit("vn24-64", "Tỉnh Gia Lai", UnitKind.Province, "bnv", "64"),
            new Unit("vn24-52-so", "Sở Nội vụ", UnitKind.Department, "vn24-52", null), new Unit("vn24-540", "Thành phố Quy Nhơn", UnitKind.District, "vn24-52", "540"),
            new Unit("vn24-1", "Xã Nhơn Châu", UnitKind.Commune, "vn24-540", "1"), new Unit("vn24-2", "Xã Phước Mỹ", UnitKind.Commune, "vn24-540", "2"),
            new Unit("vn24-3", "Phường Ghềnh Ráng", UnitKind.Commune, "vn24-540", "3"), new Unit("vn24-500", "Huyện Lý Sơn", UnitKind.District, "vn24-64", "500"));
        var reorganisation = Made(
            directory, DividedWork.Province,
            "old_code,new_code,kind,extent\n52,52,province,full\n64,52,province,full\n1,1,commune,full\n2,3,commune,partial\n2,4,commune,partial\n"
                + "3,3,commune,full\n500,5,district,full\n",
            "code,name,kind,parent_code,type_vi\n52,Gia Lai,province,,tỉnh\n1,Nhơn Châu,commune,52,phường\n3,Quy Nhơn Nam,commune,52,phường\n"
                + "4,Quy Nhơn Tây,commune,52,phường\n5,Lý Sơn,commune,52,đặc khu\n");

        Assert.Equal("bnv", reorganisation.Carrier);
        Assert.Equal(["vn25-52", "vn25-3", "vn25-4", "vn25-5"], reorganisation.Establish.Select(unit => unit.Id));
        Assert.Equal(("bnv", "Đặc khu Lý Sơn"), (reorganisation.Establish[0].Parent, reorganisation.Establish[3].Name));
        Assert.Equal([new Renaming("vn24-1", "Phường Nhơn Châu", null, null)], reorganisation.Rename);
        Assert.Equal([new Moving("vn24-1", "vn25-52"), new Moving("vn24-52-so", "vn25-52")], reorganisation.Move.OrderBy(moving => moving.Unit));
        Assert.Equal(["vn24-2", "vn24-3"], reorganisation.Close.Take(2).Select(closing => closing.Unit).Order());
        Assert.Equal(["vn24-500", "vn24-540"], reorganisation.Close.Skip(2).Take(2).Select(closing => closing.Unit).Order());
        Assert.Equal(["vn24-52", "vn24-64"], reorganisation.Close.Skip(4).Select(closing => closing.Unit).Order());
        Assert.Equal(["vn24-2", "vn24-540"], reorganisation.Rules.Select(rule => rule.From!).Order());
        Assert.All(reorganisation.Rules, rule => Assert.Equal("vn25-52", rule.Steward));
        Assert.Empty(ReorganisationRules.ConflictsOf(reorganisation, directory));
    }

    [Theory]
    [InlineData("old_code;new_code\n", "m.csv:1: the first line must be old_code,new_code,kind,extent")]
    [InlineData("old_code,new_code,kind,extent\n1,21334,commune\n", "m.csv:2: has 3 cells; 4 are expected (a name with a comma must be quoted)")]
    [InlineData("old_code,new_code,kind,extent\n1,21334,office,full\n", "m.csv:2: kind 'office' is not one of province, district, commune")]
    [InlineData("old_code,new_code,kind,extent\n1,21334,commune,whole\n", "m.csv:2: extent 'whole' is not one of full, partial")]
    [InlineData("old_code,new_code,kind,extent\n1,2133x,commune,full\n", "m.csv:2: code '2133x' must have 1 to 20 digits")]
    [InlineData("old_code,new_code,kind,extent\n21331,21334,commune,partial\n", "m.csv:2: extent of 21331 is partial, but it has only this successor")]
    [InlineData(
        "old_code,new_code,kind,extent\n21331,21334,commune,full\n21331,21334,commune,full\n", "m.csv:3: 21331 to 21334 is in the file twice")]
    public void What_is_wrong_with_a_mapping_is_told_with_its_line(string mapping, string fault) =>
        Assert.Equal(fault, Assert.Single(MappingFile.Parse(mapping, "m.csv").Errors).ToString());

    [Fact]
    public void Codes_that_nobody_bears_are_all_told_and_nothing_is_made()
    {
        var refused = Assert.Throws<LoadRefusedException>(() => Made(
            SonTay(), DividedWork.Unassigned, SonTayFiles.Mapping.Replace("21331,21334", "99999,21334").Replace("21346,21343", "21346,99998"),
            SonTayFiles.List.Replace("Quảng Ngãi", "Kon Tum")));

        Assert.Equal(
            [
                "m.csv:2: no COMMUNE with the code 99999 is known: first load the list of the former units",
                "m.csv:10: no COMMUNE with the code 99998 is in the new list",
            ],
            refused.Errors.Select(error => error.ToString()));
        refused = Assert.Throws<LoadRefusedException>(() => Made(SonTay(), DividedWork.Unassigned, SonTayFiles.Mapping, SonTayFiles.List.Replace("Quảng Ngãi", "Kon Tum")));
        Assert.Equal(
            "units-2025.csv:2: Tỉnh Kon Tum (51) has no predecessor in the mapping, and the unit with that code is 'vn24-51' (Tỉnh Quảng Ngãi)",
            Assert.Single(refused.Errors).ToString());
    }

    /// <summary>The numbers of July 2025, over the real lists.</summary>
    /// <remarks>HIERARCHY_UNITS names the folder that has them.</remarks>
    [Fact]
    public void The_reorganisation_of_July_2025_has_the_numbers_that_were_counted()
    {
        if (Environment.GetEnvironmentVariable("HIERARCHY_UNITS") is not { Length: > 0 } folder || !Directory.Exists(folder))
        {
            TestContext.Current.SendDiagnosticMessage("HIERARCHY_UNITS names no folder with the lists of 2024 and 2025: their numbers are not counted");
            return;
        }
        var directory = Country([.. UnitFile.Read(Path.Combine(folder, "units-2024.csv")).Value!.Units]);
        var reorganisation = MappedReorganisation.Read(
            Path.Combine(folder, "mergers-2025.csv"), Path.Combine(folder, "units-2025.csv"), Terms(DividedWork.Province), directory);

        Assert.Equal("bnv", reorganisation.Carrier);
        Assert.Equal((23, 3184 + 5), (Count(UnitKind.Province), Count(UnitKind.Commune)));
        Assert.Equal(23 + 3184 + 5, reorganisation.Establish.Length);
        Assert.Equal(11, reorganisation.Rename.Length);
        Assert.Equal(132, reorganisation.Move.Length);
        Assert.Equal((52, 696, 9903), (Closed(UnitKind.Province), Closed(UnitKind.District), Closed(UnitKind.Commune)));
        Assert.Equal(440 + 691, reorganisation.Rules.Length);
        Assert.Equal(440, reorganisation.Close.Count(closing => closing.Heirs.Length > 1));
        Assert.Empty(ReorganisationRules.ConflictsOf(reorganisation, directory));

        int Count(UnitKind kind) => reorganisation.Establish.Count(unit => unit.Kind == kind);
        int Closed(UnitKind kind) => reorganisation.Close.Count(closing => directory.Find(closing.Unit)!.Kind == kind);
    }

    public static TestDirectory SonTay() => Country(
    [
        new Unit("vn24-51", "Tỉnh Quảng Ngãi", UnitKind.Province, "bnv", "51"), new Unit("vn24-530", "Huyện Sơn Tây", UnitKind.District, "vn24-51", "530"),
        new Unit("vn24-530-van-phong", "Văn phòng HĐND và UBND", UnitKind.Office, "vn24-530", null),
        new Unit("vn24-530-bao", "Báo Sơn Tây", UnitKind.Body, "vn24-530", null),
        .. new[] { "Bua 21331", "Mùa 21334", "Liên 21335", "Tân 21337", "Dung 21340", "Long 21341", "Màu 21338", "Tinh 21343", "Lập 21346" }
            .Select(commune => commune.Split(' ')).Select(commune => new Unit("vn24-" + commune[1], "Xã Sơn " + commune[0], UnitKind.Commune, "vn24-530", commune[1])),
    ]);

    public static Reorganisation Made(
        TestDirectory directory, DividedWork divided = DividedWork.Unassigned, string mapping = SonTayFiles.Mapping, string list = SonTayFiles.List) =>
        MappedReorganisation.Of(
            MappingFile.Parse(mapping, "m.csv").Value!, "m.csv", UnitFile.Parse(list, "units-2025.csv").Value!, "units-2025.csv", Terms(divided), directory);

    private static ReorganisationTerms Terms(DividedWork divided) =>
        new("qn", "Sắp xếp đơn vị hành chính", Act, new DateOnly(2025, 7, 1), new DateOnly(2025, 7, 1), divided);

    private static TestDirectory Country(params Unit[] units)
    {
        var directory = new TestDirectory();
        directory.Add(new Unit("bnv", "Bộ Nội vụ", UnitKind.Ministry, null, null));
        foreach (var unit in units)
        {
            directory.Add(unit);
        }
        return directory;
    }
}
