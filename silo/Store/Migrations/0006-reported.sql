-- Whether a unit has reported on anything, asked of each obligation of a list of silent units: a unit that owes tens of thousands and has
-- reported on none was read through for each of them.
create index obligations_reported on obligations (path) where reported;
