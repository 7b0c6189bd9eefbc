using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>The roles of a private PostgreSQL: one administers roles, one owns the tables, one is used by the server.</summary>
/// <remarks>Each is authenticated by the operating system (peer), so that no password has to be kept. The server's role owns nothing: its
/// rights on each table are granted whenever the schema has been brought up to date.</remarks>
internal static class PostgresRoles
{
    /// <summary>PostgreSQL's superuser, used only to create the other two.</summary>
    public const string Administrator = "hierarchy";

    /// <summary>Owns the tables: changes the schema, dumps and restores.</summary>
    public const string Owner = "hierarchy_owner";

    /// <summary>The role with which the server logs in.</summary>
    public const string Server = "hierarchy_server";

    /// <summary>Creates the roles, and gives the owner everything that the administrator of earlier programs created.</summary>
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

    /// <summary>The lines of pg_hba.conf: only through the socket, according to the map.</summary>
    public const string Access = "local all all peer map=hierarchy\n";

    /// <summary>The lines of pg_ident.conf: the user who runs the server may take any of the three roles.</summary>
    public static string Map(string user) => string.Concat(
        new[] { Administrator, Owner, Server }.Select(role => $"hierarchy \"{user.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {role}\n"));

    /// <summary>Creates missing roles. Idempotent.</summary>
    /// <param name="administrator">Connection string for Npgsql with the superuser's role.</param>
    public static async Task EnsureAsync(string administrator, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Ensure, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
