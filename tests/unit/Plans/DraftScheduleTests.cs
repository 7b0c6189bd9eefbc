namespace Hierarchy.UnitTests.Plans;

/// <summary>What wordings of time in a draft are understood as.</summary>
public sealed class DraftScheduleTests
{
    [Theory]
    [InlineData("Quý I năm 2013", "QUARTERS [1] 2013")]
    [InlineData("Quý I, II năm 2013", "QUARTERS [1,2] 2013")]
    [InlineData("Quí I,II/2013", "QUARTERS [1,2] 2013")]
    [InlineData("Quý I và quý II năm 2013", "QUARTERS [1,2] 2013")]
    [InlineData("Quý 1/2013", "QUARTERS [1] 2013")]
    [InlineData("Quý III", "QUARTERS [3] 2013")]
    [InlineData("trong Quý III", "QUARTERS [3] 2013")]
    [InlineData("Quý I - III/2013", "QUARTERS [1,2,3] 2013")]
    [InlineData("Từ quý II đến hết quý III năm 2013", "QUARTERS [2,3] 2013")]
    [InlineData("Tháng 02/2013", "MONTH 2 2013")]
    [InlineData("Tháng 1 năm 2013", "MONTH 1 2013")]
    [InlineData("Trong tháng 7", "MONTH 7 2013")]
    [InlineData("03/2013", "MONTH 3 2013")]
    [InlineData("Đến hết tháng 7/2013", "MONTH 7 2013")]
    [InlineData("Từ tháng 3 đến tháng 7/2013", "DATE 2013-07-31")]
    [InlineData("Tháng 3, 4 năm 2013", "DATE 2013-04-30")]
    [InlineData("Năm 2013", "YEAR 2013")]
    [InlineData("2013", "YEAR 2013")]
    [InlineData("Trong năm", "YEAR 2013")]
    [InlineData("Đến năm 2013", "YEAR 2013")]
    [InlineData("Cuối năm 2013", "YEAR 2013")]
    [InlineData("Xong trước tháng 7/2013", "DATE 2013-06-30")]
    [InlineData("Hoàn thành trước quý III năm 2013", "DATE 2013-06-30")]
    [InlineData("trước ngày 10/5/2013", "DATE 2013-05-09")]
    [InlineData("trước 10/5/2013", "DATE 2013-05-09")]
    [InlineData("Trước ngày 01 tháng 3 năm 2013", "DATE 2013-02-28")]
    [InlineData("Trước ngày 15/12", "DATE 2013-12-14")]
    [InlineData("Ngày 10/5/2013", "DATE 2013-05-10")]
    [InlineData("Chậm nhất ngày 10-5-2013", "DATE 2013-05-10")]
    [InlineData("Từ ngày 01/3 đến ngày 30/4/2013", "DATE 2013-04-30")]
    [InlineData("6 tháng cuối năm 2013", "DATE 2013-12-31")]
    [InlineData("06 tháng đầu năm 2013", "DATE 2013-06-30")]
    [InlineData("Hằng quý và năm 2013", "RECURRING QUARTER,YEAR 2013-2013")]
    [InlineData("Hàng quý", "RECURRING QUARTER 2013-2013")]
    [InlineData("Hằng quý năm 2013", "RECURRING QUARTER 2013-2013")]
    [InlineData("Hàng năm", "RECURRING YEAR 2013-2013")]
    [InlineData("Hàng tháng, quý, năm", "RECURRING MONTH,QUARTER,YEAR 2013-2013")]
    [InlineData("6 tháng, 9 tháng và năm", "RECURRING HALF_YEAR,NINE_MONTHS,YEAR 06-30,09-30,12-31 2013-2013")]
    [InlineData("Định kỳ 6 tháng và năm", "RECURRING HALF_YEAR,YEAR 06-30,12-31 2013-2013")]
    [InlineData("6 tháng/lần", "RECURRING HALF_YEAR 2013-2013")]
    [InlineData("Hàng tuần", "RECURRING WEEK 2013-2013")]
    [InlineData("01 lần/quý", "RECURRING QUARTER 2013-2013")]
    [InlineData("02 lần/năm", "RECURRING HALF_YEAR 2013-2013")]
    [InlineData("Tháng 12 hàng năm", "RECURRING YEAR 12-31 2013-2013")]
    [InlineData("Quý I hằng năm", "RECURRING YEAR 03-31 2013-2013")]
    [InlineData("Hằng năm, trước ngày 15/12", "RECURRING YEAR 12-14 2013-2013")]
    [InlineData("Trước ngày 10 của tháng cuối quý", "RECURRING QUARTER 03-09,06-09,09-09,12-09 2013-2013")]
    [InlineData("Thường xuyên.", "CONTINUOUS")]
    [InlineData("Liên tục trong năm", "CONTINUOUS")]
    [InlineData("Thường xuyên/định kỳ", "CONTINUOUS")]
    [InlineData("Sau khi Chính phủ phê duyệt Đề án", "AFTER_EVENT")]
    [InlineData("Theo hướng dẫn của Bộ Nội vụ", "AFTER_EVENT")]
    [InlineData("Khi có hướng dẫn của Trung ương", "AFTER_EVENT")]
    [InlineData("Theo kế hoạch", "UNSPECIFIED")]
    [InlineData("Theo kế hoạch năm 2013", "UNSPECIFIED")]
    [InlineData("Theo quy định", "UNSPECIFIED")]
    [InlineData("Định kỳ", "UNSPECIFIED")]
    public void A_wording_is_understood_without_doubt(string text, string expected) =>
        Assert.Equal(text, Check(text, 2013, 2013, expected, doubted: false).Schedule!.Text);

    [Theory]
    [InlineData("2016-2020", "YEARS 2016-2020")]
    [InlineData("giai đoạn 2016 - 2018", "YEARS 2016-2018")]
    [InlineData("Từ năm 2016 đến 2018", "YEARS 2016-2018")]
    [InlineData("Cả giai đoạn 2016-2020", "null")]
    [InlineData("Năm 2016, 2017", "YEARS 2016-2017")]
    [InlineData("Hằng năm", "RECURRING YEAR 2016-2020")]
    [InlineData("Hàng năm, giai đoạn 2017-2019", "RECURRING YEAR 2017-2019")]
    [InlineData("Từ năm 2018, hàng năm", "RECURRING YEAR 2018-2020")]
    [InlineData("Quý IV/2016 đến hết Quý II/2017", "QUARTERS [4,1,2] 2016-2017")]
    [InlineData("Quý I/2016 - Quý IV/2018", "QUARTERS [1,4] 2016-2018")]
    public void A_plan_of_several_years_has_spans(string text, string expected) => Check(text, 2016, 2020, expected, doubted: false);

    [Theory]
    [InlineData("Quý II, IV năm 2013", true, false, "RECURRING HALF_YEAR 2013-2013")]
    [InlineData("Quý II; IV năm 2013", true, false, "RECURRING HALF_YEAR 2013-2013")]
    [InlineData("Quý I, III năm 2013", true, false, "RECURRING  03-31,09-30 2013-2013")]
    [InlineData("Quý I, II, III, IV năm 2013", true, true, "QUARTERS [1,2,3,4] 2013")]
    [InlineData("Quý I, II năm 2013", true, true, "QUARTERS [1,2] 2013")]
    [InlineData("Quý I, II năm 2013", false, false, "QUARTERS [1,2] 2013")]
    [InlineData("Quý II, IV năm 2013", false, true, "QUARTERS [2,4] 2013")]
    [InlineData("Tháng 6, 12/2013", true, false, "RECURRING  06-30,12-31 2013-2013")]
    [InlineData("Tháng 6, 12/2013", false, true, "DATE 2013-12-31")]
    [InlineData("Tháng 5, 6/2013", true, true, "DATE 2013-06-30")]
    public void Adjoining_quarters_are_a_window_and_others_occasions_on_a_report_and_in_doubt_elsewhere(string text, bool isReport, bool doubted, string expected) =>
        Check(text, 2013, 2013, expected, doubted, isReport);

    [Theory]
    [InlineData("", "UNSPECIFIED")]
    [InlineData("-", "UNSPECIFIED")]
    [InlineData("Quý II", "QUARTERS [2] 2016")]
    [InlineData("Trong năm", "YEARS 2016-2020")]
    [InlineData("Từ năm 2018", "YEARS 2018-2020")]
    [InlineData("Năm 2018 và các năm tiếp theo", "YEARS 2018-2020")]
    [InlineData("Năm 2016, 2018", "YEARS 2016-2018")]
    [InlineData("02 năm/lần", "RECURRING YEAR/2 2016-2020")]
    [InlineData("Hai năm một lần", "RECURRING YEAR/2 2016-2020")]
    [InlineData("2 tuần/lần", "RECURRING FORTNIGHT 2016-2020")]
    [InlineData("Hàng quý, 6 tháng và năm", "RECURRING QUARTER,HALF_YEAR,YEAR 2016-2020")]
    [InlineData("Hàng năm và tổng kết việc thực hiện Kế hoạch vào năm 2020", "RECURRING YEAR 2016-2020")]
    [InlineData("Thường xuyên, báo cáo trước ngày 15/12/2018", "CONTINUOUS")]
    [InlineData("Quý I năm 2031", "QUARTERS [1] 2031")]
    [InlineData("Trước ngày 10/5/2015", "DATE 2015-05-09")]
    public void What_words_leave_open_is_taken_as_the_commonest_and_said(string text, string expected) => Check(text, 2016, 2020, expected, doubted: true);

    [Theory]
    [InlineData("Đang chờ")]
    [InlineData("Quý V năm 2013")]
    [InlineData("Tháng 13/2013")]
    [InlineData("Ngày 31/02/2013")]
    [InlineData("Quý II năm 2013 (sau kỳ họp HĐND)")]
    [InlineData("Quý IV/2013 đến quý I/2013")]
    [InlineData("Đầu năm 2013")]
    [InlineData("3 tuần/lần")]
    [InlineData("6 tháng năm 2013")]
    [InlineData("Quý 2 nhưng chưa chắc")]
    [InlineData("9999")]
    public void What_is_not_understood_is_told_with_wordings_that_would_be(string text)
    {
        var reading = ScheduleWording.Read(text, false, 2013, 2013);

        Assert.Null(reading.Schedule);
        Assert.InRange(reading.Suggestions.Length, 2, 3);
        AssertUnderstood(reading, 2013, 2013);
    }

    [Fact]
    public void What_was_recognised_comes_first_among_the_suggestions() =>
        Assert.Equal("Quý II năm 2013", ScheduleWording.Read("Quý II năm 2013 (sau kỳ họp)", false, 2013, 2013).Suggestions[0]);

    [Theory]
    [InlineData("Quý II")]
    [InlineData("Hằng năm")]
    [InlineData("Trong năm")]
    [InlineData("Từ năm 2012")]
    public void Without_years_of_the_plan_it_is_their_fault_alone(string text)
    {
        var reading = ScheduleWording.Read(text, false, null, null);

        Assert.Null(reading.Schedule);
        Assert.True(reading.WantsYears);
    }

    [Fact]
    public void A_text_as_long_as_a_page_is_no_time() =>
        Assert.Null(ScheduleWording.Read(new string('1', 4_000) + " " + string.Concat(Enumerable.Repeat("quý i,", 500)), false, 2013,
            2013).Schedule);

    private static ScheduleReading Check(string text, int start, int end, string expected, bool doubted, bool isReport = false)
    {
        var reading = ScheduleWording.Read(text, isReport, start, end);
        Assert.Equal(expected, Shown(reading.Schedule));
        Assert.Equal(doubted, reading.Doubt is not null);
        AssertUnderstood(reading, start, end);
        return reading;
    }

    private static void AssertUnderstood(ScheduleReading reading, int start, int end) => Assert.All(
        reading.Suggestions,
        text => Assert.True(
            ScheduleWording.Read(text, false, start, end) is { Schedule: not null, Doubt: null },
                $"the suggestion “{text}” is not understood"));

    private static string Shown(Schedule? schedule)
    {
        if (schedule is not { } s)
        {
            return "null";
        }
        var years = s.EndYear is null ? $"{s.StartYear}" : $"{s.StartYear}-{s.EndYear}";
        var kind = Grains.Text.Constant(s.Kind);
        return s.Kind switch
        {
            ScheduleKind.Quarters => $"{kind} [{string.Join(',', s.Quarters)}] {years}",
            ScheduleKind.Month => $"{kind} {s.Month} {years}",
            ScheduleKind.Date => $"{kind} {s.Date:yyyy-MM-dd}",
            ScheduleKind.Recurring =>
                $"{kind} {string.Join(',', s.Every.Select(Grains.Text.Constant))}{(s.EveryYears is { } n ? $"/{n}" : "")}"
                + $"{(s.Days.IsEmpty ? "" : " " + string.Join(',', s.Days))} {years}",
            ScheduleKind.Year or ScheduleKind.Years => $"{kind} {years}",
            _ => kind,
        };
    }
}
