namespace Hierarchy.Bench;

/// <summary>GraphQL.NET with our extensions on a small schema: over HTTP compared with Kestrel serving the same bytes prebuilt and with two
/// servers on Node, each in its own process; and in this process, for cached and for new documents.</summary>
internal static class EngineRate
{
    private const int Rounds = 5;

    // Earlier documents warm up the runtime's compiler, which would otherwise count as the engine's work.
    private const int FreshTimed = 5_000;
    private const string Document = """{unit(id:"u7"){id name progress{total done overdue percent} children{id name progress{percent}}}}""";
    private static readonly string s_body = $$"""{"query":"{{Document.Replace("\"", "\\\"")}}"}""";
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        InProcess();
        var answer = Path.GetTempFileName();
        var servers = new List<Child>();
        try
        {
            servers.Add(await Child.StartAsync("engine", Environment.ProcessPath!, "engine-server"));
            var bytes = await servers[0].AskAsync(s_body);
            await File.WriteAllBytesAsync(answer, bytes);
            servers.Insert(0, await Child.StartAsync("prebuilt", Environment.ProcessPath!, "bytes-server", answer));
            if (PrepareNode() is { } folder)
            {
                servers.Add(await Child.StartAsync("yoga", "node", Path.Combine(folder, "yoga.mjs")));
                servers.Add(await Child.StartAsync("mercurius", "node", Path.Combine(folder, "mercurius.mjs")));
            }
            foreach (var server in servers)
            {
                if (!Enumerable.SequenceEqual(bytes, await server.AskAsync(s_body)))
                {
                    throw new InvalidOperationException($"{server.Name} answers otherwise than the engine");
                }
            }
            Console.WriteLine($"{bytes.Length} bytes, the same from all; {Rounds} rounds of {s_length.TotalSeconds} s, {HttpLoad.Connections} connections, " +
                $"{(HttpLoad.HasWrk ? "asked by wrk" : "asked by this process: install wrk for higher rates")}");
            await MeasureAsync(servers);
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
            File.Delete(answer);
        }
        return 0;
    }

    private static Task<double> LoadAsync(Child server) =>
        HttpLoad.HasWrk ? HttpLoad.WrkAsync(server.Address, s_body, s_length) : HttpLoad.OwnAsync(server.Address, s_body, s_length);

    private static async Task MeasureAsync(List<Child> servers)
    {
        foreach (var server in servers)
        {
            await LoadAsync(server);
        }
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var server in servers)
            {
                var before = server.ProcessorTime;
                var rate = await LoadAsync(server);
                server.Rates.Add(rate);
                server.Costs.Add((server.ProcessorTime - before).TotalMicroseconds / (rate * s_length.TotalSeconds));
            }
            Console.WriteLine($"round {round}: " + string.Join(", ", servers.Select(server => $"{server.Name} {server.Rates[^1]:N0}/s {server.Costs[^1]:0.0} µs")));
        }
        Console.WriteLine("processor time for each request: " +
            string.Join(", ", servers.Select(server => $"{server.Name} {server.Costs.Order().ElementAt(Rounds / 2):0.0} µs")));
        var engine = servers[1];
        foreach (var other in servers.Where(server => server != engine))
        {
            var ratios = engine.Rates.Zip(other.Rates, (ours, theirs) => ours / theirs).Order().ToArray();
            Console.WriteLine($"engine / {other.Name}: median {ratios[Rounds / 2]:0.00} ({ratios[0]:0.00}-{ratios[^1]:0.00})");
        }
        foreach (var server in servers.Take(2))
        {
            var before = await server.AllocatedAsync();
            var rate = await LoadAsync(server);
            Console.WriteLine($"{server.Name}: {(await server.AllocatedAsync() - before) / (rate * s_length.TotalSeconds):N0} bytes allocated for each request with HTTP");
        }
    }

    /// <summary>Time and allocation without HTTP.</summary>
    private static void InProcess()
    {
        var engine = new GraphQLServer(EngineData.Schema);
        var document = Encoding.UTF8.GetBytes(Document);
        var fresh = Enumerable.Range(0, 40_000).Select(i => Encoding.UTF8.GetBytes($"query Q{i} {Document}")).ToArray();
        var services = EngineData.AddFields(new ServiceCollection()).BuildServiceProvider();
        for (var i = 0; i < 40_000; i++)
        {
            Execute(engine, document, services);
        }
        const int Times = 50_000;
        var cached = new List<double>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Times; i++)
            {
                Execute(engine, document, services);
            }
            cached.Add((Environment.CpuUsage.TotalTime - clock).TotalNanoseconds / Times);
        }
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (Rounds * Times);
        Console.WriteLine($"cached document, look-up, execution, serialising: median {cached.Order().ElementAt(Rounds / 2):N0} ns of processor time, {bytes} bytes allocated");
        for (var i = 0; i < fresh.Length - FreshTimed; i++)
        {
            Execute(engine, fresh[i], services);
        }
        var begun = Environment.CpuUsage.TotalTime;
        for (var i = fresh.Length - FreshTimed; i < fresh.Length; i++)
        {
            Execute(engine, fresh[i], services);
        }
        var first = (Environment.CpuUsage.TotalTime - begun).TotalMicroseconds / FreshTimed;
        Console.WriteLine($"first sight of a document, parsed, validated and executed: mean {first:N1} µs of processor time");
    }

    private static void Execute(GraphQLServer engine, byte[] document, IServiceProvider services)
    {
        var answer = engine.ExecuteAsync(new GraphQLCall { Query = document, Services = services }).GetAwaiter().GetResult();
        if (answer.Errors.Count > 0 || answer.Bytes.Length < 1000)
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Bytes.Span));
        }
    }

    /// <summary>The folder of the Node servers with their packages; null, with a printed reason, if they cannot run.</summary>
    private static string? PrepareNode()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "engine");
        if (!File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
        {
            Console.WriteLine("npm ci: installing the packages of graphql-yoga and mercurius, once");
            try
            {
                using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--loglevel", "error"]) { WorkingDirectory = folder })!;
                npm.WaitForExit();
                if (npm.ExitCode == 0)
                {
                    return folder;
                }
            }
            catch (global::System.ComponentModel.Win32Exception)
            {
            }
            Console.WriteLine("npm ci failed: the servers on Node are left out");
            return null;
        }
        return folder;
    }

    /// <summary>A server in its own process, which first prints its address and ends with its standard input.</summary>
    private sealed class Child(string name, Process process, Uri address) : IDisposable
    {
        private readonly HttpClient _http = new();

        public string Name => name;
        public Uri Address => address;
        public List<double> Rates { get; } = [];

        /// <summary>Microseconds of processor time per request, over all threads, which other programs do not affect.</summary>
        public List<double> Costs { get; } = [];

        public TimeSpan ProcessorTime
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime;
            }
        }

        public static async Task<Child> StartAsync(string name, string program, params string[] arguments)
        {
            var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            return new(name, process, new(await process.StandardOutput.ReadLineAsync() ?? throw new IOException($"{name} does not start")));
        }

        public async Task<byte[]> AskAsync(string body)
        {
            using var answer = await _http.PostAsync(new Uri(address, "/graphql"), new StringContent(body, Encoding.UTF8, "application/json"));
            return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        }

        public async Task<long> AllocatedAsync()
        {
            await process.StandardInput.WriteLineAsync();
            return long.Parse((await process.StandardOutput.ReadLineAsync())!, null);
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
            _http.Dispose();
        }
    }
}
