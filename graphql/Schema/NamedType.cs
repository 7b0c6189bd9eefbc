namespace Hierarchy.GraphQL.Schema;

/// <summary>The kinds of type, with the names that introspection gives them (section 4.2.2).</summary>
public enum TypeKind
{
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

/// <summary>
/// A type of a schema. Immutable once the schema is built, but for the binding slots that an executor fills before serving.
/// </summary>
public abstract class NamedType
{
    private protected NamedType(string name) => Name = name;

    /// <summary>The name, unique in the schema.</summary>
    public string Name { get; }

    /// <summary>Which of the six kinds.</summary>
    public abstract TypeKind Kind { get; }

    /// <summary>Text for people, or null.</summary>
    public string? Description { get; internal set; }

    /// <summary>Dense number within the schema, 0 … <c>Types.Length - 1</c>, in the order of introspection.</summary>
    public int Id { get; internal set; }

    /// <summary>The definition; null for built-in types.</summary>
    public TypeDefinitionNode? Node { get; internal set; }

    /// <summary>The extensions in document order.</summary>
    public ImmutableArray<TypeDefinitionNode> Extensions { get; internal set; } = [];

    /// <summary>Directives of the definition and of its extensions, in document order.</summary>
    public ImmutableArray<DirectiveNode> AppliedDirectives { get; internal set; } = [];

    internal IEnumerable<TypeDefinitionNode> Nodes => Node is null ? Extensions : Extensions.Prepend(Node);

    /// <summary>Whether the engine brought it: a specified scalar or an introspection type.</summary>
    public bool IsBuiltIn { get; internal set; }

    /// <summary>Whether variables, arguments and input fields may have it (section 3.4.2).</summary>
    public bool IsInput => Kind is TypeKind.Scalar or TypeKind.Enum or TypeKind.InputObject;

    /// <summary>Whether fields may have it.</summary>
    public bool IsOutput => Kind is not TypeKind.InputObject;

    /// <summary>Whether it takes no selections: a scalar or an enum.</summary>
    public bool IsLeaf => Kind is TypeKind.Scalar or TypeKind.Enum;

    /// <summary>Whether a value of this may stand where another type is expected.</summary>
    public bool IsSubTypeOf(NamedType super) => ReferenceEquals(this, super) || super switch
    {
        InterfaceType contract => this is FieldsType fields && fields.Interfaces.Contains(contract),
        UnionType union => union.DeclaredMembers.Contains(this),
        _ => false,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A scalar (section 3.5).</summary>
public sealed class ScalarType : NamedType
{
    internal ScalarType(string name, ScalarCoercion coercion)
        : base(name) => Coercion = coercion;

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Scalar;

    /// <summary>How input becomes a value; given to the builder, else one that accepts any value.</summary>
    public ScalarCoercion Coercion { get; }

    /// <summary>The URL of <c>@specifiedBy</c>, or null.</summary>
    public string? SpecifiedByUrl { get; internal set; }

    /// <summary>The executor's own; set at most once.</summary>
    public object? Binding
    {
        get;
        set => field = WriteOnce.Check(field, value, Name);
    }
}

/// <summary>A type that takes selections: object, interface or union.</summary>
public abstract class CompositeType : NamedType
{
    private protected CompositeType(string name)
        : base(name)
    {
    }

    /// <summary>
    /// The object types that a value of this type can have, in the order of introspection: itself for an object, implementations, members.
    /// </summary>
    public ImmutableArray<ObjectType> PossibleTypes { get; internal set; } = [];

    internal ulong[] PossibleBits { get; set; } = [];

    /// <summary>Whether a value of this type can be of that object type. One bit test.</summary>
    public bool CanBe(ObjectType type) => (PossibleBits[type.Id >> 6] & (1UL << (type.Id & 63))) != 0;

    /// <summary>Whether some object type is possible for both (section 5.5.2.3). Costs one AND per 64 types.</summary>
    public bool Overlaps(CompositeType other)
    {
        for (var i = 0; i < PossibleBits.Length; i++)
        {
            if ((PossibleBits[i] & other.PossibleBits[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A type that has fields and implements interfaces: object or interface.</summary>
public abstract class FieldsType : CompositeType
{
    private protected FieldsType(string name)
        : base(name)
    {
    }

    /// <summary>Fields in the order of the schema text; <c>__typename</c> and its like are not among them.</summary>
    public ImmutableArray<FieldDefinition> Fields { get; internal set; } = [];

    /// <summary>The implemented interfaces as listed; a valid schema lists the transitive ones too.</summary>
    public ImmutableArray<InterfaceType> Interfaces { get; internal set; } = [];

    /// <summary>What stands behind <c>implements</c>, valid or not.</summary>
    internal ImmutableArray<NamedType> DeclaredInterfaces { get; set; } = [];

    internal FrozenDictionary<string, FieldDefinition> FieldsByName { get; set; } = FrozenDictionary<string, FieldDefinition>.Empty;

    /// <summary>The field of this name, or null. Introspection's meta fields: see <see cref="GraphQLSchema.FindField"/>.</summary>
    public FieldDefinition? FindField(string name) => FieldsByName.GetValueOrDefault(name);

    /// <summary>The executor's own, such as the CLR type of the source; set at most once.</summary>
    public object? Binding
    {
        get;
        set => field = WriteOnce.Check(field, value, Name);
    }
}

/// <summary>An object type (section 3.6).</summary>
public sealed class ObjectType : FieldsType
{
    internal ObjectType(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Object;
}

/// <summary>An interface type (section 3.7).</summary>
public sealed class InterfaceType : FieldsType
{
    internal InterfaceType(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Interface;

    /// <summary>The interfaces that implement this one, in the order of introspection.</summary>
    public ImmutableArray<InterfaceType> ImplementingInterfaces { get; internal set; } = [];
}

/// <summary>A union (section 3.8).</summary>
public sealed class UnionType : CompositeType
{
    internal UnionType(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Union;

    /// <summary>What stands behind the equals sign, valid or not.</summary>
    internal ImmutableArray<NamedType> DeclaredMembers { get; set; } = [];

    /// <summary>The executor's own; set at most once.</summary>
    public object? Binding
    {
        get;
        set => field = WriteOnce.Check(field, value, Name);
    }
}

/// <summary>An enum (section 3.9).</summary>
public sealed class EnumType : NamedType
{
    internal EnumType(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Enum;

    /// <summary>Values in the order of the schema text.</summary>
    public ImmutableArray<EnumValueDefinition> Values { get; internal set; } = [];

    internal FrozenDictionary<string, EnumValueDefinition> ValuesByName { get; set; } =
        FrozenDictionary<string, EnumValueDefinition>.Empty;

    /// <summary>The value of this name, or null.</summary>
    public EnumValueDefinition? FindValue(string name) => ValuesByName.GetValueOrDefault(name);

    /// <summary>The executor's own, such as the CLR enum; set at most once.</summary>
    public object? Binding
    {
        get;
        set => field = WriteOnce.Check(field, value, Name);
    }
}

/// <summary>An input object (section 3.10).</summary>
public sealed class InputObjectType : NamedType
{
    internal InputObjectType(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.InputObject;

    /// <summary>Fields in the order of the schema text.</summary>
    public ImmutableArray<InputFieldDefinition> Fields { get; internal set; } = [];

    /// <summary>Whether exactly one field must be given, and not null (section 3.10.1).</summary>
    public bool IsOneOf { get; internal set; }

    internal FrozenDictionary<string, InputFieldDefinition> FieldsByName { get; set; } =
        FrozenDictionary<string, InputFieldDefinition>.Empty;

    /// <summary>The field of this name, or null.</summary>
    public InputFieldDefinition? FindField(string name) => FieldsByName.GetValueOrDefault(name);

    /// <summary>The executor's own, such as a factory of CLR objects; set at most once.</summary>
    public object? Binding
    {
        get;
        set => field = WriteOnce.Check(field, value, Name);
    }
}

internal static class WriteOnce
{
    public static object? Check(object? old, object? value, string owner) =>
        old is null ? value : throw new InvalidOperationException($"{owner} is already bound.");
}
