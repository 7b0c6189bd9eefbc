-- Whether the due day was ever moved later: nobody could move one before, so none was.
alter table obligations add column postponed boolean not null default false;
create index obligations_postponed on obligations ((coalesce(due - date '0001-01-01', 2147483647)), id, path) where postponed;
