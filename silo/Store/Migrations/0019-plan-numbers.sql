-- The numbers of plans are looked for like their titles. What is adopted from now on brings its own; a record that cannot be read has none.
alter table plans add column number text;
do $$
declare
    adopted record;
begin
    for adopted in
        select p.id, e.data from plans p join events e on e.unit = p.owner and e.name in ('plan-adopted', 'draft-adopted')
    loop
        begin
            update plans set number = convert_from(adopted.data, 'UTF8')::jsonb #>> '{plan,number}'
            where id = adopted.id and convert_from(adopted.data, 'UTF8')::jsonb #>> '{plan,id}' = adopted.id;
        exception
            when data_exception then null;
        end;
    end loop;
end
$$;
