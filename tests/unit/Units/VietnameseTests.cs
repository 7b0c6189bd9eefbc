using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Hierarchy.UnitTests.Units;

public sealed class VietnameseTests
{
    private const string Alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy";

    /// <summary>By vowel: no tone (ngang), huyền, hỏi, ngã, sắc, nặng.</summary>
    private static readonly string[] Tones = ["aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"];

    [Fact]
    public void Every_letter_has_one_form_however_its_marks_were_typed()
    {
        const string Shapes = "\u0306\u0302\u031B";
        foreach (var letter in Tones.SelectMany(row => row).SelectMany(c => new[] { c, char.ToUpperInvariant(c) }))
        {
            var decomposed = Decomposed(letter);
            Assert.Equal(letter.ToString(), Vietnamese.Compose(decomposed));
            if (decomposed.Length == 3)
            {
                // Shape before tone, and tone before shape; both are typed.
                Assert.Equal(letter.ToString(), Vietnamese.Compose($"{decomposed[0]}{decomposed[2]}{decomposed[1]}"));
                Assert.Contains(decomposed[1..], mark => Shapes.Contains(mark));
            }
            Assert.Equal(letter.ToString(), Vietnamese.Compose(letter.ToString()));
        }
    }

    [Theory]
    [InlineData("Tây Ninh", "Tây Ninh")]
    [InlineData("Ta\u0302y Ninh", "Tây Ninh")]
    [InlineData("Huye\u0302\u0323n So\u031Bn Ta\u0302y", "Huyện Sơn Tây")]
    [InlineData("huye\u0323\u0302n", "huyện")]
    [InlineData("huyẹ\u0302n", "huyện")]
    [InlineData("", "")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("b\u0301", "b\u0301")]
    [InlineData("Tỉnh \u00D0ồng Nai, \u00F0ảo, \u0189\u0256", "Tỉnh Đồng Nai, đảo, Đđ")]
    public void Decomposed_text_is_put_together(string text, string expected) => Assert.Equal(expected, Vietnamese.Compose(text));

    [Theory]
    [InlineData("Tây Ninh", "tay ninh")]
    [InlineData("  UBND   HUYỆN\tSơn\u00A0Tây\n", "ubnd huyen son tay")]
    [InlineData("Đức Phổ", "duc pho")]
    [InlineData("\u00D0ức \u0189Ổ", "duc do")]
    [InlineData("ĐẮK LẮK", "dak lak")]
    [InlineData("Ta\u0302y Ninh", "tay ninh")]
    [InlineData("ƯỚC MƠ, Ở ĐỢ: 12/QĐ-UBND", "uoc mo, o do: 12/qd-ubnd")]
    [InlineData("", "")]
    [InlineData(" ", "")]
    public void Search_compares_without_diacritics_case_and_blanks(string text, string expected) => Assert.Equal(expected, Vietnamese.Fold(text));

    [Theory]
    [InlineData("tay ninh")]
    [InlineData("TÂY")]
    [InlineData("tây nính")]
    [InlineData("Ninh")]
    public void A_name_is_found_however_it_is_typed(string typed) =>
        Assert.Contains(Vietnamese.Fold(typed), Vietnamese.Fold("Ủy ban nhân dân tỉnh Tây Ninh"));

    [Fact]
    public void The_alphabet_is_in_its_order()
    {
        var shuffled = Alphabet.Reverse().Select(c => c.ToString()).ToList();
        shuffled.Sort(Vietnamese.Compare);
        Assert.Equal(Alphabet, string.Concat(shuffled));
    }

    [Fact]
    public void Tones_are_in_the_order_of_dictionaries()
    {
        foreach (var row in Tones)
        {
            var shuffled = row.Reverse().Select(c => $"b{c}n").ToList();
            shuffled.Sort(Vietnamese.Compare);
            Assert.Equal(row.Select(c => $"b{c}n"), shuffled);
        }
    }

    [Theory]
    [InlineData("An Giang", "Bà Rịa")]
    // Letters decide before tones: "ba" + "n" comes after "bà".
    [InlineData("bà", "ban")]
    [InlineData("ba", "bà")]
    [InlineData("bạ", "băn")]
    [InlineData("Dương Minh Châu", "Đức Huệ")]
    [InlineData("Quảng Bình", "Quảng Nam")]
    [InlineData("Hòa Thành", "Hỏa Thành")]
    [InlineData("Sở Nội vụ", "Sở Tài chính")]
    [InlineData("Phường 2", "Phường An Hòa")]
    [InlineData("a b", "ab")]
    public void Names_are_in_the_order_of_the_alphabet(string first, string second)
    {
        Assert.True(Vietnamese.Compare(first, second) < 0);
        Assert.True(Vietnamese.Compare(second, first) > 0);
        Assert.True(string.CompareOrdinal(Vietnamese.SortKey(first), Vietnamese.SortKey(second)) < 0);
    }

    [Fact]
    public void Capitals_decide_last()
    {
        Assert.True(Vietnamese.Compare("Ba", "bà") < 0);
        Assert.NotEqual(0, Vietnamese.Compare("Ba", "ba"));
        Assert.Equal(0, Vietnamese.Compare("Ba", "Ba"));
    }

    [Property(Arbitrary = [typeof(Words)], MaxTest = 500)]
    public void The_order_is_total(Word a, Word b, Word c)
    {
        Assert.Equal(-Math.Sign(Vietnamese.Compare(b.Text, a.Text)), Math.Sign(Vietnamese.Compare(a.Text, b.Text)));
        Assert.Equal(a.Text == b.Text, Vietnamese.Compare(a.Text, b.Text) == 0);
        if (Vietnamese.Compare(a.Text, b.Text) <= 0 && Vietnamese.Compare(b.Text, c.Text) <= 0)
        {
            Assert.True(Vietnamese.Compare(a.Text, c.Text) <= 0);
        }
    }

    [Property(Arbitrary = [typeof(Words)], MaxTest = 500)]
    public void Composing_and_folding_twice_is_doing_it_once(Word word)
    {
        var composed = Vietnamese.Compose(word.Text);
        Assert.Equal(composed, Vietnamese.Compose(composed));
        var folded = Vietnamese.Fold(word.Text);
        Assert.Equal(folded, Vietnamese.Fold(folded));
        Assert.Equal(folded, Vietnamese.Fold(composed));
        Assert.True(folded.All(char.IsAscii), folded);
    }

    /// <summary>The form NFD, by the tables of the test: a letter, the mark of its shape, the mark of its tone.</summary>
    private static string Decomposed(char letter)
    {
        const string Marks = "\0\u0300\u0309\u0303\u0301\u0323";
        var row = Tones.First(r => r.Contains(char.ToLowerInvariant(letter)));
        var tone = Marks[row.IndexOf(char.ToLowerInvariant(letter))];
        var (plain, shape) = row[0] switch
        {
            'ă' => ('a', '\u0306'),
            'â' => ('a', '\u0302'),
            'ê' => ('e', '\u0302'),
            'ô' => ('o', '\u0302'),
            'ơ' => ('o', '\u031B'),
            'ư' => ('u', '\u031B'),
            var other => (other, '\0'),
        };
        var result = new StringBuilder().Append(char.IsUpper(letter) ? char.ToUpperInvariant(plain) : plain).Append(shape).Append(tone);
        return result.Replace("\0", "").ToString();
    }

    public sealed record Word(string Text);

    public static class Words
    {
        private const string Characters = Alphabet + "AÀĐƠỰÊáạảằậềễọộởứựỹỵz 1-\u0301\u0323\u0302\u031B";

        public static Arbitrary<Word> Any() => Arb.From(
            from characters in Gen.Elements(Characters.ToCharArray()).ArrayOf()
            select new Word(new string(characters)));
    }
}
