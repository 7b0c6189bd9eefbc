using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>Who may do what in a private PostgreSQL: one role to look after roles, one that owns the tables, one that the server works
/// as.</summary>
/// <remarks>
/// Each is let in by the operating system's own word for who asks (peer), so that there is no password to keep. The server's role owns
/// nothing: what it may do to each table is granted when the schema has been brought up to date.
/// </remarks>
internal static class PostgresRoles
{
    /// <summary>PostgreSQL's superuser. Only makes the other two.</summary>
    public const string Administrator = "hierarchy";

    /// <summary>Owns the tables: changes the schema, dumps and restores.</summary>
    public const string Owner = "hierarchy_owner";

    /// <summary>What the server logs in as.</summary>
    public const string Server = "hierarchy_server";

    /// <summary>Everything that an administrator of earlier programs made goes to the owner.</summary>
    private const string Ensure = $$"""
        do $ensure$
        declare
            object record;
        begin
            if not exists (select from pg_roles where rolname = '{{Owner}}') then
                create role {{Owner}} login;
            end if;
            if not exists (select from pg_roles where rolname = '{{Server}}') then
                create role {{Server}} login;
            end if;
            -- With it goes the schema public.
            if (select datdba::regrole::text from pg_database where datname = current_database()) <> '{{Owner}}' then
                execute format('alter database %I owner to {{Owner}}', current_database());
            end if;
            for object in
                select case when relkind = 'S' then 'sequence' when relkind = 'v' then 'view' else 'table' end as kind, oid::regclass::text as name
                from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'S', 'v') and relowner::regrole::text = '{{Administrator}}'
                    and not exists (select from pg_depend d where d.objid = pg_class.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0)
                union all
                select case prokind when 'a' then 'aggregate' else 'function' end, oid::regprocedure::text
                from pg_proc where pronamespace = 'public'::regnamespace and proowner::regrole::text = '{{Administrator}}'
            loop
                execute format('alter %s %s owner to {{Owner}}', object.kind, object.name);
            end loop;
        end
        $ensure$
        """;

    /// <summary>The lines of pg_hba.conf: through the socket, as the map says, and no other way.</summary>
    public const string Access = "local all all peer map=hierarchy\n";

    /// <summary>The lines of pg_ident.conf: whoever runs the server may be any of the three.</summary>
    public static string Map(string user) => string.Concat(
        new[] { Administrator, Owner, Server }.Select(role => $"hierarchy \"{user.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {role}\n"));

    /// <summary>Makes what is missing. Idempotent.</summary>
    /// <param name="administrator">For Npgsql, as PostgreSQL's superuser.</param>
    public static async Task EnsureAsync(string administrator, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Ensure, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
