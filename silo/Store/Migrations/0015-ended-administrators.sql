-- When an operator ended an administrator whom he had made; the row stays, so that every process hears of it. Null: not ended.
alter table administrators add column ended bigint;
