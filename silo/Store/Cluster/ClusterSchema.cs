using Hierarchy.Store.Migrations;
using Npgsql;

namespace Hierarchy.Store.Cluster;

/// <summary>
/// The cluster's membership tables, and the statements with which the ADO.NET provider of Orleans uses them. <see
/// cref="OrleansStatements"/> holds the statements for data that outlives a cluster.
/// </summary>
/// <remarks>
/// Concurrent changes are resolved by the table's version: a change names the version that it is based on, and has no effect if that is out
/// of date. States: 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead.
/// </remarks>
public static class ClusterSchema
{
    private const string Tables = """
        create table if not exists cluster_versions (cluster text collate "C" primary key, version integer not null default 0);
        create table if not exists cluster_silos (
            cluster text collate "C" not null references cluster_versions,
            address text collate "C" not null,
            port integer not null,
            generation integer not null,
            name text not null,
            host text not null,
            status integer not null,
            gateway integer not null,
            suspects text,
            started timestamptz not null,
            alive timestamptz not null,
            primary key (cluster, address, port, generation))
        """;

    /// <summary>
    /// Fails the transaction of a silo that has been declared dead. Its lock makes a declaration wait for a running commit, and makes later
    /// transactions see the declaration. So once a unit is loaded on another silo, its former silo can no longer write.
    /// </summary>
    private const string Fence = """
        create or replace function cluster_fence(text, text, integer, integer) returns void language plpgsql as $$
        begin
            perform from cluster_silos
            where cluster = $1 and address = $2 and port = $3 and generation = $4 and status between 2 and 5 for share;
            if not found then
                raise exception 'this silo is no member of the cluster any more' using errcode = '57F01';
            end if;
        end $$
        """;

    private const string Columns = """
        s.address as "Address", s.port as "Port", s.generation as "Generation", s.name as "SiloName", s.host as "HostName",
        s.status as "Status", s.gateway as "ProxyPort", s.suspects as "SuspectTimes", s.started as "StartTime",
        s.alive as "IAmAliveTime", v.version as "Version"
        """;

    private const string Moved = """
        with moved as (
            update cluster_versions set version = version + 1 where cluster = @DeploymentId and version = @Version returning cluster),
        """;

    private static readonly (string Name, string Statement)[] Queries =
    [
        ("GatewaysQueryKey", """
            select address as "Address", gateway as "ProxyPort", generation as "Generation" from cluster_silos
            where cluster = @DeploymentId and status = @Status and gateway > 0
            """),
        ("MembershipReadRowKey", $"""
            select {Columns} from cluster_versions v left join cluster_silos s
                on s.cluster = v.cluster and s.address = @Address and s.port = @Port and s.generation = @Generation
            where v.cluster = @DeploymentId
            """),
        ("MembershipReadAllKey", $"""
            select {Columns} from cluster_versions v left join cluster_silos s on s.cluster = v.cluster where v.cluster = @DeploymentId
            """),
        ("InsertMembershipVersionKey", """
            with added as (insert into cluster_versions (cluster) values (@DeploymentId) on conflict do nothing returning 1)
            select exists (select from added)
            """),
        ("UpdateIAmAlivetimeKey", """
            update cluster_silos set alive = @IAmAliveTime
            where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation
            """),
        ("InsertMembershipKey", $"""
            {Moved} added as (
                insert into cluster_silos (cluster, address, port, generation, name, host, status, gateway, started, alive)
                select cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from moved
                on conflict do nothing returning 1)
            select exists (select from added)
            """),
        ("UpdateMembershipKey", $"""
            {Moved} changed as (
                update cluster_silos s set status = @Status, suspects = @SuspectTimes::text, alive = @IAmAliveTime from moved m
                where s.cluster = m.cluster and s.address = @Address and s.port = @Port and s.generation = @Generation returning 1)
            select exists (select from changed)
            """),
        ("DeleteMembershipTableEntriesKey", """
            with gone as (delete from cluster_silos where cluster = @DeploymentId returning 1)
            update cluster_versions set version = version + 1 where cluster = @DeploymentId and exists (select from gone)
            """),
        ("CleanupDefunctSiloEntriesKey", """
            delete from cluster_silos
            where cluster = @DeploymentId and status = 6 and started < @IAmAliveTime and alive < @IAmAliveTime
            """),
    ];

    /// <summary>Creates missing tables and statements. Idempotent. Several processes may call it at once; one of them does the
    /// work.</summary>
    internal static Task EnsureAsync(NpgsqlDataSource source, CancellationToken cancellation) => Migrator.AloneAsync(
        source,
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var statement in Tables.Split(';').Append(Fence))
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            }
            foreach (var (name, statement) in Queries)
            {
                batch.BatchCommands.Add(OrleansStatements.Saving(name, statement));
            }
            await batch.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        },
        cancellation);
}
