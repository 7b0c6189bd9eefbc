namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>An invented object: its type, and the seed of everything below it.</summary>
internal sealed record Made(string TypeName, uint Seed);

/// <summary>Invents values of any output type, reproducible in every language with 32-bit unsigned arithmetic.</summary>
internal static class HashValues
{
    /// <summary>FNV-1a over UTF-16 units, started with a seed, with its bits mixed once more at the end.</summary>
    public static uint H(string text, uint seed)
    {
        unchecked
        {
            var h = seed ^ 2166136261;
            foreach (var unit in text)
            {
                h = (h ^ unit) * 16777619;
            }

            h ^= h >> 15;
            h *= 0x2c1b3c6d;
            return h ^ (h >> 12);
        }
    }

    /// <summary>The value for a hash.</summary>
    /// <param name="rootSeed">Odd: few nulls. Even: many.</param>
    /// <exception cref="FieldError">The resolver throws; inside lists null takes its place.</exception>
    public static object? Of(IGraphType type, uint h, uint rootSeed, bool isItem = false)
    {
        if (h % (rootSeed % 2 == 1 ? 23u : 7u) == 0)
        {
            return null;
        }

        if (h % 29 == 1)
        {
            return isItem ? null : throw new FieldError("boom " + h.ToString(CultureInfo.InvariantCulture));
        }

        if (ItemOf(type) is { } item)
        {
            return Enumerable.Range(0, (int)(h / 31 % 4)).Select(i => Of(item, H("#" + i, h), rootSeed, isItem: true)).ToArray();
        }

        return type.GetNamedType() switch
        {
            IObjectGraphType named => new Made(named.Name, h),
            EnumerationGraphType named => named.Values.ElementAt((int)(h % (uint)named.Values.Count)).Value,
            IAbstractGraphType named => new Made(ByName(named)[(int)(h % (uint)named.PossibleTypes.Count)], h),
            { Name: "Int" } => (int)(h % 1000),
            { Name: "Float" } => h % 1000 / 8.0,
            { Name: "String" } => "s\"\n" + h.ToString(CultureInfo.InvariantCulture),
            { Name: "Boolean" } => h % 2 == 0,
            { Name: "ID" } => "i" + h.ToString(CultureInfo.InvariantCulture),
            _ => "c" + h.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The value of every field of a type without hashing.</summary>
    public static object? Constant(IGraphType type) => ItemOf(type) is { } item
        ? new[] { Constant(item), Constant(item) }
        : type.GetNamedType() switch
        {
            IObjectGraphType named => new Made(named.Name, 0),
            UnionGraphType named => new Made(ByName(named)[0], 0),
            IInterfaceGraphType named => new Made(ByName(named)[^1], 0),
            EnumerationGraphType named => named.Values.First().Value,
            { Name: "Int" } => 2,
            { Name: "Float" } => 3.14,
            { Name: "Boolean" } => true,
            { Name: "ID" } => "id",
            _ => "str",
        };

    private static IGraphType? ItemOf(IGraphType type) => type switch
    {
        NonNullGraphType wrapped => ItemOf(wrapped.ResolvedType!),
        ListGraphType list => list.ResolvedType,
        _ => null,
    };

    private static string[] ByName(IAbstractGraphType type) => [.. type.PossibleTypes.Select(t => t.Name).Order(StringComparer.Ordinal)];
}
