using Hierarchy.Tests.GraphQL.Execution;
using Hierarchy.Tests.GraphQL.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hierarchy.Tests.GraphQL.Fuzz;

/// <summary>Damaged bytes for each entry point of the engine: only declared exceptions, never a 500, answers that are JSON, bounded time
/// and memory. <c>HIERARCHY_BYTE_FUZZ</c> sets the number of inputs, <c>HIERARCHY_SEED</c> repeats a run.</summary>
public sealed partial class FuzzTests
{
    private static readonly GraphQLOptions s_options = new() { Heartbeat = TimeSpan.FromSeconds(60) };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Body(string query, string variables = "{}") =>
        $$"""{"query":{{JsonSerializer.Serialize(query)}},"variables":{{variables}},"operationName":null,"extensions":{"a":1} }""";

    [Fact]
    public async Task Bytes_are_no_document_or_are_read()
    {
        var corpus = File.Exists(Path.Combine(Corpus.Folder(), "graphql-js-parse.jsonl"))
            ? Corpus.Read("graphql-js-parse.jsonl").Select(entry => entry.GetProperty("text").GetString()!)
            : [];
        await new Fuzzer("parser", new([.. FuzzSchema.Documents.Concat(corpus).Select(Bytes)]), FaultOfParser).RunAsync(35);
    }

    [Fact]
    public async Task Bodies_get_a_status_and_an_answer()
    {
        var seeds = FuzzSchema.Documents.SelectMany(d => FuzzSchema.Variables.Select(v => Bytes(Body(d, v))))
            .Append(Bytes("[{\"query\":\"{ yes }\"}]")).Append(Bytes("{\"documentId\":\"x\",\"query\":null}"));
        await using var app = App();
        await new Fuzzer("bodies", new([.. seeds]), input => FaultOfRequest(app, input, isGet: false)).RunAsync(20);
    }

    [Fact]
    public async Task Addresses_get_a_status_and_an_answer()
    {
        var seeds = FuzzSchema.Documents.SelectMany(d => FuzzSchema.Variables.Select(v =>
            Bytes($"?query={Uri.EscapeDataString(d)}&variables={Uri.EscapeDataString(v)}&operationName=A")));
        await using var app = App();
        await new Fuzzer("addresses", new([.. seeds]), input => FaultOfRequest(app, input, isGet: true)).RunAsync(10);
    }

    [Fact]
    public async Task Documents_are_refused_or_executed_and_a_second_time_with_the_same_answer()
    {
        var engine = new GraphQLServer(FuzzSchema.Build());
        await new Fuzzer("execution", new([.. FuzzSchema.Documents.Select(Bytes)]), input => FaultOfExecution(engine, input)).RunAsync(30);
    }

    [Fact]
    public async Task Raw_requests_never_break_the_server()
    {
        await using var host = await TestHost.StartAsync(s_options, null, _ => FuzzSchema.Build());
        const string Post = "POST /graphql HTTP/1.1\r\nHost: a\r\n";
        var seeds = FuzzSchema.Documents.Select(document => Body(document)).SelectMany(body =>
        {
            var length = Encoding.UTF8.GetByteCount(body);
            return new[]
            {
                $"{Post}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}",
                $"{Post}Content-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n" +
                    $"{length:x}\r\n{body}\r\n0\r\n\r\n",
                $"{Post}Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}",
            };
        });
        string[] others =
        [
            $"GET /graphql?query={Uri.EscapeDataString("{ yes }")} HTTP/1.1\r\nHost: a\r\n" +
                "Accept: application/graphql-response+json, */*;q=0.1\r\nAccept-Encoding: br\r\n\r\n",
            "PUT /graphql/stream HTTP/1.1\r\nHost: a\r\n\r\nDELETE /graphql/stream?token=x&operationId=1 HTTP/1.1\r\nHost: a\r\n\r\n",
        ];
        var mutator = new Mutator([.. seeds.Concat(others).Select(Bytes)]);
        await new Fuzzer("requests", mutator, input => FaultOfExchange(host, input, isSocket: false)).RunAsync(3);
        await AliveAsync(host);
    }

    [Fact]
    public async Task Frames_never_break_the_server()
    {
        await using var host = await TestHost.StartAsync(s_options, null, _ => FuzzSchema.Build());
        var init = Frame("""{"type":"connection_init","payload":{}}""");
        var seeds = FuzzSchema.Documents.SelectMany(document => new byte[][]
        {
            [.. init, .. Frame($$"""{"id":"1","type":"subscribe","payload":{{Body(document)}}}"""),
                .. Frame("""{"id":"1","type":"complete"}""")],
            [.. init, .. Frame($$"""{"id":"1","type":"subscribe","payload":{{Body(document)}}}"""),
                .. Frame($$"""{"id":"2","type":"subscribe","payload":{{Body(document, FuzzSchema.Variables[1])}}}""")],
        });
        byte[][] others =
        [
            [.. init, .. Frame("""{"type":"ping","payload":{"a":[1]}}"""), .. Frame("""{"type":"pong"}"""), .. init],
            Frame("""{"id":"1","type":"subscribe","payload":{"query":"{ yes }"}}"""),
            [0x89, 0x80, 0, 0, 0, 0, 0x88, 0x80, 0, 0, 0, 0],
        ];
        await new Fuzzer("frames", new([.. seeds, .. others]), input => FaultOfExchange(host, input, isSocket: true)).RunAsync(2);
        await AliveAsync(host);
    }

    // Any bytes are refused or parsed, with only declared exceptions.
    private static ValueTask<string?> FaultOfParser(byte[] input)
    {
        try
        {
            var document = TextScan.Parse(Encoding.UTF8.GetString(input), new GraphQLLimits());
            DocumentWalk.Check(document, new GraphQLLimits());
            return default;
        }
        catch (ExecutionError e)
        {
            return new(e.Message.Length == 0 ? "no message" : null);
        }
    }

    private static async ValueTask<string?> FaultOfExecution(GraphQLServer server, byte[] input)
    {
        using var variables = JsonDocument.Parse(FuzzSchema.Variables[input.Length % 4]);
        var request = Answers.Request("") with { Query = input, Variables = variables.RootElement };
        var first = (await server.ExecuteAsync(request)).Bytes;
        var second = (await server.ExecuteAsync(request)).Bytes;
        return FaultOfAnswer(first) ?? (first.Span.SequenceEqual(second.Span)
            ? null
            : $"first: {Encoding.UTF8.GetString(first.Span)}\nthen: {Encoding.UTF8.GetString(second.Span)}");
    }

    private static string? FaultOfAnswer(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var answer = JsonDocument.Parse(json);
            var root = answer.RootElement;
            return root.TryGetProperty("data", out _) || (root.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
                ? Encoding.UTF8.GetString(json.Span).Contains("\"INTERNAL\"", StringComparison.Ordinal) ? $"internal: {root}" : null
                : $"neither: {root}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"json: {e.Message} in {Encoding.UTF8.GetString(json.Span)}";
        }
    }

    // The whole endpoint without a server, so that a hundred thousand requests take seconds.
    private static WebApplication App()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.MapGraphQL("/graphql", new GraphQLServer(FuzzSchema.Build()));
        return app;
    }

    private static async ValueTask<string?> FaultOfRequest(WebApplication app, byte[] input, bool isGet)
    {
        var endpoint = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).First().RequestDelegate!;
        var answer = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = app.Services };
        http.Request.Method = isGet ? "GET" : "POST";
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(isGet ? [] : input);
        http.Request.QueryString = isGet ? new("?" + Encoding.Latin1.GetString(input).TrimStart('?')) : default;
        http.Response.Body = answer;
        await endpoint(http);
        return http.Response.StatusCode is 200 or 400 or 405 or 413 or 414
            ? FaultOfAnswer(answer.ToArray())
            : $"status {http.Response.StatusCode}";
    }

    private static byte[] Frame(string text)
    {
        var payload = Bytes(text);
        // Masked with zeros, so that damage hits what the server reads.
        byte[] length = payload.Length < 126 ? [(byte)(0x80 | payload.Length)] : [0xFE, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [0x81, .. length, 0, 0, 0, 0, .. payload];
    }

    private static async ValueTask<string?> FaultOfExchange(TestHost host, byte[] input, bool isSocket)
    {
        using var client = new TcpClient { LingerState = new(true, 0) };
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            if (isSocket)
            {
                await stream.WriteAsync(Bytes("GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" +
                    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"));
            }
            await stream.WriteAsync(input);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server closed before everything was sent.
        }
        return host.Faults.TryDequeue(out var fault) ? $"logged: {fault}"
            : isSocket ? FaultOfFrames(answer.ToArray()) : FaultOfResponses(answer.ToArray());
    }

    private static string? FaultOfResponses(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        foreach (Match head in Head().Matches(text))
        {
            if (head.Groups[1].Value is not ("200" or "201" or "202" or ['4', _, _] or "501" or "505"))
            {
                return $"status {head.Value}";
            }
            var (start, length) = (head.Index + head.Length, head.Groups[3].Success ? int.Parse(head.Groups[3].Value) : 0);
            var isPlainJson = head.Value.Contains("json", StringComparison.Ordinal) &&
                !head.Value.Contains("Content-Encoding", StringComparison.Ordinal);
            if (isPlainJson && length > 0 && start + length <= bytes.Length && FaultOfAnswer(bytes.AsMemory(start, length)) is { } fault)
            {
                return fault;
            }
        }
        return null;
    }

    private static string? FaultOfFrames(byte[] bytes)
    {
        var at = Encoding.Latin1.GetString(bytes).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        while (at >= 4 && at + 2 <= bytes.Length)
        {
            var (opcode, length) = (bytes[at] & 15, bytes[at + 1] & 127);
            at += 2;
            if (length >= 126)
            {
                var size = length == 126 ? 2 : 8;
                length = bytes.Skip(at).Take(size).Aggregate(0, (sum, b) => (sum << 8) | b);
                at += size;
            }
            if (at + length > bytes.Length)
            {
                return null;
            }
            var payload = bytes.AsMemory(at, length);
            at += length;
            var fault = opcode switch
            {
                1 => FaultOfMessage(payload),
                8 => FaultOfClose(payload.Span),
                9 or 10 => null,
                _ => $"opcode {opcode}",
            };
            if (fault is not null)
            {
                return fault;
            }
        }
        return null;
    }

    private static string? FaultOfClose(ReadOnlySpan<byte> payload)
    {
        var code = payload.Length < 2 ? 1000 : (payload[0] << 8) | payload[1];
        return code is 1000 or 1002 or 1007 or 1009 or (>= 4400 and <= 4429)
            ? null
            : $"closed {code} {Encoding.UTF8.GetString(payload[2..])}";
    }

    private static string? FaultOfMessage(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var message = JsonDocument.Parse(json);
            var type = message.RootElement.GetProperty("type").GetString();
            return type == "next" ? FaultOfAnswer(Bytes(message.RootElement.GetProperty("payload").GetRawText()))
                : type is "connection_ack" or "pong" or "error" or "complete" or "ping" ? null : $"type {type}";
        }
        catch (JsonException e)
        {
            return $"json: {e.Message} in {Encoding.UTF8.GetString(json.Span)}";
        }
    }

    private static async Task AliveAsync(TestHost host)
    {
        Assert.Equal("""{"data":{"yes":true}}""", (await host.PostAsync("""{"query":"{ yes }"}""")).Body);
        Assert.Empty(host.Faults);
    }

    [GeneratedRegex("HTTP/1\\.1 (\\d{3})[^\r\n]*\r\n((?!Content-Length:)[^\r\n]+\r\n)*(?:Content-Length: (\\d+)\r\n)?([^\r\n]+\r\n)*\r\n")]
    private static partial Regex Head();
}
