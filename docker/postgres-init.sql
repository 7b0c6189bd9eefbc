-- Creates the database and the two roles that the program needs. PostgreSQL's image runs it when it creates its data. For an existing
-- PostgreSQL, run it as superuser; run it again to change passwords or to take over objects owned by a superuser:
--   SECRETS=secrets psql -h db.example.vn -U postgres -d postgres -f docker/postgres-init.sql
-- The folder SECRETS (default /run/secrets) contains the files owner-password and server-password.
\set ON_ERROR_STOP on
\set QUIET on

\set owner_password `cat "${SECRETS:-/run/secrets}/owner-password"`
\set server_password `cat "${SECRETS:-/run/secrets}/server-password"`
-- psql would continue without a missing file.
select length(:'owner_password') < 16 or length(:'server_password') < 16 or :'owner_password' = :'server_password' as weak \gset
\if :weak
    do $$ begin raise 'owner-password and server-password must hold two passwords of 16 characters or more'; end $$;
\endif

-- Keeps passwords out of the log.
set log_statement = 'none';
set log_min_duration_statement = -1;
set password_encryption = 'scram-sha-256';

select format('create role %I', name) from unnest(array['hierarchy_owner', 'hierarchy_server']) as name
where not exists (select from pg_roles where rolname = name) \gexec
-- Owns the database and its tables: changes of the schema, backup, restore.
alter role hierarchy_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'owner_password';
-- The role of the nodes, which owns nothing. The program grants its rights on each table.
alter role hierarchy_server login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'server_password';

select 'create database hierarchy template template0 encoding ''UTF8'''
where not exists (select from pg_database where datname = 'hierarchy') \gexec
alter database hierarchy owner to hierarchy_owner;
revoke all on database hierarchy from public;
grant connect on database hierarchy to hierarchy_server;

\connect hierarchy
revoke create on schema public from public;
grant all on schema public to hierarchy_owner;
-- Objects that earlier installations created as superuser. Sequences of columns follow their tables.
select format(
    'alter %s %s owner to hierarchy_owner', case relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end, oid::regclass)
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'S', 'v') and relowner <> 'hierarchy_owner'::regrole
    and not exists (select from pg_depend d where d.objid = pg_class.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0)
union all
select format('alter %s %s owner to hierarchy_owner', case prokind when 'a' then 'aggregate' else 'function' end, oid::regprocedure)
from pg_proc where pronamespace = 'public'::regnamespace and proowner <> 'hierarchy_owner'::regrole \gexec
