-- What earlier programs answered, callers apart: empty in a database that none of them wrote to, and then no append looks for it.
create index events_earlier_request on events (unit) where request_id >= 'c:' and request_id < 'c;';
