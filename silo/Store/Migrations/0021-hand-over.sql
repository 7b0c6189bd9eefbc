-- What was handed over from one unit to another keeps the id under which it was imposed as its origin, at each unit where it stood: so all of
-- what was done to it is found, and whose plan it is of. Status 6: it stands elsewhere by now, and counts nothing here.
alter table obligations add column origin text collate "C";
create index obligations_origin on obligations (origin) where origin is not null;
