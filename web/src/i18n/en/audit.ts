import type { audit as Vietnamese } from '../vi/audit';

export const audit: typeof Vietnamese = {
  audit: {
    title: 'Record: who did what',
    none: 'There is no such change',
    which: 'Narrow the record',
    actor: 'Who did it',
    actorHint: 'Type an id, choose one from the list, or follow the name in a row.',
    unknown: 'There is nobody with this id whom you may see.',
    from: 'From',
    to: 'Last day',
    only: 'Show only what {{name}} did',
    inPlaceOf: '{{name}}, on behalf of {{other}}',
    pages: 'Pages of the record',
    older: 'Older',
    newest: 'To the newest',
    csv: 'Download CSV',
    jsonl: 'Download JSONL',
    failed: 'The file could not be loaded: {{why}}',
    needRight: 'You cannot see the audit log here: that needs the right to read it at {{unit}} or above, for all areas.',
    needAllAreas: 'You cannot see the audit log here: your right to read it covers only some areas, and it must cover all.',
    whoGives: 'An administrator of the unit grants rights on the page “Rights”.',
  },
};
