namespace Hierarchy.Api.Access;

/// <summary>Who calls.</summary>
internal static class Callers
{
    /// <summary>Everybody, while no tokens are configured.</summary>
    public static readonly Caller Anybody = new("admin", null);

    /// <summary>Whoever asks; null for nobody.</summary>
    public static Caller? Asker(this IResolveFieldContext context) => context.Call().Caller as Caller ?? (context.Call().Caller as Visitor)?.Caller;

    /// <summary>On whose behalf a mutation comes.</summary>
    /// <exception cref="FieldError">UNAUTHENTICATED: tokens are configured and the request bears none that is known.</exception>
    public static Caller Mutator(this IResolveFieldContext context) => context.Asker()
        ?? throw new FieldError("A known token is needed: Authorization: Bearer …", ApiError.UnauthenticatedCode);
}
