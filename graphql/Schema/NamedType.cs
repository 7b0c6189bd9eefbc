namespace Hierarchy.GraphQL.Schema;

/// <summary>The kinds of type, with the names that introspection gives them (section 4.2.2).</summary>
public enum TypeKind {
    /// <summary>SCALAR</summary>
    Scalar,

    /// <summary>OBJECT</summary>
    Object,

    /// <summary>INTERFACE</summary>
    Interface,

    /// <summary>UNION</summary>
    Union,

    /// <summary>ENUM</summary>
    Enum,

    /// <summary>INPUT_OBJECT</summary>
    InputObject,
}

/// <summary>A type of a schema.</summary>
public abstract class NamedType(string name, TypeKind kind) : SchemaElement(name) {
    /// <summary>Which of the six kinds.</summary>
    public TypeKind Kind => kind;

    /// <summary>Dense number within the schema, 0 … <c>Types.Length - 1</c>, in the order of introspection.</summary>
    public int Id { get; internal set; }

    /// <summary>The definition and its extensions in document order; empty for the specified scalars.</summary>
    public ImmutableArray<TypeDefinitionNode> Nodes { get; internal set; } = [];

    /// <summary>Whether the engine brought it: a specified scalar or an introspection type.</summary>
    public bool IsBuiltIn => BuiltIns.TypeNames.Contains(Name);

    /// <summary>Whether variables, arguments and input fields may have it (section 3.4.2).</summary>
    public bool IsInput => kind is TypeKind.Scalar or TypeKind.Enum or TypeKind.InputObject;

    /// <summary>Whether fields may have it.</summary>
    public bool IsOutput => kind is not TypeKind.InputObject;

    /// <summary>Whether it takes no selections: a scalar or an enum.</summary>
    public bool IsLeaf => kind is TypeKind.Scalar or TypeKind.Enum;

    /// <summary>Whether a value of this may stand where another type is expected.</summary>
    public bool IsSubTypeOf(NamedType super) => ReferenceEquals(this, super) || super switch {
        InterfaceType contract => this is FieldsType fields && fields.Interfaces.Contains(contract),
        UnionType union => union.DeclaredMembers.Contains(this),
        _ => false,
    };
}

/// <summary>A scalar (section 3.5), with how input becomes a value.</summary>
public sealed class ScalarType(string name, ScalarCoercion coercion) : NamedType(name, TypeKind.Scalar) {
    /// <summary>How input becomes a value; given to the builder, else one that accepts any value.</summary>
    public ScalarCoercion Coercion => coercion;

    /// <summary>The URL of <c>@specifiedBy</c>, or null.</summary>
    public string? SpecifiedByUrl { get; internal set; }
}

/// <summary>A type that takes selections: object, interface or union.</summary>
public abstract class CompositeType(string name, TypeKind kind) : NamedType(name, kind) {
    private ulong[] _possibleBits = [];

    /// <summary>
    /// The object types that a value of this type can have, in the order of introspection: itself for an object, implementations, members.
    /// </summary>
    public ImmutableArray<ObjectType> PossibleTypes { get; private set; } = [];

    /// <summary>Whether a value of this type can be of that object type. One bit test.</summary>
    public bool CanBe(ObjectType type) => (_possibleBits[type.Id >> 6] & (1UL << (type.Id & 63))) != 0;

    /// <summary>Whether some object type is possible for both (section 5.5.2.3). Costs one AND per 64 types.</summary>
    public bool Overlaps(CompositeType other) {
        for (var i = 0; i < _possibleBits.Length; i++)
            if ((_possibleBits[i] & other._possibleBits[i]) != 0) return true;

        return false;
    }

    internal void SetPossible(IEnumerable<ObjectType> types, int typeCount) {
        PossibleTypes = [.. types];
        _possibleBits = new ulong[(typeCount + 63) / 64];
        foreach (var possible in PossibleTypes) _possibleBits[possible.Id >> 6] |= 1UL << (possible.Id & 63);
    }
}

/// <summary>A type that has fields and implements interfaces: object or interface.</summary>
public abstract class FieldsType(string name, TypeKind kind) : CompositeType(name, kind) {
    /// <summary>Fields in the order of the schema text; <c>__typename</c> and its like are not among them.</summary>
    public ImmutableArray<FieldDefinition> Fields { get; internal set; } = [];

    /// <summary>The implemented interfaces as listed; a valid schema lists the transitive ones too.</summary>
    public ImmutableArray<InterfaceType> Interfaces { get; internal set; } = [];

    /// <summary>What stands behind <c>implements</c>, valid or not.</summary>
    internal ImmutableArray<NamedType> DeclaredInterfaces { get; set; } = [];

    private FrozenDictionary<string, FieldDefinition> FieldsByName => field ??= Fields.ToFrozenDictionary(each => each.Name);

    /// <summary>The field of this name, or null. Introspection's meta fields: see <see cref="GraphQLSchema.FindField"/>.</summary>
    public FieldDefinition? FindField(string name) => FieldsByName.GetValueOrDefault(name);
}

/// <summary>An object type (section 3.6).</summary>
public sealed class ObjectType(string name) : FieldsType(name, TypeKind.Object);

/// <summary>An interface type (section 3.7).</summary>
public sealed class InterfaceType(string name) : FieldsType(name, TypeKind.Interface);

/// <summary>A union (section 3.8).</summary>
public sealed class UnionType(string name) : CompositeType(name, TypeKind.Union) {
    /// <summary>What stands behind the equals sign, valid or not.</summary>
    internal ImmutableArray<NamedType> DeclaredMembers { get; set; } = [];
}

/// <summary>An enum (section 3.9).</summary>
public sealed class EnumType(string name) : NamedType(name, TypeKind.Enum) {
    /// <summary>Values in the order of the schema text.</summary>
    public ImmutableArray<EnumValueDefinition> Values { get; internal set; } = [];

    private FrozenDictionary<string, EnumValueDefinition> ValuesByName => field ??= Values.ToFrozenDictionary(each => each.Name);

    /// <summary>The value of this name, or null.</summary>
    public EnumValueDefinition? FindValue(string name) => ValuesByName.GetValueOrDefault(name);
}

/// <summary>An input object (section 3.10).</summary>
public sealed class InputObjectType(string name) : NamedType(name, TypeKind.InputObject) {
    /// <summary>Fields in the order of the schema text.</summary>
    public ImmutableArray<InputValueDefinition> Fields { get; internal set; } = [];

    /// <summary>Whether exactly one field must be given, and not null (section 3.10.1).</summary>
    public bool IsOneOf { get; internal set; }

    private FrozenDictionary<string, InputValueDefinition> FieldsByName => field ??= Fields.ToFrozenDictionary(each => each.Name);

    /// <summary>The field of this name, or null.</summary>
    public InputValueDefinition? FindField(string name) => FieldsByName.GetValueOrDefault(name);
}
