namespace Hierarchy.Api.Changes;

internal static class SubscriptionFields
{
    public static void Bind(TypeBinder t)
    {
        t.Subscription("progressChanged",
            (args, context) => context.Service<LiveChanges>().ProgressAsync(args.Get<string>("unit"), context.Cancellation),
            SubscriptionMode.Latest, SubscriptionSharing.WithLast);
        t.Subscription("obligationChanged",
            (args, context) => context.Service<LiveChanges>().ObligationsAsync(args.Get<string>("under"), context.Cancellation),
            SubscriptionMode.Every, SubscriptionSharing.FromNow);
        // Whoever may read reads the same: a caller's rights concern commands alone.
        t.SameForEveryCaller("*");
    }
}
