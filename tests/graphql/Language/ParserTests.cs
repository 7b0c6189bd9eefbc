using System.Text;
using Hierarchy.GraphQL.Language;

namespace Hierarchy.Tests.GraphQL.Language;

/// <summary>Section 2: what the corpus of texts does not say about characters, places and bounds.</summary>
public sealed class ParserTests
{
    [Theory]
    [InlineData("\"\\u{1F600}\\uD83D\\uDE00\\u00e9\"", "😀😀é")]
    [InlineData("\"a\\n\\t\\\\\\\"\\/\"", "a\n\t\\\"/")]
    [InlineData("\"tỉnh Tây Ninh 😀\"", "tỉnh Tây Ninh 😀")]
    [InlineData("\"\"\"\n    a\n      b\n\n    c \\\"\"\"\n  \"\"\"", "a\n  b\n\nc \"\"\"")]
    [InlineData("\"\"\"one \\n line\"\"\"", "one \\n line")]
    [InlineData("\"\"\"\r\n  a\r  b\n  \"\"\"", "a\nb")]
    [InlineData("\"\"", "")]
    [InlineData("\"\"\"\"\"\"", "")]
    public void A_string_means_what_its_escapes_and_lines_say(string literal, string meaning) =>
        Assert.Equal(meaning, Assert.IsType<StringValueNode>(Parser.ParseValue(literal)).Value);

    [Theory]
    [InlineData("{ a(x: \"\\uD83D\") }", "Invalid Unicode escape sequence: \"\\uD83D\".", 1, 9)]
    [InlineData("{ a(x: \"\\u{110000}\") }", "Invalid Unicode escape sequence: \"\\u{110000}\".", 1, 9)]
    [InlineData("{ a(x: \"\\u{}\") }", "Invalid Unicode escape sequence: \"\\u{}\".", 1, 9)]
    [InlineData("{ a(x: \"\\x\") }", "Invalid character escape sequence: \"\\x\".", 1, 9)]
    [InlineData("{ a(x: \"b) }", "Unterminated string.", 1, 13)]
    [InlineData("{ a(x: \"b\n\") }", "Unterminated string.", 1, 10)]
    [InlineData("{ a(x: \"\"\"b) }", "Unterminated string.", 1, 15)]
    [InlineData("{ a(x: 01) }", "Invalid number, unexpected digit after 0: \"1\".", 1, 9)]
    [InlineData("{ a(x: 1.) }", "Invalid number, expected digit but got: \")\".", 1, 10)]
    [InlineData("{ a(x: .5) }", "Invalid number, expected digit before \".\", did you mean \"0.5\"?", 1, 8)]
    [InlineData("{ a(x: 1e) }", "Invalid number, expected digit but got: \")\".", 1, 10)]
    [InlineData("{ a(x: 1a) }", "Invalid number, expected digit but got: \"a\".", 1, 9)]
    [InlineData("{ .. }", "Unexpected \"..\", did you mean \"...\"?", 1, 3)]
    [InlineData("{ 'a' }", "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1, 3)]
    [InlineData("{ ? }", "Unexpected character: \"?\".", 1, 3)]
    [InlineData("{ Đ }", "Unexpected character: U+0110.", 1, 3)]
    [InlineData("{ 😀 }", "Unexpected character: U+1F600.", 1, 3)]
    [InlineData("# 😀 Đ\r\n\r{ a(x: \"Đ😀\") ! }", "Expected Name, found \"!\".", 3, 15)]
    [InlineData("{ }", "Expected Name, found \"}\".", 1, 3)]
    [InlineData("", "Unexpected <EOF>.", 1, 1)]
    public void A_fault_is_reported_at_its_place_in_utf16_units(string text, string message, int line, int column)
    {
        var fault = Assert.Throws<GraphQLSyntaxError>(() => Parser.Parse(text));
        Assert.Equal("Syntax Error: " + message, fault.Message);
        Assert.Equal(new SourceLocation(line, column), Assert.Single(fault.Error.Locations));
        Assert.Equal(ErrorCodes.Syntax, fault.Error.Code);
    }

    // The surrogates are put in here because attributes cannot carry them.
    [Theory]
    [InlineData("\"?\"", "Invalid character within String: U+D83D.")]
    [InlineData("\"\"\"?\"\"\"", "Invalid character within String: U+D83D.")]
    [InlineData("?", "Invalid character: U+D83D.")]
    [InlineData("# ?", "Invalid character: U+D83D.")]
    public void A_lone_surrogate_is_refused(string pattern, string message)
    {
        var fault = Assert.Throws<GraphQLSyntaxError>(() => Parser.ParseValue(pattern.Replace('?', '\uD83D')));
        Assert.Equal("Syntax Error: " + message, fault.Message);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        byte[] text = [.. "{ a(x: \""u8, 0xFF, .. "\") }"u8];
        var fault = Assert.Throws<GraphQLSyntaxError>(() => Parser.Parse(new SourceText(text)));
        Assert.Equal("Syntax Error: Invalid character within String: U+FFFD.", fault.Message);
    }

    [Fact]
    public void Byte_order_marks_and_commas_are_white_space_anywhere()
    {
        var document = Parser.Parse("\uFEFF{,a\uFEFFb,,}");
        Assert.Equal("{\n  a\n  b\n}", Printer.Print(document));
    }

    [Theory]
    [InlineData("{ a a a a a a a a a }", ErrorCodes.TokenLimit)]
    [InlineData("{a{a{a{a}}}}", ErrorCodes.NestingLimit)]
    [InlineData("{a(x:[[[[", ErrorCodes.NestingLimit)]
    [InlineData("{a(x:{y:{y:{y:{", ErrorCodes.NestingLimit)]
    [InlineData("query($a:[[[[", ErrorCodes.NestingLimit)]
    [InlineData("{a}{a}{a}", ErrorCodes.OperationLimit)]
    [InlineData("query($a:A,$b:A,$c:A){a}", ErrorCodes.VariableLimit)]
    [InlineData("fragment A on T{a} fragment B on T{a} fragment C on T{a}", ErrorCodes.FragmentLimit)]
    public void A_limit_is_refused_with_its_own_code(string text, string code)
    {
        var tokensMax = code == ErrorCodes.TokenLimit ? 10 : 100;
        var options = new ParserOptions { TokensMax = tokensMax, NestingMax = 3, OperationsMax = 2, VariablesMax = 2, FragmentsMax = 2 };
        Assert.Equal(code, Assert.Throws<GraphQLSyntaxError>(() => Parser.Parse(text, options)).Error.Code);
    }

    [Fact]
    public void Selection_sets_have_dense_ids()
    {
        var document = Parser.Parse("{ a { b { c } } d { e } } fragment F on T { f }");
        var root = document.Operations[0].SelectionSet;
        Assert.Equal(3, root.Id);
        Assert.Equal(4, document.Fragments[0].SelectionSet.Id);
    }

    [Fact]
    public void Offsets_are_bytes_of_the_source()
    {
        var document = Parser.Parse(new SourceText(Encoding.UTF8.GetBytes("# Đ\n{ a(x: \"Đ\") }")));
        var field = Assert.IsType<FieldNode>(document.Operations[0].SelectionSet.Selections[0]);
        Assert.Equal("a(x: \"Đ\")", document.Source.Slice(field.Start, field.End));
        Assert.Equal(new SourceLocation(2, 3), document.Source.Locate(field.Start));
    }
}
