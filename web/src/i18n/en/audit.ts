import type { audit as Vietnamese } from '../vi/audit';

export const audit: typeof Vietnamese = {
  audit: {
    title: 'Record: who did what',
    none: 'There is no such change',
    which: 'Narrow the record',
    actor: 'Who did it',
    actorHint: 'Type an id or choose from the list; or follow the name in a row.',
    unknown: 'Nobody whom you may know of has this id.',
    from: 'From',
    to: 'Last day',
    only: 'Show only what {{name}} did',
    inPlaceOf: '{{name}}, in place of {{other}}',
    pages: 'Pages of the record',
    older: 'Older',
    newest: 'To the newest',
    csv: 'Download CSV',
    jsonl: 'Download JSONL',
    failed: 'The file could not be loaded: {{why}}',
    needRight: 'You cannot see the record here: it needs the right to read the record at {{unit}} or above, of all areas.',
    needAllAreas: 'You cannot see the record here: your right to read the record is for some areas, and the record needs all.',
    whoGives: 'An administrator of the unit gives rights on the page “Rights”.',
  },
};
