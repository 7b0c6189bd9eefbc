using System.Runtime.CompilerServices;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>The small schema that transports are probed with.</summary>
internal static class Probe
{
    public static BoundSchema Schema { get; } = SchemaText.Build("""
        type Query { hello: String! }
        type Subscription { count(to: Int!, delayMs: Int = 0): Int! }
        """, types =>
    {
        types.Root("Query", q => q.Field("hello", _ => "world"));
        types.Subscription("count", (args, c) => Count(args.Get<int>("to"), args.Get<int>("delayMs"), c.Cancellation), SubscriptionMode.Every);
    });

    private static async IAsyncEnumerable<int> Count(int to, int delayMs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 1; i <= to; i++)
        {
            if (delayMs > 0)
            {
                await Task.Delay(delayMs, cancellation);
            }
            yield return i;
        }
    }
}
