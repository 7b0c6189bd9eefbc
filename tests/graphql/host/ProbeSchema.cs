using System.Runtime.CompilerServices;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>The smallest schema that every protocol can be probed with.</summary>
internal static class ProbeSchema
{
    public static Schema Build(IServiceProvider services)
    {
        var contract = new ContractBuilder(services);
        contract.Resolve<Query>("Query");
        contract.Resolve<Subscription>("Subscription");
        return contract.Build("""
            type Query {
              hello: String!
            }

            type Subscription {
              count(to: Int!, delayMs: Int = 0): Int!
            }
            """);
    }

    internal sealed class Query
    {
        public string Hello() => "world";
    }

    internal sealed class Subscription(TimeProvider time)
    {
        public int Count([FromSource] int number) => number;

        [GraphQLMetadata("count", ResolverType = ResolverType.StreamResolver)]
        public async IAsyncEnumerable<object> CountAsync(int to, int delayMs, [EnumeratorCancellation] CancellationToken cancellation)
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
}
