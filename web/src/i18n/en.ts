import type { Texts } from './index';

export const en: Texts = {
  app: {
    name: 'Hierarchy', subtitle: 'Progress of administrative-reform plans', skip: 'Skip to main content', language: 'Tiếng Việt',
    languageLabel: 'Switch to Vietnamese', themeDark: 'Switch to dark', themeLight: 'Switch to light', api: 'API',
    print: 'Print as A4', copy: 'Copy link', copied: 'Link copied', notFound: 'There is no such page', home: 'To the first page',
  },
  live: {
    connecting: 'Connecting', live: 'Live', cut: 'Cut off since {{time}}', retry: 'Connect now',
    cutHint: 'The figures below are of that moment; the page reconnects by itself and catches up.',
  },
  token: {
    title: 'An access token is needed', needed: 'This system asks for an access token. It is kept in this browser tab only.',
    wrong: 'The system does not know this token. Check it and enter it again.', label: 'Access token', send: 'Enter', forget: 'Sign out',
  },
  search: {
    label: 'Find a unit', placeholder: 'Find a unit, accents optional', none: 'No unit has such a name',
    hint: '{{count}} units; use up, down, Enter', failed: 'The search failed',
  },
  kind: {
    MINISTRY: 'Ministry', PROVINCE: 'Province', DEPARTMENT: 'Department', DISTRICT: 'District', OFFICE: 'Office', COMMUNE: 'Commune', BODY: 'Other body',
  },
  area: {
    INSTITUTIONS: 'Institutional reform', PROCEDURES: 'Administrative procedures', APPARATUS: 'Organisation of the apparatus',
    CIVIL_SERVICE: 'Civil service', PUBLIC_FINANCE: 'Public finance', MODERNISATION: 'Modernisation', STEERING: 'Steering', OTHER: 'Other',
  },
  areaShort: {
    INSTITUTIONS: 'Institutions', PROCEDURES: 'Procedures', APPARATUS: 'Apparatus', CIVIL_SERVICE: 'Civil service', PUBLIC_FINANCE: 'Finance',
    MODERNISATION: 'Modernisation', STEERING: 'Steering', OTHER: 'Other',
  },
  status: {
    WAITING: 'Waiting for its event', NOT_STARTED: 'Not started', IN_PROGRESS: 'In progress', SUBMITTED: 'Submitted', DONE: 'Done', CANCELLED: 'Cancelled',
  },
  timeliness: { DONE_ON_TIME: 'Done on time', DONE_LATE: 'Done late', WITHIN_TERM: 'Within term', OVERDUE: 'Overdue', CANCELLED: 'Cancelled' },
  obligationKind: { TASK: 'Tasks', REPORT: 'Reports', PLAN: 'Own plans', ALL: 'All' },
  nav: { label: 'Parts of the unit', overview: 'Overview', obligations: 'Work', plans: 'Plans', history: 'History', path: 'Path' },
  filter: {
    label: 'Scope of the page', asOf: 'As of', today: 'Today', year: 'Year', allYears: 'All years', plan: 'Plan', allPlans: 'All plans', kind: 'Kind',
    clear: 'Clear', asOfNote: 'Lateness is judged as of {{day}}',
  },
  headline: {
    title: 'State of implementation', rate: 'Completion of what was due', rateHint: '{{done}} of {{due}} that were due', rateNone: 'Nothing was due yet',
    onTime: 'On time', late: 'Late', within: 'Within term', overdue: 'Overdue', doneOnTime: 'Done on time', doneLate: 'Done late',
    withinTerm: 'Open, within term', overdueLong: 'Open, overdue', total: '{{total}} obligations', cancelled: '{{count}} cancelled',
    bar: 'On time {{onTime}}, late {{late}}, within term {{within}}, overdue {{overdue}}',
  },
  measure: {
    title: 'Measures', percent: 'Progress by weight', percentHint: 'over {{count}} obligations', unitPercent: 'Progress by unit', unitPercentHint: 'over {{count}} units',
    silent: 'Silent units', silentHint: 'of {{units}} units that owe', planned: 'Budget', spentHint: '{{spent}} spent', waiting: 'Waiting for an event',
  },
  due: {
    title: 'Deadlines', overdue: 'Overdue', d7: 'Next 7 days', d30: 'Next 30 days', d90: 'Next 90 days', open: 'Show the list', none: 'Nothing is overdue',
    first: 'Longest overdue', late: '{{days}} days late', left: '{{days}} days left', todayDue: 'due today',
  },
  areas: { title: 'By reform area', none: 'Nothing is owed in this scope' },
  ranking: {
    title: 'Units below', unit: 'Unit', rate: 'Completion', percent: 'Progress', total: 'Owed', onTime: 'On time', late: 'Late', within: 'Within term', overdue: 'Overdue',
    silent: 'Silent', planned: 'Budget', change: 'since the page was opened', none: 'There are no units below', own: 'itself', sort: 'Sort by {{column}}', empty: 'Nothing owed',
    idle: '{{count}} units owe nothing in this scope', showIdle: 'Show', hideIdle: 'Hide',
    changeNote: 'Small signed numbers: change since the page was opened at {{time}}.',
  },
  heat: {
    title: 'Units × areas', measure: 'Measure', rate: 'Completion', percent: 'Progress', overdue: 'Overdue', none: 'There is nothing to compare',
    cell: '{{unit}}, {{area}}: {{value}}, {{total}} obligations', low: 'low', high: 'high', few: 'few', many: 'many', empty: 'nothing owed',
  },
  difficulty: {
    title: 'Open difficulties', none: 'No difficulty is open', raisedTo: 'To {{unit}}', raised: 'Raised {{at}}', resolved: 'Resolved {{at}}', more: 'Show all {{count}}',
  },
  list: {
    title: 'Work', count: '{{count}} obligations', explain: 'These are the obligations that make the figure.', units: '{{count}} units', percentOf: 'progress by weight {{percent}}',
    money: 'budget {{planned}}, {{spent}} spent', unit: 'Unit', task: 'Obligation', document: 'Document', due: 'Due', status: 'Status', percent: 'Progress',
    text: 'Search title, note, document number', anyStatus: 'Any status', unitKind: 'Level of unit', anyKind: 'Any level', anyArea: 'Any area', area: 'Area', which: 'List', order: 'Order',
    own: 'Only the unit itself', csv: 'Download CSV', csvBusy: 'Loading {{done}}/{{total}}', csvStop: 'Stop', filters: 'Filters', none: 'There are none like that', clear: 'Drop the conditions', loading: 'Loading',
    csvFailed: 'Not loaded, try again', noDue: 'No deadline', unsplit: 'Another {{money}} is set aside for areas of the plan without being given to an obligation.', weight: 'Weight',
    spent: 'Spent', row: 'Open', money2: 'Budget', completedOn: 'Completed on', note: 'Note', plan: 'Plan', id: 'Id',
  },
  lists: {
    all: 'All obligations', counted: 'Not cancelled', done: 'Done', onTime: 'Done on time', late: 'Done late', within: 'Open, within term', overdue: 'Open, overdue',
    due: 'Was due: done and overdue', due7: 'Due within 7 days', due30: 'Due within 30 days', due90: 'Due within 90 days', silent: 'Owed by silent units', reporting: 'Owed by units that have reported',
    waiting: 'Waiting for an event', cancelled: 'Cancelled', submitted: 'Submitted', difficulty: 'With an open difficulty',
  },
  order: {
    DUE_ASC: 'Earliest deadline first', DUE_DESC: 'Latest deadline first', PERCENT_ASC: 'Least progress first', PERCENT_DESC: 'Most progress first', UPDATED_DESC: 'Last changed first',
  },
  obligation: {
    title: 'Obligation', close: 'Close', gone: 'There is no such obligation', due: 'Due', completedOn: 'Completed on', unit: 'Owed by', plan: 'Plan', area: 'Area', group: 'Heading', products: 'Products',
    leads: 'Leads', coordinators: 'Coordinators', approver: 'Approver', schedule: 'Schedule', document: 'Document', note: 'Note', budget: 'Budget', spent: 'Spent', updated: 'Changed', weight: 'Weight',
    source: 'Clause', details: 'Details', actions: 'Actions', issued: 'of {{day}}', final: 'It is closed; nothing more can be done to it.',
    waitingNote: 'Not owed yet: it waits for the event that the plan names.',
  },
  report: {
    title: 'Report progress', percent: 'Progress (%)', note: 'Note', spent: 'Spent so far (đồng)', send: 'Send the report', percentHint: '0 to 100. 100% does not finish it: submit the result.',
  },
  submit: {
    title: 'Submit the result', number: 'Document number', issuedOn: 'Issued on', documentTitle: 'Title', uri: 'Link', completedOn: 'Completed on', send: 'Submit',
    hint: 'The unit above will accept it or send it back.', needBoth: 'A document needs both its number and its date.',
  },
  review: { title: 'Review', accept: 'Accept: done', sendBack: 'Send back', reason: 'Reason', hint: 'Only a unit above can review.', needReason: 'Give the reason.' },
  hard: {
    title: 'Difficulty', text: 'Describe the difficulty', raise: 'Raise to the unit above', escalate: 'Pass further up', resolve: 'Resolve', resolution: 'How it was resolved', needText: 'Please write a few words.',
  },
  send: {
    sending: 'Sending…', unknown: 'No answer yet. The page repeats this request until it knows the outcome; it never counts twice.', done: 'Recorded', refused: 'Refused', optimistic: 'saving',
    dismiss: 'Dismiss', tryNow: 'Send again now', pending: '{{count}} requests without an answer', conflict: 'It has just changed. Look at the new state and send again.',
    forbidden: 'Your token does not allow this.',
  },
  plans: {
    title: 'Related plans', none: 'There is no plan in this scope', owner: 'Adopted by', adopted: 'On {{day}}', years: 'Period {{years}}', number: 'No. {{number}}', basedOn: 'Based on', objectives: 'Objectives',
    noObjectives: 'The plan states no objectives', lines: 'Lines', duties: 'Reports and plans owed', noDuties: 'None', back: 'All plans', use: 'Filter the page by this plan', code: 'No.', line: 'Task', leads: 'Leads',
    schedule: 'Schedule', result: 'Result', money: 'Budget', target: 'Target', gone: 'There is no such plan', area: 'Area', parent: 'Carries out', outside: 'This plan gives the unit nothing to do.',
  },
  comparison: { MORE_THAN: '> {{value}}', AT_LEAST: '≥ {{value}}', EQUAL: '= {{value}}', AT_MOST: '≤ {{value}}', LESS_THAN: '< {{value}}' },
  history: { title: 'History', none: 'Nothing has happened to this unit', more: 'Show more', by: 'by {{actor}}', new: 'There is something new' },
  state: {
    loading: 'Loading', failed: 'This part could not be loaded', retry: 'Try again', noUnit: 'No unit has the id “{{id}}”', stale: 'The figures may be old', crashed: 'The page met a fault. Load it again to go on.', reload: 'Load again',
    table: '{{title}}, scrollable table',
  },
  money: { billion: '{{value}} bn ₫', million: '{{value}} m ₫' },
  printed: { heading: 'State of implementation', at: 'Made {{at}}', scope: 'Scope: {{scope}}' },
};
