using System.Globalization;
using System.Text;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Numbers and strings as JSON.stringify writes them.</summary>
public sealed class JsonBufferTests
{
    private static string Written(Action<JsonBuffer> write)
    {
        using var json = new JsonBuffer();
        write(json);
        return Encoding.UTF8.GetString(json.Written.Span);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(0.05, "0.05")]
    [InlineData(99.99, "99.99")]
    [InlineData(33.333333333333336, "33.333333333333336")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000015, "0.0000015")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(-1.25e-9, "-1.25e-9")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    public void A_number_is_written_as_JavaScript_does(double value, string text) =>
        Assert.Equal(text, Written(json => json.WriteNumber(value)));

    [Fact]
    public void Any_number_reads_back_as_itself()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var value = i % 2 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64())
                : Math.Round(random.NextDouble() * 1000, random.Next(6));
            if (double.IsFinite(value))
            {
                Assert.Equal(value, double.Parse(Written(json => json.WriteNumber(value)), CultureInfo.InvariantCulture));
            }
        }
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("Tây Ninh", "\"Tây Ninh\"")]
    [InlineData("a\"b\\c\n\r\t\b\f\u0001", "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\"")]
    [InlineData("\ud83d\ude00", "\"\ud83d\ude00\"")]
    public void A_string_is_written_as_JavaScript_does(string value, string text) =>
        Assert.Equal(text, Written(json => json.WriteString(value)));

    [Fact]
    public void A_lone_surrogate_is_written_as_an_escape()
    {
        Assert.Equal("\"x\\ud800y\"", Written(json => json.WriteString("x" + (char)0xd800 + "y")));
        Assert.Equal("\"\\udc00\"", Written(json => json.WriteString("" + (char)0xdc00)));
    }

    [Fact]
    public void Text_longer_than_the_bound_is_refused() =>
        Assert.Throws<ResponseTooLargeException>(() => Written(json =>
        {
            json.LengthMax = 1000;
            for (var i = 0; i < 10_000; i++)
            {
                json.WriteString("0123456789");
            }
        }));

    [Fact]
    public void A_rewind_leaves_what_came_before() => Assert.Equal("[1", Written(json =>
    {
        json.WriteRaw((byte)'[');
        json.WriteNumber(1);
        var mark = json.Length;
        json.WriteString(new string('x', 100_000));
        json.Rewind(mark);
    }));
}
