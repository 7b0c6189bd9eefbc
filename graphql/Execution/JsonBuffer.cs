using System.Buffers.Text;
using System.Text.Unicode;

namespace Hierarchy.GraphQL.Execution;

/// <summary>UTF-8 JSON under construction in one contiguous pooled array that can be cut back to an earlier length.</summary>
/// <remarks>
/// It is contiguous because null propagation (specification 6.4.4) rewinds what a failing field has already written. Not thread-safe.
/// A scalar's writer gets it to append exactly one JSON value and must not keep it after the call.
/// </remarks>
public sealed class JsonBuffer : IDisposable
{
    private const int LengthStart = 16 * 1024;
    // An array above this goes back to the shared pool after use; a smaller one stays with the pooled execution.
    private const int LengthKept = 256 * 1024;
    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015" +
        "\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");
    private static readonly SearchValues<byte> s_escapedBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private byte[] _bytes;
    private int _length;

    /// <summary>An empty buffer of 16 KB that refuses to grow beyond a limit.</summary>
    /// <param name="lengthMax">Bytes; writing more throws <see cref="ResponseTooLargeException"/>.</param>
    public JsonBuffer(int lengthMax = 8 * 1024 * 1024)
    {
        LengthMax = lengthMax;
        _bytes = ArrayPool<byte>.Shared.Rent(LengthStart);
    }

    /// <summary>Bytes at which the next write throws.</summary>
    public int LengthMax { get; set; }

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <summary>What has been written; valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Cuts the text back to a length read from <see cref="Length"/> before.</summary>
    public void Rewind(int length) => _length = length;

    /// <summary>Empties the buffer; an array above 256 KB returns to the pool.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > LengthKept)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(LengthStart);
        }
    }

    /// <summary>Returns the array to the pool; the buffer must not be used after that.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    /// <summary>Appends bytes that are JSON already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Reserve(json.Length));
        _length += json.Length;
    }

    /// <summary>Appends one byte of JSON.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw(byte json)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }
        _bytes[_length++] = json;
    }

    /// <summary>Appends <c>null</c>.</summary>
    public void WriteNull() => WriteRaw("null"u8);

    /// <summary>Appends <c>true</c> or <c>false</c>.</summary>
    public void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    /// <summary>Appends an integer.</summary>
    public void WriteNumber(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        _length += written;
    }

    /// <summary>Appends an integer.</summary>
    public void WriteNumber(int value)
    {
        if ((uint)value < 10)
        {
            WriteRaw((byte)('0' + value));
            return;
        }
        Utf8Formatter.TryFormat(value, Reserve(11), out var written);
        _length += written;
    }

    /// <summary>Appends a finite number as JSON.stringify does: integers without a point, an exponent only outside 1e-7..1e21.</summary>
    public void WriteNumber(double value)
    {
        if (Math.Abs(value) < 1e13)
        {
            // Percentages and rates have two decimals or fewer; n / 100 with |n| < 1e15 is printed by its own digits, and this is 8 times
            // faster.
            var hundredths = value * 100;
            var whole = (long)hundredths;
            if (whole == hundredths && whole / 100.0 == value)
            {
                WriteHundredths(whole);
                return;
            }
        }
        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out var length, "R", CultureInfo.InvariantCulture);
        digits = digits[..length];
        var exponent = digits.IndexOf((byte)'E');
        if (exponent < 0)
        {
            WriteRaw(digits);
            return;
        }
        Utf8Parser.TryParse(digits[(exponent + 1)..], out int power, out _);
        WriteScientific(digits[..exponent], power);
    }

    /// <summary>Appends a decimal number in plain notation without trailing zeros.</summary>
    public void WriteNumber(decimal value)
    {
        Span<byte> digits = stackalloc byte[40];
        (value / 1.000000000000000000000000000000000m).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        WriteRaw(digits[..length]);
    }

    /// <summary>Appends a JSON string; a lone surrogate is written as an escape.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        var target = Reserve((value.Length * 3) + 2);
        target[0] = (byte)'"';
        if (value.IndexOfAny(s_escaped) < 0 &&
            Utf8.FromUtf16(value, target[1..], out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            target[written + 1] = (byte)'"';
            _length += written + 2;
            return;
        }
        WriteEscaped(value);
    }

    /// <summary>Appends a JSON string; null becomes <c>null</c>.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }
        WriteString(value.AsSpan());
    }

    /// <summary>Appends text that is UTF-8 already as a JSON string; the bytes must be well-formed.</summary>
    public void WriteString(ReadOnlySpan<byte> utf8)
    {
        WriteRaw((byte)'"');
        for (var at = utf8.IndexOfAny(s_escapedBytes); at >= 0; at = utf8.IndexOfAny(s_escapedBytes))
        {
            WriteRaw(utf8[..at]);
            WriteEscape((char)utf8[at]);
            utf8 = utf8[(at + 1)..];
        }
        WriteRaw(utf8);
        WriteRaw((byte)'"');
    }

    /// <summary>Appends a value's invariant text between quotes; the text must need no escaping and fit 64 bytes (dates, ids).</summary>
    /// <exception cref="FormatException">The text is longer than 64 bytes.</exception>
    public void WriteFormatted<T>(T value, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable
    {
        var target = Reserve(66);
        if (!value.TryFormat(target[1..65], out var written, format, CultureInfo.InvariantCulture))
        {
            throw new FormatException("The formatted value is longer than 64 bytes.");
        }
        target[0] = (byte)'"';
        target[written + 1] = (byte)'"';
        _length += written + 2;
    }

    private void WriteHundredths(long value)
    {
        var (units, rest) = Math.DivRem(value, 100);
        if (value < 0 && units == 0)
        {
            WriteRaw((byte)'-');
        }
        WriteNumber(units);
        rest = Math.Abs(rest);
        if (rest == 0)
        {
            return;
        }
        var target = Reserve(3);
        target[0] = (byte)'.';
        target[1] = (byte)('0' + (rest / 10));
        target[2] = (byte)('0' + (rest % 10));
        _length += rest % 10 == 0 ? 2 : 3;
    }

    // Number::toString of ECMAScript from "d.ddd" and a power of ten.
    private void WriteScientific(ReadOnlySpan<byte> mantissa, int power)
    {
        if (mantissa[0] == '-')
        {
            WriteRaw((byte)'-');
            mantissa = mantissa[1..];
        }
        Span<byte> digits = stackalloc byte[24];
        var count = 0;
        foreach (var b in mantissa)
        {
            if (b != '.')
            {
                digits[count++] = b;
            }
        }
        digits = digits[..count];
        switch (power)
        {
            case >= 0 and < 21:
                WriteRaw(digits);
                Repeat((byte)'0', power + 1 - count);
                break;
            case < 0 and >= -6:
                WriteRaw("0."u8);
                Repeat((byte)'0', -power - 1);
                WriteRaw(digits);
                break;
            default:
                WriteRaw(digits[0]);
                if (count > 1)
                {
                    WriteRaw((byte)'.');
                    WriteRaw(digits[1..]);
                }
                WriteRaw(power > 0 ? "e+"u8 : "e-"u8);
                WriteNumber(Math.Abs(power));
                break;
        }
    }

    private void Repeat(byte value, int count)
    {
        for (var i = 0; i < count; i++)
        {
            WriteRaw(value);
        }
    }

    private void WriteEscaped(ReadOnlySpan<char> value)
    {
        WriteRaw((byte)'"');
        Span<byte> four = stackalloc byte[4];
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is < ' ' or '"' or '\\')
            {
                WriteEscape(c);
            }
            else if (c < 0x80)
            {
                WriteRaw((byte)c);
            }
            else if (System.Text.Rune.DecodeFromUtf16(value[i..], out var rune, out _) == OperationStatus.Done)
            {
                WriteRaw(four[..rune.EncodeToUtf8(four)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                WriteUnicodeEscape(c);
            }
        }
        WriteRaw((byte)'"');
    }

    private void WriteEscape(char c)
    {
        switch (c)
        {
            case '"': WriteRaw("\\\""u8); break;
            case '\\': WriteRaw("\\\\"u8); break;
            case '\b': WriteRaw("\\b"u8); break;
            case '\f': WriteRaw("\\f"u8); break;
            case '\n': WriteRaw("\\n"u8); break;
            case '\r': WriteRaw("\\r"u8); break;
            case '\t': WriteRaw("\\t"u8); break;
            default: WriteUnicodeEscape(c); break;
        }
    }

    private void WriteUnicodeEscape(char c)
    {
        WriteRaw("\\u"u8);
        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        for (var shift = 12; shift >= 0; shift -= 4)
        {
            WriteRaw(hex[(c >> shift) & 15]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }
        return _bytes.AsSpan(_length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        if (_length > LengthMax)
        {
            throw new ResponseTooLargeException(LengthMax);
        }
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, checked(_length + count)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

/// <summary>The answer would be longer than the limit; the request ends with the code <c>RESPONSE_TOO_LARGE</c>.</summary>
public sealed class ResponseTooLargeException(int lengthMax) : Exception($"The answer is longer than {lengthMax} bytes.");
