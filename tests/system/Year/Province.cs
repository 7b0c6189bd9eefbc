namespace Hierarchy.Tests.System.Year;

/// <summary>The shipped units of Tây Ninh and their tree.</summary>
/// <param name="Departments">Below the province, like the districts.</param>
/// <param name="Districts">Each with its communes.</param>
internal sealed record Province(ImmutableArray<string> Departments, ImmutableDictionary<string, ImmutableArray<string>> Districts)
{
    public const string Id = "vn24-72";
    public const string Ministry = "bnv";

    public ImmutableArray<string> Communes { get; } = [.. Districts.OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => one.Value)];

    /// <summary>Those that report: departments and districts, and then communes.</summary>
    public ImmutableArray<string> Reporters => [.. Departments, .. Districts.Keys.Order(StringComparer.Ordinal), .. Communes];

    /// <summary>All of them, from the ministry down.</summary>
    public ImmutableArray<string> Units => [Ministry, Id, .. Reporters];

    public string KindOf(string unit) =>
        unit is Id ? "PROVINCE" : Departments.Contains(unit) ? "DEPARTMENT" : Districts.ContainsKey(unit) ? "DISTRICT" : "COMMUNE";

    public string DistrictOf(string commune) => Districts.First(one => one.Value.Contains(commune)).Key;

    /// <summary>Whether a unit is another one or stands below it.</summary>
    public bool IsUnder(string unit, string top) =>
        top is Ministry or Id || unit == top || (Districts.TryGetValue(top, out var communes) && communes.Contains(unit));

    public static async Task<Province> ReadAsync(GraphQLClient client)
    {
        var unit = (await client.AskAsync(
            $$"""
            { unit(id: "{{Id}}") { departments: children(kind: DEPARTMENT) { id }
              districts: children(kind: DISTRICT) { id children(kind: COMMUNE) { id } } } }
            """))["unit"]!;
        return new Province(
            [.. unit["departments"]!.AsArray().Select(one => (string)one!["id"]!)],
            unit["districts"]!.AsArray().ToImmutableDictionary(
                one => (string)one!["id"]!, one => one!["children"]!.AsArray().Select(child => (string)child!["id"]!).ToImmutableArray()));
    }
}
