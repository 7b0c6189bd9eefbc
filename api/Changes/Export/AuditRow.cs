namespace Hierarchy.Api.Changes.Export;

/// <summary>A change as a row of a file.</summary>
/// <param name="Session">Null, like the address, unless the reader is an administrator there.</param>
internal sealed record AuditRow(
    string Id, DateTimeOffset At, string Unit, string? UnitName, string Type, string Summary, string Actor, string? Person, string? OnBehalfOf,
    string? Cause, string? Session, string? Address)
{
    public static readonly string[] Columns =
        ["id", "at", "unit", "unitName", "type", "summary", "actor", "person", "onBehalfOf", "cause", "session", "address"];

    public string?[] Values => [Id, Written(At), Unit, UnitName, Type, Summary, Actor, Person, OnBehalfOf, Cause, Session, Address];

    public static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
