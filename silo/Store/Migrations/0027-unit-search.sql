-- Units are searched in memory, where words of the units above them are at hand.
alter table units drop column folded, drop column sort_key, drop column grams;

-- Look-alikes of đ and dashes are folded from here on: what was stored before is folded, too. A text with letters that take two UTF-16 units
-- keeps its runs; there is none in practice, and the next change of its obligation renews it.
update obligation_texts t set folded = f.folded, grams = coalesce((
    select array_agg(distinct (ascii(substr(f.folded, i, 1))::bigint << 32) | (ascii(substr(f.folded, i + 1, 1))::bigint << 16)
        | ascii(substr(f.folded, i + 2, 1)))
    from generate_series(1, length(f.folded) - 2) i), '{}')
from (
    select id, translate(folded, 'ðɖ‐‑‒–—―−', 'dd-------') as folded from obligation_texts
    where folded ~ '[ðɖ‐‑‒–—―−]' and folded !~ '[\U00010000-\U0010ffff]') f
where t.id = f.id;
