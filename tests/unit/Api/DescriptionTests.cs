namespace Hierarchy.UnitTests.Api;

/// <summary>The contract explains itself: read from its text, so that it holds whatever engine serves it.</summary>
public sealed partial class DescriptionTests
{
    private const int LineMax = 140;

    [Fact]
    public void Everything_in_the_contract_has_a_description()
    {
        var (described, bare) = Walk(ApiSchema.Text);

        Assert.Empty(bare);
        Assert.True(described.Count > 350, $"Only {described.Count} definitions were found.");
        Assert.Contains("Query.searchUnits(first)", described.Keys);
        Assert.Contains("ScheduleInput.days", described.Keys);
        Assert.Contains("Dimension.CHILD", described.Keys);
        Assert.Contains("Money", described.Keys);
    }

    [Fact]
    public void A_description_is_a_sentence_or_more_and_repeats_no_name()
    {
        var (described, _) = Walk(ApiSchema.Text);

        Assert.All(described, pair =>
        {
            Assert.Matches(@"[.:…]$", pair.Value);
            Assert.DoesNotMatch(@"^The \w+ of the \w+\.$", pair.Value);
        });
    }

    [Fact]
    public void Its_lines_can_be_read_side_by_side()
    {
        Assert.DoesNotContain(ApiSchema.Text.Split('\n'), line => line.Length > LineMax);
    }

    [Theory]
    [InlineData("type A { b: Int }", "A", "A.b")]
    [InlineData("\"a\" type A { \"b\" b(c: [Int!]! = [1], \"d\" d: E = {x: 1}): Int }", "A.b(c)")]
    [InlineData("\"\"\"\na { type X }\n\"\"\"\nenum A { \"b\" B C }", "A.C")]
    [InlineData("scalar A \"b\" input B { c: A = \"# type\" }", "A", "B.c")]
    public void What_has_none_is_found(string sdl, params string[] bare)
    {
        Assert.Equal(bare, Walk(sdl).Bare);
    }

    /// <summary>Every definition by its place, such as <c>Type.field(argument)</c>, with its description; and those that have
    /// none.</summary>
    private static (Dictionary<string, string> Described, List<string> Bare) Walk(string sdl)
    {
        var tokens = TokenPattern().Matches(sdl).Select(match => match.Value).Where(token => token[0] is not '#' and not ',').ToList();
        var described = new Dictionary<string, string>();
        var bare = new List<string>();
        var at = 0;
        while (at < tokens.Count)
        {
            var text = Description();
            var keyword = tokens[at++];
            if (keyword == "schema")
            {
                while (tokens[at++] != "}")
                {
                }
                continue;
            }
            var type = tokens[at++];
            Add(type, text);
            if (keyword == "scalar")
            {
                continue;
            }
            Assert.Equal("{", tokens[at++]);
            Members(type + ".", "}", keyword == "enum");
        }
        return (described, bare);

        void Members(string place, string end, bool areValues)
        {
            while (tokens[at] != end)
            {
                var text = Description();
                var name = place + tokens[at++];
                Add(end == ")" ? name + ")" : name, text);
                if (areValues)
                {
                    continue;
                }
                if (tokens[at] == "(")
                {
                    at++;
                    Members(name + "(", ")", areValues: false);
                }
                Assert.Equal(":", tokens[at++]);
                SkipType();
                if (tokens[at] == "=")
                {
                    at++;
                    SkipValue();
                }
            }
            at++;
        }

        string? Description() => tokens[at][0] == '"' ? tokens[at++].Trim('"').Trim() : null;

        void Add(string name, string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                bare.Add(name);
            }
            else
            {
                described.Add(name, text);
            }
        }

        void SkipType()
        {
            while (tokens[at] == "[")
            {
                at++;
            }
            at++;
            while (tokens[at] is "]" or "!")
            {
                at++;
            }
        }

        void SkipValue()
        {
            var depth = 0;
            do
            {
                depth += tokens[at] is "[" or "{" ? 1 : tokens[at] is "]" or "}" ? -1 : 0;
                at++;
            }
            while (depth > 0);
        }
    }

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"|#[^\n]*|[_A-Za-z0-9.+-]+|[{}()\\[\\]:=!,]")]
    private static partial Regex TokenPattern();
}
