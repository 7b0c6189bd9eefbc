namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IFiles"/> promises, whichever store keeps them.</summary>
public abstract class FilesTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task A_file_comes_back_as_it_was_brought_part_by_part()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        var bytes = RandomNumberGenerator.GetBytes(2 * IFiles.PartBytes + 7);
        var file = await BringAsync(here, "f", bytes);

        Assert.Equal([new BroughtFile(file, "an", Now, false)], await there.Files.FindAsync(["f", "other"], Sample.Stop));
        Assert.Equal(bytes, await ReadAsync(there, file));
        Assert.Equal(7, (await there.Files.ReadPartAsync(file.Sha256, 2, Sample.Stop))!.Value.Length);
        Assert.Null(await there.Files.ReadPartAsync(file.Sha256, 3, Sample.Stop));
        Assert.Null(await there.Files.ReadPartAsync(new string('0', 64), 0, Sample.Stop));
    }

    [Fact]
    public async Task The_events_append_says_what_names_a_file_and_that_something_does()
    {
        var store = await OpenAsync();
        await BringAsync(store, "f", [1]);
        await store.OweAsync(Sample.Obligation("u", "t"));
        await store.RegisterAsync(Sample.Unit("v"));
        await NameAsync(store, "u", 2, "f", "u~t");
        await NameAsync(store, "v", 1, "f", null);
        await NameAsync(store, "v", 2, "other", null);

        Assert.True(Assert.Single(await store.Files.FindAsync(["f"], Sample.Stop)).IsNamed);
        var named = await store.Files.NamedForAsync("f", null, 10, Sample.Stop);
        Assert.Equal([new NamedFor("u", 3, "u", ReformArea.Institutions), new NamedFor("v", 2, "v", null)], named);
        Assert.Equal(named[..1], await store.Files.NamedForAsync("f", null, 1, Sample.Stop));
        Assert.Equal(named[1..], await store.Files.NamedForAsync("f", named[0], 10, Sample.Stop));
        Assert.Empty(await store.Files.NamedForAsync("g", null, 10, Sample.Stop));
    }

    [Fact]
    public async Task An_append_that_is_refused_names_nothing()
    {
        var store = await OpenAsync();
        await BringAsync(store, "f", [1]);
        await store.RegisterAsync(Sample.Unit("u"));

        Assert.IsType<AppendResult.Fenced>(await store.Events.AppendAsync(
            Sample.Append("u", 7) with { Files = [new FileUse("f", null)] }, Sample.Stop));
        Assert.False(Assert.Single(await store.Files.FindAsync(["f"], Sample.Stop)).IsNamed);
        Assert.Empty(await store.Files.NamedForAsync("f", null, 10, Sample.Stop));
    }

    [Fact]
    public async Task A_caller_has_so_many_that_nothing_names_and_others_have_their_own()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"));
        for (var i = 0; i < IFiles.UnnamedMax; i++)
        {
            await BringAsync(store, $"f{i}", [1]);
        }

        Assert.False(await TryBringAsync(store, FileOf("more", [1]), [1], "an", Now));
        Assert.True(await TryBringAsync(store, FileOf("others", [1]), [1], "binh", Now));
        await NameAsync(store, "u", 1, "f7", null);
        Assert.True(await TryBringAsync(store, FileOf("more", [1]), [1], "an", Now));
        Assert.Empty(await store.Files.FindAsync(["most"], Sample.Stop));
    }

    [Fact]
    public async Task What_nothing_names_in_time_goes_and_the_rest_stays()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"));
        var old = Now - IFiles.UnnamedFor - TimeSpan.FromHours(1);
        await BringAsync(store, "old", [1], old);
        await BringAsync(store, "same", [1], Now - IFiles.UnnamedFor + TimeSpan.FromHours(1));
        await BringAsync(store, "named", [2], old);
        await NameAsync(store, "u", 1, "named", null);

        await BringAsync(store, "new", [3]);

        Assert.Equal(["named", "new", "same"], (await store.Files.FindAsync(["old", "same", "named", "new"], Sample.Stop)).Select(f => f.File.Id).Order());
        Assert.Equal([1], await ReadAsync(store, FileOf("same", [1])));
        Assert.Equal([2], await ReadAsync(store, FileOf("named", [2])));
    }

    /// <summary>To the precision that is kept.</summary>
    protected static EvidenceFile FileOf(string id, byte[] bytes) =>
        new(id, "Báo cáo.pdf", "application/pdf", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    protected static Task<bool> TryBringAsync(OpenStore store, EvidenceFile file, byte[] bytes, string by, DateTimeOffset at) =>
        store.Files.AddAsync(file, by, at, new MemoryStream(bytes), Sample.Stop);

    protected static async Task<EvidenceFile> BringAsync(OpenStore store, string id, byte[] bytes, DateTimeOffset? at = null)
    {
        var file = FileOf(id, bytes);
        Assert.True(await TryBringAsync(store, file, bytes, "an", at ?? Now));
        return file;
    }

    protected static async Task NameAsync(OpenStore store, string unit, long expected, string file, string? obligation) =>
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(
            Sample.Append(unit, expected) with { Files = [new FileUse(file, obligation)] }, Sample.Stop));

    protected static async Task<byte[]> ReadAsync(OpenStore store, EvidenceFile file)
    {
        var read = new List<byte>();
        for (var part = 0; await store.Files.ReadPartAsync(file.Sha256, part, Sample.Stop) is { } bytes; part++)
        {
            read.AddRange(bytes.Span);
        }
        return [.. read];
    }
}

public sealed class MemoryFilesTests() : FilesTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresFilesTests(PostgresFixture postgres) : FilesTests(postgres.CreateStoreAsync)
{
    private const string Role = "hierarchy_server";

    [Fact]
    public async Task The_same_bytes_are_kept_once_and_go_with_the_last_file_that_holds_them()
    {
        await using var database = new PostgresUnderTest(await postgres.CreateDatabaseAsync());
        var store = await database.OpenAsync();
        var bytes = RandomNumberGenerator.GetBytes(IFiles.PartBytes + 1);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => BringAsync(store, $"f{i}", bytes)));
        Assert.Equal("4 1 2", await CountsAsync(database));

        await ScalarAsync(database.Database.ConnectionString, "update recent_files set at = 0");
        await BringAsync(store, "other", [2]);
        Assert.Equal("1 2 3", await CountsAsync(database));
        await ScalarAsync(database.Database.ConnectionString, "update file_contents set touched = 0");
        await BringAsync(store, "new", [2]);
        Assert.Equal("2 1 1", await CountsAsync(database));
    }

    [Fact]
    public async Task What_was_left_half_written_is_completed_by_whoever_brings_it_again()
    {
        await using var database = new PostgresUnderTest(await postgres.CreateDatabaseAsync());
        var store = await database.OpenAsync();
        var bytes = RandomNumberGenerator.GetBytes(3 * IFiles.PartBytes);
        var file = FileOf("f", bytes);
        using var broken = new MemoryStream(bytes);
        await Assert.ThrowsAnyAsync<IOException>(() => store.Files.AddAsync(file, "an", Now, new BreakingStream(broken), Sample.Stop));
        Assert.Equal("0 1 1", await CountsAsync(database));
        Assert.Empty(await store.Files.FindAsync(["f"], Sample.Stop));

        await BringAsync(store, "f", bytes);
        Assert.Equal(bytes, await ReadAsync(store, file));
    }

    [Fact]
    public async Task The_servers_role_brings_names_reads_and_trims_and_is_refused_all_else()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Role }.ConnectionString;
        await using var store = new PostgresStore(TimeProvider.System);
        await store.OpenAsync(server, database.ConnectionString, shared: false, Sample.Stop);
        var file = FileOf("f", [1, 2]);
        foreach (var at in (DateTimeOffset[])[Now - IFiles.UnnamedFor - TimeSpan.FromHours(1), Now])
        {
            Assert.True(await store.Files.AddAsync(file with { Id = $"f{at.UtcTicks}" }, "an", at, new MemoryStream([1, 2]), Sample.Stop));
        }
        await store.Events.AppendAsync(
            Sample.Registering(Sample.Unit("u")) with { Files = [new FileUse($"f{Now.UtcTicks}", null)] }, Sample.Stop);
        Assert.Equal(2, (await store.Files.ReadPartAsync(file.Sha256, 0, Sample.Stop))!.Value.Length);

        foreach (var sql in (string[])["delete from files", "update files set name = 'x'", "delete from file_contents", "delete from file_parts",
            "update file_parts set data = ''", "update file_contents set bytes = 0", "delete from file_uses", "update file_uses set unit = 'x'",
            "truncate files cascade", "create or replace function trim_files() returns void language sql as 'delete from files'"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(server, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        Assert.Equal(1L, await ScalarAsync(server, "select count(*) from files"));
    }

    private static Task<object?> CountsAsync(PostgresUnderTest database) => ScalarAsync(
        database.Database.ConnectionString,
        "select concat_ws(' ', (select count(*) from files), (select count(*) from file_contents), (select count(*) from file_parts))");

    private static async Task<object?> ScalarAsync(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(address);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Sample.Stop);
    }

    /// <summary>Ends after the first part, as a disk that fails does.</summary>
    private sealed class BreakingStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            inner.Position >= IFiles.PartBytes ? throw new IOException("broken") : inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void Flush() => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
