namespace Hierarchy.GraphQL.Schema;

/// <summary>A use of a type: the type itself, a list of uses, or a use that excludes null (section 3.4.1). Immutable.</summary>
public sealed class TypeReference
{
    private TypeReference(NamedType type, TypeReference? item, bool isNonNull, TypeReference? nullable)
    {
        NamedType = type;
        Item = item;
        IsNonNull = isNonNull;
        Nullable = nullable ?? this;
        Text = isNonNull ? Nullable.Text + "!" : item is null ? type.Name : $"[{item.Text}]";
        ListDepth = item is null ? 0 : item.ListDepth + 1;
    }

    private string Text { get; }

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

    /// <summary>Number of lists around the named type.</summary>
    public int ListDepth { get; }

    /// <summary>A nullable use of a type.</summary>
    public static TypeReference Of(NamedType type) => new(type, item: null, isNonNull: false, nullable: null);

    /// <summary>A nullable list of this.</summary>
    public TypeReference AsList() => new(NamedType, this, isNonNull: false, nullable: null);

    /// <summary>This without null; itself when null is already excluded.</summary>
    public TypeReference AsNonNull() => IsNonNull ? this : new(NamedType, Item, isNonNull: true, this);

    /// <summary>Whether both denote the same type.</summary>
    public bool Same(TypeReference other) => ReferenceEquals(NamedType, other.NamedType) && Text == other.Text;

    /// <summary>Whether a value of this may stand where another is expected (sections 3.6, 5.8.5).</summary>
    public bool IsSubTypeOf(TypeReference super)
    {
        if (IsNonNull || super.IsNonNull) return IsNonNull && Nullable.IsSubTypeOf(super.Nullable);
        return Item is null || super.Item is null
            ? Item == super.Item && NamedType.IsSubTypeOf(super.NamedType)
            : Item.IsSubTypeOf(super.Item);
    }

    /// <summary>The reference in GraphQL's notation, such as <c>[ID!]!</c>.</summary>
    public override string ToString() => Text;
}
