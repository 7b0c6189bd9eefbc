namespace Hierarchy.GraphQL.Schema;

/// <summary>What every schema has besides its own text: introspection (section 4) and the specified directives (section 3.13).</summary>
internal static class BuiltIns {
    public const string DefaultDeprecationReason = "No longer supported";

    private const string Text = """"
        "Includes the field or fragment only if the argument is true."
        directive @include("Whether to include it." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Leaves the field or fragment out if the argument is true."
        directive @skip("Whether to leave it out." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Says that something should not be used any more."
        directive @deprecated("Why, and what to use instead, in CommonMark." reason: String! = "No longer supported")
          on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE | DIRECTIVE_DEFINITION
        "Names the specification of a custom scalar."
        directive @specifiedBy("Where the specification can be read." url: String!) on SCALAR
        "Makes an input object take exactly one of its fields, and not null."
        directive @oneOf on INPUT_OBJECT

        "A schema: its types, its directives and the roots of its operations."
        type __Schema {
          description: String
          "All types of the schema." types: [__Type!]!
          "Where queries start." queryType: __Type!
          "Where mutations start, if there are any." mutationType: __Type
          "Where subscriptions start, if there are any." subscriptionType: __Type
          "All directives of the schema." directives(includeDeprecated: Boolean! = false): [__Directive!]!
        }

        "A type, or a list or non-null wrapper around one. Which fields are not null depends on the kind."
        type __Type {
          kind: __TypeKind! name: String description: String specifiedByURL: String
          fields(includeDeprecated: Boolean! = false): [__Field!] interfaces: [__Type!] possibleTypes: [__Type!]
          enumValues(includeDeprecated: Boolean! = false): [__EnumValue!]
          inputFields(includeDeprecated: Boolean! = false): [__InputValue!] ofType: __Type isOneOf: Boolean
        }

        "The kinds of type."
        enum __TypeKind {
          "A leaf with a value." SCALAR
          "Has `fields` and `interfaces`." OBJECT
          "Has `fields`, `interfaces` and `possibleTypes`." INTERFACE
          "Has `possibleTypes`." UNION
          "Has `enumValues`." ENUM
          "Has `inputFields`." INPUT_OBJECT
          "Wraps `ofType`." LIST
          "Wraps `ofType`." NON_NULL
        }

        "A field of an object or interface type."
        type __Field {
          name: String! description: String args(includeDeprecated: Boolean! = false): [__InputValue!]! type: __Type!
          isDeprecated: Boolean! deprecationReason: String
        }

        "An argument, or a field of an input object."
        type __InputValue {
          name: String! description: String type: __Type! "The default in GraphQL notation." defaultValue: String
          isDeprecated: Boolean! deprecationReason: String
        }

        "A value of an enum."
        type __EnumValue { name: String! description: String isDeprecated: Boolean! deprecationReason: String }

        "A directive: an annotation that changes how something is executed, checked or described."
        type __Directive {
          name: String! description: String isRepeatable: Boolean! locations: [__DirectiveLocation!]!
          args(includeDeprecated: Boolean! = false): [__InputValue!]! isDeprecated: Boolean! deprecationReason: String
        }

        "The places where a directive can stand."
        enum __DirectiveLocation {
          "A query." QUERY "A mutation." MUTATION "A subscription." SUBSCRIPTION "A field selection." FIELD
          "A fragment definition." FRAGMENT_DEFINITION "A fragment spread." FRAGMENT_SPREAD "An inline fragment." INLINE_FRAGMENT
          "A variable of an operation." VARIABLE_DEFINITION "A variable of a fragment." FRAGMENT_VARIABLE_DEFINITION
          "A schema." SCHEMA "A scalar." SCALAR "An object type." OBJECT "A field definition." FIELD_DEFINITION
          "An argument definition." ARGUMENT_DEFINITION "An interface." INTERFACE "A union." UNION "An enum." ENUM
          "An enum value." ENUM_VALUE "An input object." INPUT_OBJECT "A field of an input object." INPUT_FIELD_DEFINITION
          "A directive definition." DIRECTIVE_DEFINITION
        }

        "Only holds the meta fields until the builder takes them."
        type __Meta {
          "The schema that answers." __schema: __Schema!
          "A type by name." __type(name: String!): __Type
          "The name of the object's type." __typename: String!
        }
        """";

    private static readonly ImmutableArray<DefinitionNode> Definitions = Parser.Parse(Text, ParserOptions.Trusted).Definitions;

    public static ImmutableArray<FieldDefinitionNode> MetaFields { get; } = ((ObjectTypeDefinitionNode)Definitions[^1]).Fields;

    public static ImmutableArray<TypeDefinitionNode> Types { get; } = [.. Definitions.SkipLast(1).OfType<TypeDefinitionNode>()];

    public static ImmutableArray<DirectiveDefinitionNode> Directives { get; } = [.. Definitions.OfType<DirectiveDefinitionNode>()];

    /// <summary>Names that a schema text may use without defining them, the scalars first.</summary>
    public static ImmutableArray<string> TypeNames { get; } =
        [.. SpecifiedScalar.All.Select(scalar => scalar.Name), .. Types.Select(type => type.Name.Value)];
}
