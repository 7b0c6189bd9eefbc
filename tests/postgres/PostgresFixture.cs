// Source shared by the test projects that name ../postgres/*.cs: each test run gets one server, started when the first test asks for it.
[assembly: AssemblyFixture(typeof(Hierarchy.Tests.Postgres.PostgresFixture))]

namespace Hierarchy.Tests.Postgres;

/// <summary>One private PostgreSQL for the whole test run. A test class takes it as a constructor argument and requests its own
/// database.</summary>
/// <remarks>Not durable: only a power failure would lose data, so it is faster and otherwise behaves the same.</remarks>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private DataFolder? _folder;
    private PrivatePostgres? _server;
    private int _databases;

    /// <summary>An empty database, dropped when disposed. Thread-safe; takes about 50 ms.</summary>
    /// <param name="original">An unused database to copy.</param>
    public async Task<TestDatabase> CreateDatabaseAsync(string original = "template0")
    {
        var server = await ServerAsync();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(server, $"create database {name} template {original}");
        var address = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, MaxPoolSize = 20 }.ConnectionString;
        return new TestDatabase(address, () => ExecuteAsync(server, $"drop database if exists {name} with (force)"));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _server.DisposeAsync();
        }
        if (_folder is not null)
        {
            _folder.Dispose();
            Directory.Delete(_folder.Path, recursive: true);
        }
        _gate.Dispose();
    }

    private async Task<PrivatePostgres> ServerAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _server ??= await StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<PrivatePostgres> StartAsync()
    {
        var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
        if (await PostgresPrograms.FindAsync(tools, major: null, CancellationToken.None) is null)
        {
            // ./test installs PostgreSQL first; a single project run by hand does not install it silently.
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "PostgreSQL is not installed; ./test installs it.");
        }
        _folder ??= DataFolder.Lock(Directory.CreateTempSubdirectory("hierarchy-test-").FullName);
        var options = new PrivatePostgresOptions { DataFolder = _folder.Path, Tools = tools, Durable = false };
        return await PrivatePostgres.StartAsync(options, new Progress<string>(), TimeProvider.System, CancellationToken.None);
    }

    private static async Task ExecuteAsync(PrivatePostgres server, string sql)
    {
        var once = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(once);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A database of one test class or one test.</summary>
public sealed class TestDatabase(string connectionString, Func<Task> drop) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    public string Name => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    /// <summary>Pools up to 20 connections to this database.</summary>
    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(connectionString);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await drop();
    }
}
