using System.Text.Encodings.Web;

namespace Hierarchy.Api.GraphQL;

/// <summary>Writes the library's tree of values as JSON, within the bound on an answer's bytes and errors. The library's serialiser has
/// neither, and asks the general JSON serialiser for each scalar, which costs more than executing the field.</summary>
internal sealed class AnswerWriter(GraphQLLimits limits) {
    // Larger buffers are not reused.
    private const int KeptBytesMax = 64 * 1024;

    [ThreadStatic] private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? t_kept;

    public static readonly JsonWriterOptions Options = new() {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 10_000,
    };

    /// <exception cref="AbandonedException">The answer exceeds its bound.</exception>
    public Answer Write(ExecutionResult result) => Write(AnswerKind.Executed, result.Errors?.ToArray() ?? [], result);

    /// <summary>The errors of a refusal, as a JSON list.</summary>
    public static ReadOnlyMemory<byte> ErrorsOf(Answer refusal) => refusal.Bytes["{\"errors\":".Length..^1];

    public Answer Write(AnswerKind kind, IReadOnlyList<ExecutionError> errors, ExecutionResult? result = null) {
        var (buffer, writer) = t_kept ?? (new(1024), new(new ArrayBufferWriter<byte>(), Options));
        t_kept = null;
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        WriteErrors(writer, errors);
        if (result is not null) {
            writer.WritePropertyName("data"u8);
            WriteNode(writer, result.Data as ExecutionNode);
        }
        writer.WriteEndObject();
        writer.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= KeptBytesMax) t_kept = (buffer, writer);
        if (result is not null) Check(bytes.Length);
        return new Answer(kind, bytes, errors);
    }

    private void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<ExecutionError> errors) {
        if (errors.Count == 0) return;
        writer.WriteStartArray("errors"u8);
        foreach (var error in errors.Take(limits.AnswerErrorsMax)) WriteError(writer, error);
        if (errors.Count > limits.AnswerErrorsMax) {
            var others = $"More than {limits.AnswerErrorsMax} errors; the others are left out.";
            WriteError(writer, new FieldError(others, Codes.AnswerErrorLimit));
        }
        writer.WriteEndArray();
    }

    private void WriteError(Utf8JsonWriter writer, ExecutionError error) {
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
        if (error.Path is { } path) WriteSegments(writer, "path"u8, path);
        WriteExtensions(writer, Codes.Of(error), error as FieldError);
        writer.WriteEndObject();
    }

    private void WriteExtensions(Utf8JsonWriter writer, string? code, FieldError? field) {
        if (code is null && field?.Input is null && field?.Id is null) return;
        writer.WriteStartObject("extensions"u8);
        if (code is not null) writer.WriteString("code"u8, code);
        if (field?.Reason is { } reason) { writer.WriteString("reason"u8, reason); if (field.Count is { } n) writer.WriteNumber("count"u8, n); }
        if (field?.Input is { } input) WriteSegments(writer, "input"u8, input);
        if (field?.Id is { } id) writer.WriteString("id"u8, id);
        writer.WriteEndObject();
    }

    private void WriteSegments(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<object> segments) {
        writer.WriteStartArray(name);
        foreach (var segment in segments) WriteValue(writer, segment);
        writer.WriteEndArray();
    }

    private void WriteNode(Utf8JsonWriter writer, ExecutionNode? node) {
        switch (node) {
            case ValueExecutionNode value: WriteValue(writer, value.Result); break;
            case ObjectExecutionNode { SubFields: { } fields }:
                writer.WriteStartObject();
                foreach (var field in fields) {
                    writer.WritePropertyName(Selected.Of(field).Name);
                    WriteNode(writer, field);
                }
                writer.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                writer.WriteStartArray();
                foreach (var item in items) WriteNode(writer, item);
                writer.WriteEndArray();
                break;
            case ArrayExecutionNode { SerializedResult: { } list }:
                writer.WriteStartArray();
                foreach (var item in list) WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    private void Check(long length) {
        if (length > limits.AnswerBytesMax) throw new AbandonedException($"The answer is longer than {limits.AnswerBytesMax} bytes.");
    }

    private void WriteValue(Utf8JsonWriter writer, object? value) {
        switch (value) {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool boolean: writer.WriteBooleanValue(boolean); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            default: JsonSerializer.Serialize(writer, value); break;
        }
        Check(writer.BytesCommitted + writer.BytesPending);
    }
}
