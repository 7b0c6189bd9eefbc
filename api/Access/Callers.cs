namespace Hierarchy.Api.Access;

/// <summary>Identifies callers.</summary>
internal static class Callers
{
    /// <summary>The caller of every request while no tokens are configured.</summary>
    public static readonly Caller Anybody = new("admin", null);

    /// <summary>The caller; null if unknown.</summary>
    public static Caller? Asker(this IResolveFieldContext context) => context.Call().Caller as Caller ?? (context.Call().Caller as Visitor)?.Caller;

    /// <summary>The caller of a mutation.</summary>
    /// <exception cref="FieldError">UNAUTHENTICATED: tokens are configured and the request has no known one.</exception>
    public static Caller Mutator(this IResolveFieldContext context) => context.Asker()
        ?? throw new FieldError("A known token is needed: Authorization: Bearer …", ApiError.UnauthenticatedCode);
}
