using System.Runtime.CompilerServices;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.GraphQL.ConformanceHost;

/// <summary>The smallest schema that every protocol can be probed with.</summary>
internal static class ProbeSchema
{
    public static BoundSchema Build(TimeProvider time) => SchemaText.Build(
        """
        type Query {
          hello: String!
        }

        type Subscription {
          count(to: Int!, delayMs: Int = 0): Int!
        }
        """,
        types =>
        {
            types.Root("Query", query => query.Field("hello", _ => "world"));
            types.Subscription("count",
                (args, context) => CountAsync(args.Get<int>("to"), args.Get<int>("delayMs"), time, context.Cancellation),
                SubscriptionMode.Every);
        });

    private static async IAsyncEnumerable<int> CountAsync(int to, int delayMs, TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 1; i <= to; i++)
        {
            if (delayMs > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(delayMs), time, cancellation);
            }

            yield return i;
        }
    }
}
