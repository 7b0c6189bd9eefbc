namespace Hierarchy.UnitTests.Tidy;

/// <summary>The glossary of docs/ARCHITECTURE.md names things that exist, in each layer that it names one for.</summary>
public sealed partial class GlossaryTests
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["grains"] = string.Concat(Under("grains", "*.cs")),
        ["api"] = File.ReadAllText(Path.Combine(Repository.Root, "api/schema.graphql")),
        ["store"] = string.Concat(Under("silo/Store/Migrations", "*.sql")),
        // The sentences of the history are made by the API.
        ["page"] = string.Concat([.. Under("web/src/i18n", "*.ts"), .. Under("api/Changes", "Summary.cs")]),
    };

    public static TheoryData<string, string, string, string, string, string> Terms { get; } = new(
        Row().Matches(Section()).Select(row => (
            row.Groups[1].Value.Trim(), row.Groups[2].Value.Trim(), row.Groups[3].Value.Trim(), row.Groups[4].Value.Trim(),
            row.Groups[5].Value.Trim(), row.Groups[6].Value.Trim())));

    [Theory]
    [MemberData(nameof(Terms))]
    public void A_term_is_named_so_in_each_layer(string term, string vietnamese, string type, string inApi, string inStore, string meaning)
    {
        Assert.NotEmpty(meaning);
        Assert.NotEmpty(type + inApi + inStore);
        Has("page", $@"(?i){Regex.Escape(vietnamese)}", vietnamese);
        Has("grains", $@"\b(record|class|enum|interface|struct) {type}\b", type);
        Has("api", $@"^(type|enum|input|interface) {inApi}\b|^  {inApi}[(:]", inApi);
        Has("store", $@"create table {inStore} \(|^ +{inStore} |add column {inStore} ", inStore);

        void Has(string layer, string pattern, string name) => Assert.True(
            name.Length == 0 || Regex.IsMatch(Sources[layer], pattern, RegexOptions.Multiline), $"{term}: {name} is not in {layer}");
    }

    [Fact]
    public void A_term_stands_there_once()
    {
        Assert.True(Terms.Count >= 20, $"only {Terms.Count} terms");
        Assert.Equal(Terms.Count, Terms.Select(row => row.Data.Item1).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(
            Terms.Select(row => row.Data.Item1).Order(StringComparer.OrdinalIgnoreCase), Terms.Select(row => row.Data.Item1));
    }

    /// <summary>Hủy, not huỷ; xóa, not xoá; quý is what it is.</summary>
    [Fact]
    public void A_tone_is_written_on_the_same_letter_everywhere() =>
        Assert.DoesNotMatch(@"(?i)(?<!q)u[ýỳỷỹỵ]\b|o[áàảãạéèẻẽẹ]\b", Sources["page"]);

    private static string Section()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/ARCHITECTURE.md"));
        var from = page.IndexOf("## Glossary", StringComparison.Ordinal);
        var to = page.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return page[from..(to < 0 ? page.Length : to)];
    }

    private static IEnumerable<string> Under(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    // Term, Vietnamese, type of grains/, name in the schema, name in the store, meaning.
    [GeneratedRegex(@"^\| (?!term |---)([^|]+)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
