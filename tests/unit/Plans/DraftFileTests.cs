using Hierarchy.Api.Plans.Drafts;

namespace Hierarchy.UnitTests.Plans;

/// <summary>What a file may hold besides a table as it should be: it is read as it is meant, or refused with its place and the way out.</summary>
public sealed class DraftFileTests
{
    private static readonly string[] Head = ["STT", "Nội dung", "Cơ quan chủ trì", "Thời gian"];
    private static readonly string[] Row = ["1", "Xây dựng kế hoạch", "Sở Nội vụ", "Quý I"];

    private static readonly Dictionary<string, (Func<byte[]> Bytes, string Code, string Reason)> Files = new()
    {
        ["empty"] =
            (() => [], DraftFileException.NotATable, "tệp trống"),
        ["prose"] =
            (() => "Kính gửi: Sở Nội vụ"u8.ToArray(), DraftFileException.NotATable, "không thấy bảng"),
        ["an old document"] =
            (() => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], DraftFileException.NotATable, "lưu lại thành DOCX"),
        ["a PDF"] =
            (() => "%PDF-1.7"u8.ToArray(), DraftFileException.NotATable, "PDF"),
        ["RTF"] =
            (() => "{\\rtf1"u8.ToArray(), DraftFileException.NotATable, "RTF"),
        ["bytes"] =
            (() => [1, 0, 2, 0, 3], DraftFileException.NotATable, "không phải là DOCX"),
        ["another zip"] =
            (() => MadeFile.Zip(("a.txt", "a")), DraftFileException.NotATable, "không phải là DOCX"),
        ["no zip"] =
            (() => "PK\u0003\u0004 and no more"u8.ToArray(), DraftFileException.Damaged, "lưu lại"),
        ["a document cut off"] =
            (() => MadeFile.Docx(MadeFile.Table(Head, Row))[..400], DraftFileException.Damaged, "lưu lại"),
        ["XML cut off"] =
            (() => MadeFile.Docx("<w:p>"), DraftFileException.Damaged, "lưu lại"),
        ["entities"] =
            (() => MadeFile.Zip(MadeFile.Relations("", "", MadeFile.Relation("r", "officeDocument", "word/document.xml")),
                ("word/document.xml", "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><d>&a;</d>")), DraftFileException.Damaged, "lưu lại"),
        ["no table"] =
            (() => MadeFile.Docx(MadeFile.Paragraph("Kế hoạch")), DraftFileException.NotATable, "Cơ quan chủ trì"),
        ["another table"] =
            (() => MadeFile.Docx(MadeFile.Table(["Họ tên", "Chức vụ"], ["A", "B"])), DraftFileException.NotATable, "Cơ quan chủ trì"),
        ["a head alone"] =
            (() => MadeFile.Docx(MadeFile.Table(Head)), DraftFileException.NotATable, "bảng 1: "),
        ["5,001 rows"] =
            (() => MadeFile.Docx(MadeFile.Table([Head, .. Enumerable.Repeat(Row, Limits.DraftRowsMax)])), DraftFileException.TooManyRows, "bảng 1, dòng 5001: "),
        ["tables in tables"] =
            (() => MadeFile.Docx(Nested(12)), DraftFileException.TooLarge, "lồng nhau"),
        ["columns"] =
            (() => MadeFile.Docx(MadeFile.Table(Head, ["9*a", "9*b", .. Enumerable.Repeat("9*c", 10)])), DraftFileException.TooLarge, "cột"),
        ["a long cell"] =
            (() => MadeFile.Docx(MadeFile.Table(Head, ["1", new string('a', Limits.TextMax + 1), "b", "c"])), DraftFileException.TooLarge, "dòng 2: một ô"),
        ["20 MB and one byte"] =
            (() => new byte[Limits.FileBytesMax + 1], DraftFileException.TooLarge, "20 MB"),
        ["parts"] =
            (() => MadeFile.Zip([.. Enumerable.Range(0, OfficePackage.PartsMax + 1).Select(i => ($"p{i}", ""))]), DraftFileException.TooLarge, "phần"),
        ["a font of before Unicode"] =
            (() => Csv("Nội dung;Cơ quan chủ trì\nQuyÕt ®Þnh cña TØnh B¾c Ninh;Sở Nội vụ"), DraftFileException.Damaged, "dòng 2: phông chữ TCVN3"),
        ["VNI"] =
            (() => MadeFile.Docx(MadeFile.Table(Head, ["1", "Uûy ban nhaân daân tænh Baéc Ninh", "ñôn vò", ""])), DraftFileException.Damaged, "bảng 1, dòng 2: phông chữ VNI"),
        ["a lost letter"] =
            (() => Csv("Nội dung;Cơ quan chủ trì\nT\uFFFDnh;Sở Nội vụ"), DraftFileException.Damaged, "dòng 2: "),
        ["no UTF-8"] =
            (() => [.. Csv("Nội dung;Cơ quan chủ trì\n"), 0xC3, 0x28], DraftFileException.Damaged, "dòng 2: không phải UTF-8"),
    };

    public static TheoryData<string> Refused { get; } = [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_plan_is_refused_with_its_place(string what)
    {
        var (bytes, code, reason) = Files[what];

        var refusal = Assert.Throws<DraftFileException>(() => Read(bytes()));

        Assert.Equal(code, refusal.Code);
        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    /// <summary>400 KB that would be 400 MB: it is not unpacked beyond the bound.</summary>
    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = MadeFile.Docx(MadeFile.Table(Head, Row) + new string(' ', OfficePackage.PartBytesMax));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<DraftFileException>(() => Read(bomb));

        Assert.Equal(DraftFileException.TooLarge, refusal.Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024 * 1024, "the part was kept in memory");
    }

    [Fact]
    public void As_many_rows_as_are_allowed_are_read_in_seconds()
    {
        var began = Stopwatch.GetTimestamp();

        var draft = Read(MadeFile.Docx(MadeFile.Table([Head, .. Enumerable.Range(1, Limits.DraftRowsMax - 1).Select(i => (string[])[$"{i}", "A", "B", "C"])])));

        Assert.Equal(Limits.DraftRowsMax - 1, draft.Lines.Length);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"{Stopwatch.GetElapsedTime(began)}");
    }

    [Fact]
    public void Macros_and_links_are_passed_over()
    {
        var draft = Read(MadeFile.Docx(
            MadeFile.Table(Head, Row), ("word/vbaProject.bin", "no macro"),
            MadeFile.Relations("word/", "document.xml", MadeFile.Relation("t", "attachedTemplate", "http://127.0.0.1:9/x.dotm", external: true),
                MadeFile.Relation("h", "hyperlink", "http:// not an address", external: true))));

        Assert.Equal("Xây dựng kế hoạch", Assert.Single(draft.Lines).Title);
    }

    [Fact]
    public void A_table_inside_a_cell_is_read()
    {
        var draft = Read(MadeFile.Docx(MadeFile.Table([$"<w:p/>{MadeFile.Table(Head, Row)}"])));

        Assert.Equal("bảng 2, dòng 2", Assert.Single(draft.Lines).Place);
    }

    [Fact]
    public void What_was_struck_out_is_not_read()
    {
        var draft = Read(MadeFile.Docx(MadeFile.Table(Head, ["1",
            "<w:p><w:del><w:r><w:delText>Cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>Mới</w:t></w:r></w:ins></w:p>", "Sở Nội vụ", ""])));

        Assert.Equal("Mới", Assert.Single(draft.Lines).Title);
    }

    [Fact]
    public void Heads_of_two_rows_repeated_heads_and_numbers_of_columns_are_no_lines()
    {
        string[][] head = [["vTT", "vNội dung", "2*Trách nhiệm", "vTiến độ"], ["^", "^", "Chủ trì", "Phối hợp", "^"]];
        string[] numbers = ["(1)", "(2)", "(3)", "(4)", "(5)"];
        var draft = Read(MadeFile.Docx(MadeFile.Table([.. head, numbers,
            ["5*I. Cải cách thể chế"], ["1", "A", "vSở Nội vụ", "", "Quý I"], .. head, ["2", "B", "^", "Sở Tư pháp", "Quý II"]])));

        Assert.Equal(["I.1", "I.2"], draft.Lines.Select(line => line.Code));
        Assert.Equal(["Sở Nội vụ", "Sở Tư pháp"], [draft.Lines[0].LeadsText, draft.Lines[1].CoordinatorsText]);
        Assert.Equal("Cải cách thể chế", Assert.Single(draft.Areas).Name);
    }

    [Fact]
    public void A_table_goes_on_without_a_head_and_areas_stand_between_tables()
    {
        var draft = Read(MadeFile.Docx(
            MadeFile.Paragraph("I. CẢI CÁCH THỂ CHẾ") + MadeFile.Table(Head, Row) + MadeFile.Table(["2", "B", "Sở Tư pháp", ""])
            + MadeFile.Paragraph("II. CẢI CÁCH THỦ TỤC") + MadeFile.Table(Head, Row)));

        Assert.Equal(["I.1", "I.2", "II.1"], draft.Lines.Select(line => line.Code));
        Assert.Equal("bảng 2, dòng 1", draft.Lines[1].Place);
    }

    [Fact]
    public void Leads_and_times_of_merged_cells_go_on_and_money_does_not()
    {
        var draft = Read(MadeFile.Docx(MadeFile.Table(
            ["Nội dung", "Sản phẩm", "Cơ quan chủ trì", "Thời gian", "Kinh phí (triệu đồng)", "Ghi chú"],
            ["1. A", "vKế hoạch", "vSở Nội vụ", "vQuý I", "vN", "vGhi"], ["2. B", "^", "^", "^", "^", "^"],
            ["3. C", "", "", "", "1,5", ""])));

        Assert.Equal([null, null, 1_500_000L], draft.Lines.Select(line => line.Budget));
        Assert.Equal(["Sở Nội vụ", "Sở Nội vụ", null], draft.Lines.Select(line => line.LeadsText));
        Assert.Equal(["Quý I", "Quý I", null], draft.Lines.Select(line => line.ScheduleText));
        Assert.Equal([1, 0, 0], draft.Lines.Select(line => line.Products.Length));
        Assert.Equal(["2. B", "", "", "", "", ""], draft.Lines[1].Cells);
    }

    [Theory]
    [InlineData("13.166,6", "1000 đồng", 13_166_600L)]
    [InlineData("13.166.600", "ĐVT: 1.000 đồng", 13_166_600_000L)]
    [InlineData("13 166", "nghìn đồng", 13_166_000L)]
    [InlineData("1,5", "tỷ đồng", 1_500_000_000L)]
    [InlineData("300 triệu đồng", "", 300_000_000L)]
    [InlineData("300.000.000", "", 300_000_000L)]
    [InlineData("13,166,600", "đồng", 13_166_600L)]
    [InlineData("0", "", 0L)]
    [InlineData("300", "", null)]
    [InlineData("1,5", "đồng", null)]
    [InlineData("1,500", "triệu đồng", null)]
    [InlineData("1500000.00", "đồng", null)]
    [InlineData("1.500.000,50", "đồng", null)]
    [InlineData("1,50", "1000 đồng", 1_500L)]
    [InlineData("khoảng 300", "triệu đồng", null)]
    [InlineData("-5", "triệu đồng", null)]
    [InlineData("Theo dự toán", "triệu đồng", null)]
    [InlineData("99999999999", "tỷ đồng", null)]
    public void Money_is_read_in_one_way_or_not_at_all(string cell, string unit, long? amount)
    {
        var draft = Read(MadeFile.Docx(MadeFile.Table(["Nội dung", "Cơ quan chủ trì", $"Kinh phí ({unit})"], ["1. A", "Sở Nội vụ", cell])));

        Assert.Equal(amount, Assert.Single(draft.Lines).Budget);
        Assert.Equal(cell, draft.Lines[0].Cells[2]);
    }

    [Fact]
    public void Sheets_are_read_in_their_order_without_hidden_ones()
    {
        const string Head = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"
            + "<c r=\"C2\" t=\"str\"><v>Thời gian</v></c><c r=\"D2\" t=\"str\"><v>Kinh phí (1000 đồng)</v></c></row>";
        var draft = Read(MadeFile.Xlsx(
            ("Bìa", "visible", "<sheetData/>"),
            ("Ẩn", "hidden", $"<sheetData>{Head}<row r=\"3\">{MadeFile.Inline("A3", "1. Ẩn")}{MadeFile.Inline("B3", "X")}</row></sheetData>"),
            ("Năm 2026", "visible", $"<sheetData>{Head}<row r=\"4\">{MadeFile.Inline("A4", "1. A")}{MadeFile.Inline("B4", "Sở Nội vụ")}"
                + $"<c r=\"C4\" s=\"1\"><v>46112</v></c><c r=\"D4\"><v>13166.6</v></c></row>"
                + $"<row r=\"9\">{MadeFile.Inline("A9", "2. B")}<c r=\"C9\" s=\"2\"><v>46112</v></c></row></sheetData>"
                + "<mergeCells><mergeCell ref=\"B4:B9\"/></mergeCells>")));

        Assert.Equal(["31/03/2026", "03/2026"], draft.Lines.Select(line => line.ScheduleText));
        Assert.Equal(["Sở Nội vụ", "Sở Nội vụ"], draft.Lines.Select(line => line.LeadsText));
        Assert.Equal("trang tính Năm 2026, dòng 9", draft.Lines[1].Place);
        Assert.Equal(13_166_600, draft.Lines[0].Budget);
    }

    public static TheoryData<string, byte[]> Texts { get; } = new()
    {
        { "semicolons", Csv("STT;NỘI DUNG;CƠ QUAN CHỦ TRÌ;THỜI GIAN\n\n;;;\n1;\"Rà soát; sửa \"\"quy chế\"\"\";Sở Nội vụ, Sở Y tế;Quý I\n") },
        { "commas and a mark", [.. "\uFEFF"u8, .. Csv("STT,Nội dung,Cơ quan chủ trì,Thời gian\r\n1,\"Rà soát; sửa \"\"quy chế\"\"\",\"Sở Nội vụ, Sở Y tế\",Quý I\r\n")] },
        { "tabs", Csv("STT\tNội dung\tCơ quan chủ trì\tThời gian\n1\tRà soát; sửa \"quy chế\"\tSở Nội vụ, Sở Y tế\tQuý I") },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("STT\tNội dung\tCơ quan chủ trì\tThời gian\r\n1\tRà soát; sửa \"quy chế\"\tSở Nội vụ, Sở Y tế\tQuý I")] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_are_read_whatever_parts_their_cells(string what, byte[] bytes)
    {
        var line = Assert.Single(Read(bytes).Lines);

        Assert.Equal(("1", "Rà soát; sửa \"quy chế\"", "Sở Nội vụ, Sở Y tế", "Quý I"), (line.Code, line.Title, line.LeadsText, line.ScheduleText));
        Assert.Equal(what == "semicolons" ? "dòng 4" : "dòng 2", line.Place);
    }

    private static byte[] Csv(string text) => Encoding.UTF8.GetBytes(text);

    private static string Nested(int depth) => depth == 0 ? MadeFile.Paragraph("a") : MadeFile.Table([Nested(depth - 1)]);

    private static DraftText Read(byte[] bytes) => DraftFile.Read(new MemoryStream(bytes), "ke-hoach");
}
