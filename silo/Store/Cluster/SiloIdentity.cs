using Npgsql;

namespace Hierarchy.Store.Cluster;

/// <summary>One incarnation of a silo, as listed in the membership table.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Address">IP address at which other silos reach it.</param>
/// <param name="Port">Port for the other silos.</param>
/// <param name="Generation">Differs from that of every earlier silo at the same address.</param>
public sealed record SiloIdentity(string Cluster, string Address, int Port, int Generation)
{
    /// <summary>A command that fails its transaction with SQLSTATE 57F01 once the silo has been declared dead.</summary>
    internal NpgsqlBatchCommand Fence() => Naming("select cluster_fence($1, $2, $3, $4)");

    /// <summary>Whether the silo has joined and was not declared dead.</summary>
    internal NpgsqlBatchCommand IsMember() => Naming("""
        select exists (select from cluster_silos
            where cluster = $1 and address = $2 and port = $3 and generation = $4 and status between 2 and 5)
        """);

    private NpgsqlBatchCommand Naming(string sql) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = Cluster },
            new NpgsqlParameter<string> { TypedValue = Address },
            new NpgsqlParameter<int> { TypedValue = Port },
            new NpgsqlParameter<int> { TypedValue = Generation },
        },
    };
}
