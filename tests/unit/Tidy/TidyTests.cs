namespace Hierarchy.UnitTests.Tidy;

/// <summary>Style and boundaries that no compiler checks, over every source file of the repository.</summary>
public sealed partial class TidyTests
{
    private const int LinesMax = 400;
    private const int ColumnsMax = 140;

    /// <summary>Of code, where tests have sentences of the product whole.</summary>
    private const int CodeColumnsMax = 175;

    /// <summary>Lines of what GraphQL.NET lacks, blank ones and comments included. What is added there takes the place of
    /// something.</summary>
    private const int EngineLinesMax = 3_200;

    private static readonly string[] Products = ["grains/", "silo/", "api/"];

    [Fact]
    public void Files_are_short_enough_to_read() => CheckFiles(Sources(), (path, text) =>
        text.Count(c => c == '\n') > LinesMax ? [$"{path} has {text.Count(c => c == '\n')} lines"] : []);

    [Fact]
    public void Lines_are_short_enough_to_read() => CheckLines(
        Sources(), line => line.Length > CodeColumnsMax, $"has more than {CodeColumnsMax} characters");

    /// <summary>Tables and what is to be copied as it stands are no prose.</summary>
    [Fact]
    public void Prose_is_short_enough_to_read() => CheckFiles(Files("*.md"), (path, text) =>
        Fenced().Replace(text, "").Split('\n').Where(
            line => line.Length > ColumnsMax && !line.StartsWith('|') && !line.StartsWith("    ", StringComparison.Ordinal))
            .Select(line => $"{path} has {line.Length} characters in a line; at most {ColumnsMax} are wanted: {line}"));

    [Fact]
    public void What_the_library_lacks_stays_small()
    {
        var lines = In("api/GraphQL/").Sum(path => File.ReadLines(Path.Combine(Repository.Root, path)).Count());
        Assert.True(lines <= EngineLinesMax, $"api/GraphQL/ has {lines} lines; at most {EngineLinesMax} are wanted");
    }

    [Fact]
    public void Nothing_is_left_for_later() => CheckLines(
        Sources().Where(path => !path.EndsWith("TidyTests.cs", StringComparison.Ordinal)),
        line => line.Contains("#region") || line.Contains("FIXME") || line.Contains("TODO") || line.Contains("NotImplementedException"),
        "is left for later");

    [Fact]
    public void Product_code_takes_the_time_from_its_clock() => CheckLines(
        In(Products), line => Clock().IsMatch(line), "reads the machine's clock");

    [Fact]
    public void The_core_is_pure() => CheckLines(
        In("grains/Units/", "grains/Indicators/", "grains/Plans/", "grains/Obligations/", "grains/Rollup/", "grains/Events/", "grains/UnitState.cs",
            "grains/UnitDecider.cs",
            "grains/UnitCommand.cs", "grains/UnitEvent.cs", "grains/UnitReader.cs", "grains/Rights.cs", "grains/People/", "grains/Reorganisations/",
            "grains/Reports/"),
        line => Impure().IsMatch(Code(line)), "is not pure");

    [Fact]
    public void Sql_stands_in_the_store() => CheckLines(
        In(Products).Where(path => !path.StartsWith("silo/Store/", StringComparison.Ordinal) && !path.StartsWith("silo/Hosting/", StringComparison.Ordinal)),
        line => Sql().IsMatch(Code(line)), "holds SQL");

    [Fact]
    public void What_the_library_lacks_knows_nothing_of_the_domain() => CheckLines(
        In("api/GraphQL/"), line => OtherThanEngine().IsMatch(Code(line)), "names the domain");

    [Fact]
    public void The_api_knows_no_store() => CheckLines(
        In("api/").Where(path => path != "api/Program.cs"), line => StoreNames().IsMatch(Code(line)), "names the store");

    [Theory]
    [InlineData("silo/Store/", "Hosting")]
    [InlineData("silo/Hosting/", "Store")]
    [InlineData("silo/Loading/", "Store")]
    public void A_folder_of_the_silo_knows_the_core_alone(string folder, string beside) => CheckLines(
        In(folder), line => Code(line) is var code && (AboveTheFolders().IsMatch(code) || code.StartsWith($"using Hierarchy.{beside}", StringComparison.Ordinal)),
        "names what stands above or beside it");

    [Fact]
    public void The_grains_know_nothing_of_ours() => CheckLines(
        In("grains/"), line => OtherThanGrains().IsMatch(Code(line)), "names another assembly of ours");

    [Fact]
    public void Links_between_documents_lead_somewhere() => CheckFiles(Files("*.md"), (path, text) =>
        from Match link in Link().Matches(text)
        let target = link.Groups[1].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://") && !target.StartsWith("mailto:", StringComparison.Ordinal)
        let full = Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, Uri.UnescapeDataString(target))
        where !File.Exists(full) && !Directory.Exists(full)
        select $"{path} links to {target}, which does not exist");

    [Fact]
    public void The_walk_sees_the_sources()
    {
        Assert.Contains("grains/UnitGrain.cs", Sources());
        Assert.DoesNotContain(Sources(), path => path.Contains("/obj/") || path.Contains("/bin/"));
    }

    [Theory]
    [InlineData("var x = await Task.Delay(100);", true)]
    [InlineData("await Task.Delay(pause, time, cancellation);", false)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), time);", false)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), cancellation);", true)]
    [InlineData("await Task.Delay(Timeout.Infinite, cancellation);", false)]
    [InlineData("var now = DateTimeOffset.UtcNow;", true)]
    [InlineData("var now = time.GetUtcNow();", false)]
    public void What_reads_the_clock_is_recognised(string line, bool reads) => Assert.Equal(reads, Clock().IsMatch(line));

    [Theory]
    [InlineData("const string Sql = \"select 1\";", true)]
    [InlineData("        SELECT unit, seq", true)]
    [InlineData("var last = $\"update {table} set seq = 1\";", true)]
    [InlineData("/// <summary>Select what you need from events.</summary>", false)]
    [InlineData("        select new Handed(move)", false)]
    public void What_is_sql_is_recognised(string line, bool sql) => Assert.Equal(sql, Sql().IsMatch(Code(line)));

    private static void CheckLines(IEnumerable<string> paths, Func<string, bool> isWrong, string because) => CheckFiles(paths, (path, text) => text
        .Split('\n')
        .Select((line, i) => (Line: line, Number: i + 1))
        .Where(line => isWrong(line.Line))
        .Select(line => $"{path}:{line.Number} {because}: {line.Line.Trim()}"));

    private static void CheckFiles(IEnumerable<string> paths, Func<string, string, IEnumerable<string>> faults)
    {
        var found = paths.SelectMany(path => faults(path, File.ReadAllText(Path.Combine(Repository.Root, path)))).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> In(params string[] places) =>
        Sources().Where(path => places.Any(place => path.StartsWith(place, StringComparison.Ordinal)));

    private static IEnumerable<string> Sources() => Files("*.cs");

    private static IEnumerable<string> Files(string pattern) => Directory
        .EnumerateFiles(Repository.Root, pattern, new EnumerationOptions { RecurseSubdirectories = true })
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
        .Where(path => !Elsewhere().IsMatch("/" + path))
        .Order(StringComparer.Ordinal);

    private static string Code(string line) => line.Split("//")[0];

    [GeneratedRegex("/(bin|obj|node_modules|dist|TestResults|\\.[^/]+)/")]
    private static partial Regex Elsewhere();

    // An endless delay waits for its token, not for the clock.
    [GeneratedRegex(
        @"DateTime\.(UtcNow|Now|Today)\b|DateTimeOffset\.(UtcNow|Now)\b|Stopwatch\.(StartNew|GetTimestamp)\b"
        + @"|\bnew PeriodicTimer\([^,]*\)|Task\.Delay\((?!Timeout\.Infinite)(?!.*\b(time|timeProvider|_time|clock)\b)")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bawait\b|\bTimeProvider\b|\bILogger\b|\bRandom\b|\bGuid\.NewGuid\b|\bTask<")]
    private static partial Regex Impure();

    [GeneratedRegex(@"(?i)^\s*select\s+(?!new\b)[\w*(]|""select\s|\b(insert into|delete from|alter table|create table|update \S+ set)\b")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\bHierarchy\.(?!(Api\.)?GraphQL\b)\w+")]
    private static partial Regex OtherThanEngine();

    [GeneratedRegex(@"\bHierarchy\.(Silo|Api)\b")]
    private static partial Regex AboveTheFolders();

    [GeneratedRegex(@"\bHierarchy\.Store\b|\bNpgsql\b")]
    private static partial Regex StoreNames();

    [GeneratedRegex(@"\bHierarchy\.(?!Grains\b)\w+")]
    private static partial Regex OtherThanGrains();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
