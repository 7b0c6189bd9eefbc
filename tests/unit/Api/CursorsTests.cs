namespace Hierarchy.UnitTests.Api;

public sealed class CursorsTests
{
    [Theory]
    [InlineData(ObligationOrder.DueAsc, 734_000L, "vn24-72~t1")]
    [InlineData(ObligationOrder.DueAsc, null, "đơn-vị~t|1~2013-Q1")]
    [InlineData(ObligationOrder.DueDesc, null, "a~b")]
    [InlineData(ObligationOrder.PercentAsc, 0L, "a~b")]
    [InlineData(ObligationOrder.PercentDesc, 10_000L, "a~b")]
    [InlineData(ObligationOrder.UpdatedDesc, 634_900_000_000_000_000L, "a~b~c")]
    public void A_cursor_comes_back_as_it_went_out(ObligationOrder order, long? key, string id)
    {
        var cursor = new ObligationCursor(order, key, id);

        var text = Cursors.Write(cursor);

        Assert.Equal(cursor, Cursors.ReadObligation(text, order));
        Assert.Matches("^[A-Za-z0-9_-]+$", text);
    }

    [Fact]
    public void A_cursor_of_another_order_is_refused()
    {
        var text = Cursors.Write(new ObligationCursor(ObligationOrder.DueAsc, 1, "a~b"));

        var error = Assert.Throws<FieldError>(() => Cursors.ReadObligation(text, ObligationOrder.PercentAsc));

        Assert.Equal("INVALID", error.Code);
        Assert.Contains("another order", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("abc")]
    [InlineData("ZHVlKw")] // due+
    [InlineData("ZHVlK3wxfA")] // due+|1|
    [InlineData("ZHVlK3wtMXxh")] // due+|-1|a
    [InlineData("ZHVlK3w5OTk5OTk5OXxh")] // due+|99999999|a
    [InlineData("cGVyY2VudCt8fGE")] // percent+||a
    [InlineData("_____w")] // no UTF-8
    public void A_broken_cursor_is_refused(string text)
    {
        var error = Assert.Throws<FieldError>(() => Cursors.ReadObligation(text, ObligationOrder.DueAsc));

        Assert.Equal("INVALID", error.Code);
        Assert.Equal(["after"], error.Input!);
    }

    [Fact]
    public void A_cursor_of_a_history_comes_back_and_no_other_is_taken_for_it()
    {
        Assert.Equal((17, null), Cursors.ReadSeq(Cursors.WriteSeq(17)));
        Assert.Equal((17, "hoa-1"), Cursors.ReadSeq(Cursors.WriteSeq(17, "hoa-1")));
        Assert.Throws<FieldError>(() => Cursors.ReadSeq(Cursors.WriteSeq(0)));
        Assert.Throws<FieldError>(() => Cursors.ReadSeq(Cursors.Write(new ObligationCursor(ObligationOrder.DueAsc, 1, "a~b"))));
        Assert.Throws<FieldError>(() => Cursors.ReadObligation(Cursors.WriteSeq(17), ObligationOrder.DueAsc));
    }
}
