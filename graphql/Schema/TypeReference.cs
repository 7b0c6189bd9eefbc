namespace Hierarchy.GraphQL.Schema;

/// <summary>A use of a type: the type itself, a list of uses, or a use that excludes null (section 3.4.1). Immutable.</summary>
public sealed class TypeReference {
    private readonly string _text;

    private TypeReference(NamedType type, TypeReference? item, TypeReference? nullable) {
        (NamedType, Item, Nullable, IsNonNull) = (type, item, nullable ?? this, nullable is not null);
        _text = nullable is not null ? nullable._text + "!" : item is not null ? $"[{item._text}]" : type.Name;
    }

    /// <summary>The type inside all lists.</summary>
    public NamedType NamedType { get; }

    /// <summary>The item type of a list, null when this is no list. A non-null list is a list too.</summary>
    public TypeReference? Item { get; }

    /// <summary>Whether null is excluded.</summary>
    public bool IsNonNull { get; }

    /// <summary>The same use with null allowed; itself when it already is.</summary>
    public TypeReference Nullable { get; }

    /// <summary>Whether this is a list, nullable or not.</summary>
    public bool IsList => Item is not null;

    /// <summary>A nullable use of a type.</summary>
    public static TypeReference Of(NamedType type) => new(type, item: null, nullable: null);

    /// <summary>A nullable list of this.</summary>
    public TypeReference AsList() => new(NamedType, this, nullable: null);

    /// <summary>This without null; itself when null is already excluded.</summary>
    public TypeReference AsNonNull() => IsNonNull ? this : new(NamedType, Item, this);

    /// <summary>Whether both denote the same type.</summary>
    public bool Same(TypeReference other) => ReferenceEquals(NamedType, other.NamedType) && _text == other._text;

    /// <summary>Whether a value of this may stand where another is expected (sections 3.6, 5.8.5).</summary>
    public bool IsSubTypeOf(TypeReference super) {
        if (super.IsNonNull && !IsNonNull) return false;
        return IsList == super.IsList && (Item?.IsSubTypeOf(super.Item!) ?? NamedType.IsSubTypeOf(super.NamedType));
    }

    /// <summary>The reference in GraphQL's notation, such as <c>[ID!]!</c>.</summary>
    public override string ToString() => _text;

    internal static TypeReference? Of(TypeNode node, Func<NamedTypeNode, NamedType?> find) => node switch {
        NonNullTypeNode nonNull => Of(nonNull.Type, find)?.AsNonNull(),
        ListTypeNode list => Of(list.Type, find)?.AsList(),
        _ => find((NamedTypeNode)node) is { } type ? Of(type) : null,
    };
}
