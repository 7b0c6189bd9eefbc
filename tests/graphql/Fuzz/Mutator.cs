namespace Hierarchy.Tests.GraphQL.Fuzz;

/// <summary>Creates inputs from seeds by damaging bytes and tokens, determined only by its random numbers.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds)
{
    private const int LengthMax = 300_000;
    private const int HugeLengthMax = 3_000_000;

    private static readonly byte[][] Pieces =
    [
        [0xEF, 0xBB, 0xBF], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE1, 0xBB], [0x00], [0x80], [0xFE, 0xFF],
        .. new[]
        {
            "{", "}", "[", "]", "(", ")", ":", ",", "!", "|", "&", "=", "@", "$", "...", "\"", "\"\"\"", "\\", "\\u", "\\ud800",
            "\\udc00", "\\ud83d\\ude00", "\\u{1F600}", "\\u{110000}", "\\\"\"\"", "#", "\n", "\r\n", "\t", "\u2028", "{{", "}}",
            "{a", "{a:", "[[", "null", "true", "-", "0", "01", "1e999", "-1e-999", "2147483648", "9223372036854775808", "0.1e+",
            "__typename", "__schema{types{name}}", "@skip(if:true)", "@include(if:$on)", "...F", "fragment F on Unit{...F}",
            "on", "query", "mutation", "subscription", "$id:ID!", "Tỉnh Tây Ninh", "Ti\u0309nh", "\U0001F1FB\U0001F1F3",
            "\"query\":", "\"variables\":{}", "\"variables\":[]", "\"extensions\":null", "\"operationName\":\"A\"",
            "\"id\":\"1\"", "\"type\":\"subscribe\"", "\"type\":\"complete\"", "\"type\":\"connection_init\"", "%", "%00",
            "%ED%A0%80", "&query=", "?", "+", "\r\n\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
            "Accept: text/event-stream\r\n", "Accept: */*\r\n", "GET ", "POST ", "HTTP/1.1",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>The input with a number.</summary>
    public byte[] Make(int seed, int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var input = new List<byte>(seeds[random.Next(seeds.Count)]);
        for (var rounds = random.Next(7); rounds > 0; rounds--)
        {
            Damage(input, random);
        }
        if (random.Next(5_000) == 0)
        {
            Repeat(input, random, HugeLengthMax);
        }
        return [.. input];
    }

    private void Damage(List<byte> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(input.Count - at, 1 + random.Next(1 << random.Next(1, 9)));
        switch (random.Next(11))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2 or 3:
                input.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 4:
                input.RemoveRange(at, length);
                break;
            case 5:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 6:
                var other = seeds[random.Next(seeds.Count)];
                var from = random.Next(other.Length + 1);
                input.RemoveRange(at, length);
                input.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 + random.Next(200))).ToArray());
                break;
            case 7:
                input.RemoveRange(at, random.Next(3) == 0 ? input.Count - at : 0);
                break;
            case 8 when random.Next(10) == 0:
                Repeat(input, random, LengthMax);
                break;
            default:
                DamageTokens(input, random);
                break;
        }
    }

    // Repeats a stretch: nesting, commas, aliases, fragments, digits.
    private static void Repeat(List<byte> input, Random random, int lengthMax)
    {
        var at = random.Next(input.Count + 1);
        var piece = random.Next(2) == 0
            ? Pieces[random.Next(Pieces.Length)]
            : [.. input.GetRange(at, Math.Min(input.Count - at, 1 + random.Next(30)))];
        if (piece.Length == 0 || input.Count >= lengthMax)
        {
            return;
        }
        var times = Math.Min(1 << random.Next(1, 22), (lengthMax - input.Count) / piece.Length);
        var repeated = new byte[times * piece.Length];
        for (var i = 0; i < times; i++)
        {
            piece.CopyTo(repeated, i * piece.Length);
        }
        input.InsertRange(at, repeated);
    }

    // Keeps more of the grammar than byte damage: removes, doubles or swaps words.
    private static void DamageTokens(List<byte> input, Random random)
    {
        var (first, firstLength) = Token(input, random.Next(input.Count + 1));
        var (second, secondLength) = Token(input, random.Next(input.Count + 1));
        var (one, two) = (input.GetRange(first, firstLength), input.GetRange(second, secondLength));
        switch (random.Next(4))
        {
            case 0:
                input.RemoveRange(first, firstLength);
                break;
            case 1:
                input.InsertRange(first, one);
                break;
            case 2:
                input.RemoveRange(first, firstLength);
                input.InsertRange(first, two);
                break;
            default:
                input.InsertRange(second, one);
                break;
        }
    }

    private static (int Start, int Length) Token(List<byte> input, int at)
    {
        static bool IsWord(byte b) => b >= 0x80 || b == '_' || char.IsAsciiLetterOrDigit((char)b);
        var (start, end) = (at, at);
        while (start > 0 && IsWord(input[start - 1]) && at - start < 100)
        {
            start--;
        }
        while (end < input.Count && IsWord(input[end]) && end - at < 100)
        {
            end++;
        }
        return start == end && end < input.Count ? (start, 1) : (start, end - start);
    }
}
