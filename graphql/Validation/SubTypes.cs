namespace Hierarchy.GraphQL.Validation;

/// <summary>When a value of one type may stand where another is expected (sections 3.6, 5.8.5).</summary>
internal static class SubTypes
{
    public static bool IsSubType(NamedType type, NamedType super) => ReferenceEquals(type, super) || super switch
    {
        InterfaceType contract => type is FieldsType fields && fields.Interfaces.Contains(contract),
        UnionType union => union.DeclaredMembers.Contains(type),
        _ => false,
    };

    public static bool IsSubType(TypeReference type, TypeReference super)
    {
        if (super.IsNonNull)
        {
            return type.IsNonNull && IsSubType(type.Nullable, super.Nullable);
        }

        if (type.IsNonNull)
        {
            return IsSubType(type.Nullable, super);
        }

        return super.Item is null && type.Item is null
            ? IsSubType(type.NamedType, super.NamedType)
            : super.Item is not null && type.Item is not null && IsSubType(type.Item, super.Item);
    }
}
