-- What a request asked for, as a digest: tells a repeated request from another one under the same id. Null where an earlier program wrote.
alter table events add column digest text collate "C";
