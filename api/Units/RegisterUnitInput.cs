using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Units;

internal sealed record RegisterUnitInput(string Id, string Name, UnitKind Kind, string? Parent, string? Code)
{
    public Unit ToUnit() => new(Id, Texts.Kept(Name), Kind, Parent, CodeOf(Code));

    private static string? CodeOf(string? code) => Texts.KeptOrNull(code) is { } kept && Limits.FaultOfId(kept) is { } fault
        ? throw ApiError.Invalid($"code {fault}.", "code")
        : Texts.KeptOrNull(code);
}
