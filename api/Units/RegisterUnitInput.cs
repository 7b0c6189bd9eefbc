namespace Hierarchy.Api.Units;

internal sealed record RegisterUnitInput(string Id, string Name, UnitKind Kind, string? Parent, string? Code)
{
    public Unit ToUnit() => new(Id, Texts.Kept(Name), Kind, Parent, Texts.KeptOrNull(Code));
}
