using System.Text;

namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Reads the lines of a plan out of a file: a CSV with these columns, separated by commas.</summary>
public static class DraftFile
{
    private static readonly string[] Columns =
        ["STT", "Nội dung", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"];

    /// <param name="name">Its ending says what it is.</param>
    /// <exception cref="InvalidDataException">It is none, or damaged.</exception>
    public static DraftText Read(Stream content, string name)
    {
        if (!name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException("Chỉ đọc được tệp CSV.");
        }
        using var reader = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true), true, leaveOpen: true);
        string[][] rows = [.. Rows(reader)];
        if (rows.Length == 0 || !rows[0].SequenceEqual(Columns))
        {
            throw new InvalidDataException($"Dòng đầu phải là: {string.Join(",", Columns)}.");
        }
        return DraftRules.Nothing with
        {
            Areas = [new DraftArea("I", "Nội dung", null, null, "")],
            Lines = [.. rows.Skip(1).Select((row, i) => ToLine(row, i + 2))],
        };
    }

    private static IEnumerable<string[]> Rows(StreamReader reader)
    {
        while (ReadLine(reader) is { } line)
        {
            yield return line.Split(',');
        }
    }

    private static string? ReadLine(StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("Tệp không phải là văn bản UTF-8.");
        }
    }

    private static DraftLine ToLine(string[] row, int number) => row.Length != Columns.Length
        ? throw new InvalidDataException($"dòng {number}: có {row.Length} ô thay vì {Columns.Length}.")
        : new DraftLine(
            $"r{number}", $"dòng {number}", [.. row], row[0], "I", null, row[1], [row[2]], row[3], row[4], null, row[5], null, null);
}
