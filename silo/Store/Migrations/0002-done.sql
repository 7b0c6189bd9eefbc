-- What was done late, or on time, among everything that is open. A row enters it by the change of status, which moves it anyway.
create index obligations_done on obligations ((coalesce(due - date '0001-01-01', 2147483647)), id, path) where status = 4;
