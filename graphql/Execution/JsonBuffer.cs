using System.Text.Unicode;

namespace Hierarchy.GraphQL.Execution;

/// <summary>UTF-8 JSON under construction in one contiguous pooled array that can be cut back to an earlier length.</summary>
/// <remarks>
/// It is contiguous because null propagation (specification 6.4.4) rewinds what a failing field has already written. Not thread-safe.
/// A scalar's writer gets it to append exactly one JSON value and must not keep it after the call.
/// </remarks>
public sealed class JsonBuffer : IDisposable {
    private const int LengthStart = 16 * 1024;
    // An array above this goes back to the shared pool after use; a smaller one stays with the pooled execution.
    private const int LengthKept = 256 * 1024;
    private const string Escaped = "\"\\\b\f\n\r\t";
    private const string EscapeLetters = "\"\\bfnrt";
    private static readonly SearchValues<char> s_escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '"', '\\']);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(LengthStart);
    private int _length;

    /// <summary>Bytes beyond which the buffer does not grow: the next write throws <see cref="ResponseTooLargeException"/>.</summary>
    public int LengthMax { get; set; } = 8 * 1024 * 1024;

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <summary>What has been written; valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Whether the whole text keeps its bound: while it grows that is only looked at now and then.</summary>
    /// <exception cref="ResponseTooLargeException">It does not.</exception>
    public void CheckLength() {
        if (_length > LengthMax) throw new ResponseTooLargeException(LengthMax);
    }

    /// <summary>Cuts the text back to a length read from <see cref="Length"/> before.</summary>
    public void Rewind(int length) => _length = length;

    /// <summary>Empties the buffer; an array above 256 KB returns to the pool.</summary>
    public void Clear() {
        _length = 0;
        if (_bytes.Length <= LengthKept) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(LengthStart);
    }

    /// <summary>Returns the array to the pool; the buffer must not be used after that.</summary>
    public void Dispose() {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    /// <summary>Appends bytes that are JSON already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw(ReadOnlySpan<byte> json) {
        json.CopyTo(Reserve(json.Length));
        _length += json.Length;
    }

    /// <summary>Appends one byte of JSON.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw(byte json) {
        if (_length == _bytes.Length) Grow(1);
        _bytes[_length++] = json;
    }

    /// <summary>Appends <c>null</c>.</summary>
    public void WriteNull() => WriteRaw("null"u8);

    /// <summary>Appends <c>true</c> or <c>false</c>.</summary>
    public void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    /// <summary>Appends an integer.</summary>
    public void WriteNumber(long value) {
        if ((ulong)value < 10) WriteRaw((byte)('0' + value));
        else Append(value, 20, default);
    }

    /// <summary>Appends a finite number as JSON.stringify does: integers without a point, an exponent only outside 1e-7..1e21.</summary>
    public void WriteNumber(double value) {
        // Percentages and rates have two decimals or fewer; such a number's own digits are n / 100, and that is 8 times faster.
        var hundredths = value * 100;
        var whole = (long)hundredths;
        if (Math.Abs(value) < 1e13 && whole == hundredths && whole / 100.0 == value) {
            WriteHundredths(whole);
            return;
        }
        var start = _length;
        Append(value, 32, "R");
        var text = _bytes.AsSpan(start, _length - start);
        if (!text.Contains((byte)'E')) return;
        var script = ToEcmaScript(Encoding.ASCII.GetString(text));
        _length = start;
        WriteRaw(Encoding.ASCII.GetBytes(script));
    }

    /// <summary>Appends a decimal number in plain notation without trailing zeros.</summary>
    public void WriteNumber(decimal value) => Append(value / 1.000000000000000000000000000000000m, 40, default);

    /// <summary>Appends a JSON string, or <c>null</c>; a lone surrogate is written as an escape.</summary>
    public void WriteString(string? value) {
        if (value is null) {
            WriteNull();
            return;
        }
        var target = Reserve((value.Length * 3) + 2);
        if (value.AsSpan().IndexOfAny(s_escaped) >= 0 ||
            Utf8.FromUtf16(value, target[1..], out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done) {
            WriteEscaped(value);
            return;
        }
        target[0] = target[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <summary>Appends a value's invariant text between quotes; the text must need no escaping and fit 64 bytes (dates, ids).</summary>
    /// <exception cref="FormatException">The text is longer than 64 bytes.</exception>
    public void WriteFormatted<T>(T value, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable {
        WriteRaw((byte)'"');
        Append(value, 64, format);
        WriteRaw((byte)'"');
    }

    private void Append<T>(T value, int lengthMax, ReadOnlySpan<char> format) where T : IUtf8SpanFormattable {
        if (!value.TryFormat(Reserve(lengthMax)[..lengthMax], out var written, format, CultureInfo.InvariantCulture))
            throw new FormatException($"The formatted value is longer than {lengthMax} bytes.");
        _length += written;
    }

    private void WriteHundredths(long value) {
        var (units, rest) = Math.DivRem(Math.Abs(value), 100);
        if (value < 0) WriteRaw((byte)'-');
        WriteNumber(units);
        if (rest == 0) return;
        var target = Reserve(3);
        target[0] = (byte)'.';
        target[1] = (byte)('0' + (rest / 10));
        target[2] = (byte)('0' + (rest % 10));
        _length += rest % 10 == 0 ? 2 : 3;
    }

    // Number::toString of ECMAScript, from a number as .NET writes it with an exponent.
    private static string ToEcmaScript(string text) {
        var e = text.IndexOf('E');
        var power = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = text[..e].Replace(".", "").Replace("-", "");
        return (text[0] == '-' ? "-" : "") + power switch {
            >= 0 and < 21 => digits.PadRight(power + 1, '0'),
            < 0 and >= -6 => "0." + digits.PadLeft(digits.Length - power - 1, '0'),
            _ => $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(power > 0 ? "+" : "")}{power}",
        };
    }

    private void WriteEscaped(ReadOnlySpan<char> value) {
        WriteRaw((byte)'"');
        while (!value.IsEmpty) {
            var isText = Rune.DecodeFromUtf16(value, out var rune, out var used) == OperationStatus.Done;
            var escape = Escaped.IndexOf(value[0], StringComparison.Ordinal);
            var target = Reserve(6);
            if (escape >= 0) {
                target[0] = (byte)'\\';
                target[1] = (byte)EscapeLetters[escape];
                _length += 2;
            } else if (isText && value[0] >= ' ') {
                _length += rune.EncodeToUtf8(target);
            } else {
                Utf8.TryWrite(target, CultureInfo.InvariantCulture, $"\\u{(int)value[0]:x4}", out var written);
                _length += written;
            }
            value = value[used..];
        }
        WriteRaw((byte)'"');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int count) {
        if (_bytes.Length - _length < count) Grow(count);
        return _bytes.AsSpan(_length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count) {
        CheckLength();
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, checked(_length + count)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

/// <summary>The answer would be longer than the limit; the request ends with the code <c>RESPONSE_TOO_LARGE</c>.</summary>
public sealed class ResponseTooLargeException(int lengthMax) : Exception($"The answer is longer than {lengthMax} bytes.");
