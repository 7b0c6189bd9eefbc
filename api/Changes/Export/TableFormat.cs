using System.Text.Encodings.Web;

namespace Hierarchy.Api.Changes.Export;

/// <summary>The format of a file's rows.</summary>
internal abstract class TableFormat
{
    public static readonly TableFormat Csv = new OfCsv(), JsonLines = new OfJsonLines();

    public abstract string MediaType { get; }

    public abstract string Extension { get; }

    public abstract string Head(IReadOnlyList<string> columns);

    public abstract void Write(StringBuilder into, IReadOnlyList<string> columns, IReadOnlyList<string?> values);

    private sealed class OfCsv : TableFormat
    {
        /// <summary>Spreadsheets treat texts that begin with these characters as formulas.</summary>
        private const string Formula = "=+-@\t\r";

        public override string MediaType => "text/csv; charset=utf-8";

        public override string Extension => "csv";

        // Spreadsheets recognise UTF-8 only by this mark.
        public override string Head(IReadOnlyList<string> columns)
        {
            var head = new StringBuilder("\uFEFF");
            Write(head, columns, columns);
            return head.ToString();
        }

        public override void Write(StringBuilder into, IReadOnlyList<string> columns, IReadOnlyList<string?> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                into.Append(i == 0 ? "" : ",").Append(CellOf(values[i] ?? ""));
            }
            into.Append("\r\n");
        }

        private static string CellOf(string text)
        {
            var safe = text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
            return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }
    }

    private sealed class OfJsonLines : TableFormat
    {
        private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public override string MediaType => "application/x-ndjson; charset=utf-8";

        public override string Extension => "jsonl";

        public override string Head(IReadOnlyList<string> columns) => "";

        public override void Write(StringBuilder into, IReadOnlyList<string> columns, IReadOnlyList<string?> values)
        {
            for (var i = 0; i < values.Count; i++)
            {
                into.Append(i == 0 ? '{' : ',').Append(JsonSerializer.Serialize(columns[i], Plain)).Append(':')
                    .Append(JsonSerializer.Serialize(values[i], Plain));
            }
            into.Append("}\n");
        }
    }
}
