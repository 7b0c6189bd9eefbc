using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Writes the library's tree of values as JSON, within the bound on an answer's bytes and errors. The library's serialiser has neither, and
/// asks the general JSON serialiser for each scalar, which costs more than executing the field.
/// </summary>
internal sealed class AnswerWriter(GraphQLLimits limits) {
    private static readonly JsonWriterOptions Options = new() {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 10_000,
    };

    /// <exception cref="AnswerTooLargeException">It would be longer than its bound.</exception>
    public Answer Write(ExecutionResult result) {
        var errors = result.Errors?.ToArray() ?? [];
        return new Answer(AnswerKind.Executed, Write(errors, writer => WriteNode(writer, result.Data as ExecutionNode)), errors);
    }

    public Answer Write(AnswerKind kind, IReadOnlyList<ExecutionError> errors) => new(kind, Write(errors, null), errors);

    /// <summary>The errors alone, as a JSON list.</summary>
    public static ReadOnlyMemory<byte> WriteErrors(IReadOnlyList<ExecutionError> errors, int errorsMax) {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) {
            WriteErrors(writer, errors, errorsMax);
        }
        return buffer.WrittenMemory;
    }

    private ReadOnlyMemory<byte> Write(IReadOnlyList<ExecutionError> errors, Action<Utf8JsonWriter>? data) {
        using var buffer = new BoundedBuffer(limits.AnswerBytesMax);
        using (var writer = new Utf8JsonWriter(buffer, Options)) {
            writer.WriteStartObject();
            if (errors.Count > 0) {
                writer.WritePropertyName("errors"u8);
                WriteErrors(writer, errors, limits.AnswerErrorsMax);
            }
            if (data is not null) {
                writer.WritePropertyName("data"u8);
                data(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<ExecutionError> errors, int errorsMax) {
        writer.WriteStartArray();
        for (var i = 0; i < errors.Count && i < errorsMax; i++) WriteError(writer, errors[i]);
        if (errors.Count > errorsMax) {
            WriteError(writer, new FieldError($"More than {errorsMax} errors; the others are left out.", Codes.AnswerErrorLimit));
        }
        writer.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter writer, ExecutionError error) {
        writer.WriteStartObject();
        writer.WriteString("message"u8, error.Message);
        if (error.Locations is { Count: > 0 } locations) {
            writer.WriteStartArray("locations"u8);
            foreach (var location in locations) {
                writer.WriteStartObject();
                writer.WriteNumber("line"u8, location.Line);
                writer.WriteNumber("column"u8, location.Column);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        if (error.Path is { } path) {
            writer.WritePropertyName("path"u8);
            WriteSegments(writer, path);
        }
        WriteExtensions(writer, ErrorCode.Of(error), error as FieldError);
        writer.WriteEndObject();
    }

    private static void WriteExtensions(Utf8JsonWriter writer, string? code, FieldError? field) {
        if (code is null && field?.Input is null && field?.Id is null) return;
        writer.WriteStartObject("extensions"u8);
        if (code is not null) writer.WriteString("code"u8, code);
        if (field?.Input is { } input) {
            writer.WritePropertyName("input"u8);
            WriteSegments(writer, input);
        }
        if (field?.Id is { } id) writer.WriteString("id"u8, id);
        writer.WriteEndObject();
    }

    private static void WriteSegments(Utf8JsonWriter writer, IEnumerable<object> segments) {
        writer.WriteStartArray();
        foreach (var segment in segments) WriteValue(writer, segment);
        writer.WriteEndArray();
    }

    private static void WriteNode(Utf8JsonWriter writer, ExecutionNode? node) {
        switch (node) {
            case ValueExecutionNode value:
                WriteValue(writer, value.Result);
                break;
            case ObjectExecutionNode { SubFields: { } fields }:
                writer.WriteStartObject();
                foreach (var field in fields) {
                    writer.WritePropertyName(field.Name!);
                    WriteNode(writer, field);
                }
                writer.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                writer.WriteStartArray();
                items.ForEach(item => WriteNode(writer, item));
                writer.WriteEndArray();
                break;
            case ArrayExecutionNode { SerializedResult: { } list }:
                writer.WriteStartArray();
                foreach (var item in list) WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value) {
        switch (value) {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                JsonSerializer.Serialize(writer, value);
                break;
        }
    }

    /// <summary>Rented memory that refuses to grow beyond a bound.</summary>
    private sealed class BoundedBuffer(int bytesMax) : IBufferWriter<byte>, IDisposable {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
        private int _written;

        public byte[] ToArray() => _bytes.AsSpan(0, _written).ToArray();

        public void Advance(int count) {
            _written += count;
            if (_written > bytesMax) throw new AnswerTooLargeException($"The answer is longer than {bytesMax} bytes.");
        }

        public Memory<byte> GetMemory(int sizeHint = 0) {
            if (_bytes.Length - _written < Math.Max(sizeHint, 256)) {
                var more = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _written + sizeHint));
                _bytes.AsSpan(0, _written).CopyTo(more);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = more;
            }
            return _bytes.AsMemory(_written);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
    }
}
