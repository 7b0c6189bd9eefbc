'use strict';

const samples = [
  ['Tiến độ của cả nước, theo cấp dưới · The whole, child by child', `{
  root {
    id
    name
    progress { total done overdue completionRate percent units unitsSilent }
    breakdown(by: CHILD) { key label progress { total done overdue percent } }
  }
}`],
  ['Một đơn vị theo lĩnh vực cải cách · One unit by reform area', `query ($unit: ID!, $year: Int) {
  unit(id: $unit) {
    name
    breakdown(by: REFORM_AREA, filter: { year: $year }) {
      label
      progress { total done overdue dueWithin(days: 30) percent budget { planned spent } }
    }
  }
}`, { unit: 'vn24-72', year: 2013 }],
  ['Việc quá hạn · What is overdue', `query ($under: ID!, $after: String) {
  obligations(under: $under, filter: { overdue: true }, first: 20, after: $after) {
    totalCount
    nodes { id title due percent unit { name } plan { number } }
    pageInfo { hasNextPage endCursor }
  }
}`, { under: 'vn24-72' }],
  ['Tìm đơn vị, không cần dấu · Find units', `query ($text: String!) {
  searchUnits(text: $text, first: 10) { id name kind code ancestors { name } }
}`, { text: 'tay ninh' }],
  ['Một kế hoạch và các nhiệm vụ · A plan and its tasks', `query ($plan: ID!) {
  plan(id: $plan) {
    number
    title
    areas { id name reform budget { planned allocated spent } }
    tasks { code title leads { label } schedule { text due } progress { total done percent } }
  }
}`, { plan: 'tay-ninh-2013' }],
  ['Báo cáo tiến độ · Report progress (mutation)', `mutation ($request: ID!, $obligation: ID!) {
  reportProgress(requestId: $request, obligation: $obligation, percent: 45.5, note: "Đã trình dự thảo") {
    id
    status
    percent
    version
  }
}`, { request: 'đổi-mỗi-lần-1', obligation: '' }],
  ['Theo dõi trực tiếp · Watch it move (subscription)', `subscription ($unit: ID!) {
  progressChanged(unit: $unit) { name progress { done overdue percent version } }
}`, { unit: 'vn24-72' }],
];

const $ = id => document.getElementById(id);
const endpoint = new URL('/graphql', location.href);
const resultsMax = 200;
let running = null;
let schema = null;
let trail = [];

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function status(text) { $('status').textContent = text; }

function show(value, append) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const node = element('div', { className: value && value.errors ? 'error' : '' }, text);
  if (!append) {
    $('result').replaceChildren(node);
    return;
  }
  $('result').prepend(node, element('hr'));
  while ($('result').childNodes.length > resultsMax * 2) $('result').lastChild.remove();
}

function token() { return $('token').value.trim(); }

function payload() {
  const query = $('query').value;
  const text = $('variables').value.trim();
  const names = [...query.matchAll(/\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/g)].map(match => match[1]);
  // With several operations the one above the cursor is meant.
  const before = query.slice(0, $('query').selectionStart).match(/\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/g);
  const operationName = names.length > 1 ? (before ? before.at(-1).split(/\s+/)[1] : names[0]) : undefined;
  return { query, variables: text ? JSON.parse(text) : undefined, operationName };
}

function isSubscription(request) {
  const named = request.operationName && new RegExp(`\\bsubscription\\s+${request.operationName}\\b`);
  return named ? named.test(request.query) : /^\s*subscription\b/m.test(request.query.replace(/#.*$/gm, ''));
}

async function post(request, signal) {
  const headers = { 'Content-Type': 'application/json', 'Accept': 'application/graphql-response+json, application/json' };
  if (token()) headers.Authorization = `Bearer ${token()}`;
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(request), signal });
  const text = await response.text();
  try {
    return { status: response.status, value: JSON.parse(text) };
  } catch {
    return { status: response.status, value: text || `HTTP ${response.status}` };
  }
}

async function execute(request) {
  const abort = new AbortController();
  begin(() => abort.abort());
  const started = performance.now();
  try {
    const answer = await post(request, abort.signal);
    show(answer.value);
    status(`HTTP ${answer.status} · ${Math.round(performance.now() - started)} ms`);
  } finally {
    end();
  }
}

function subscribe(request) {
  const address = new URL(endpoint);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address, 'graphql-transport-ws');
  const send = message => socket.send(JSON.stringify(message));
  let count = 0;
  $('result').replaceChildren();
  begin(() => {
    if (socket.readyState === WebSocket.OPEN) send({ id: '1', type: 'complete' });
    socket.close(1000);
  });
  socket.onopen = () => send({ type: 'connection_init', payload: token() ? { authorization: `Bearer ${token()}` } : undefined });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    switch (message.type) {
      case 'connection_ack':
        send({ id: '1', type: 'subscribe', payload: request });
        status('đang theo dõi… / watching…');
        break;
      case 'ping':
        send({ type: 'pong' });
        break;
      case 'next':
        show(message.payload, true);
        status(`đang theo dõi… ${++count} / watching`);
        break;
      case 'error':
        show({ errors: message.payload }, true);
        socket.close(1000);
        break;
      case 'complete':
        socket.close(1000);
        break;
    }
  };
  socket.onclose = ({ code, reason }) => {
    end();
    status(code === 1000 ? 'đã dừng / stopped' : `kết nối đã đóng / closed: ${code} ${reason}`);
  };
}

function begin(stop) {
  running = stop;
  $('run').hidden = true;
  $('stop').hidden = false;
  status('đang chạy… / running…');
}

function end() {
  running = null;
  $('run').hidden = false;
  $('stop').hidden = true;
}

async function run() {
  if (running) return;
  try {
    const request = payload();
    await (isSubscription(request) ? subscribe(request) : execute(request));
  } catch (fault) {
    show(String(fault));
    status(fault instanceof SyntaxError ? 'biến không phải JSON / variables are no JSON' : 'lỗi / failed');
  }
}

function insert(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setRangeText(text, from, to, 'end');
  keep();
}

function onKey(event) {
  const area = event.target;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  } else if (event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey && area.tagName === 'TEXTAREA') {
    event.preventDefault();
    insert(area, '  ');
  } else if (event.key === 'Enter' && area.id === 'query') {
    event.preventDefault();
    const line = area.value.slice(0, area.selectionStart).split('\n').at(-1);
    insert(area, '\n' + line.match(/^\s*/)[0] + (/[{([]\s*$/.test(line) ? '  ' : ''));
  }
}

// The token is not kept: it would outlive the person at the screen.
function keep() {
  try {
    localStorage.setItem('hierarchy.ide', JSON.stringify({ query: $('query').value, variables: $('variables').value }));
  } catch { /* A browser that keeps nothing still works. */ }
}

function choose(index) {
  const [, query, variables] = samples[index];
  $('query').value = query;
  $('variables').value = variables ? JSON.stringify(variables, null, 2) : '';
  keep();
}

function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem('hierarchy.ide'));
    if (kept && kept.query) {
      $('query').value = kept.query;
      $('variables').value = kept.variables || '';
      return;
    }
  } catch { /* As above. */ }
  choose(0);
}

const introspection = `fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
fragment I on __InputValue { name description defaultValue type { ...T } }
{ __schema {
  queryType { name } mutationType { name } subscriptionType { name }
  types {
    kind name description
    fields { name description args { ...I } type { ...T } }
    inputFields { ...I }
    enumValues { name description }
  }
} }`;

async function loadSchema() {
  try {
    const { value } = await post({ query: introspection });
    if (!value.data) {
      $('schema').replaceChildren(element('p', {}, value.errors ? value.errors[0].message : String(value)));
      return;
    }
    schema = value.data.__schema;
    schema.byName = new Map(schema.types.filter(type => !type.name.startsWith('__')).map(type => [type.name, type]));
    trail = [];
    draw();
  } catch (fault) {
    $('schema').replaceChildren(element('p', {}, `Không đọc được lược đồ / no schema: ${fault}`));
  }
}

const spell = type => type.kind === 'NON_NULL' ? spell(type.ofType) + '!' : type.kind === 'LIST' ? `[${spell(type.ofType)}]` : type.name;
const named = type => type.ofType ? named(type.ofType) : type.name;
const isLeaf = name => ['SCALAR', 'ENUM'].includes(schema.byName.get(name)?.kind);

function link(text, className, onclick) { return element('button', { className, onclick, type: 'button' }, text); }

function go(name) {
  if (!schema.byName.has(name)) return;
  trail = trail.includes(name) ? trail.slice(0, trail.indexOf(name) + 1) : [...trail, name];
  $('find').value = '';
  draw();
}

function typeLink(type) { return link(spell(type), 'type', () => go(named(type))); }

function snippet(field) {
  const required = field.args.filter(argument => argument.type.kind === 'NON_NULL' && argument.defaultValue === null);
  const args = required.length ? `(${required.map(argument => `${argument.name}: `).join(', ')})` : '';
  return field.name + args + (isLeaf(named(field.type)) ? '' : ' { }');
}

function item(member, owner) {
  const isField = Boolean(member.args);
  const parts = [link(owner ? `${owner}.${member.name}` : member.name, 'name', () => owner
    ? go(owner)
    : insert($('query'), isField ? snippet(member) : member.name))];
  if (isField && member.args.length) {
    parts.push('(');
    member.args.forEach((argument, i) => parts.push(i ? ', ' : '', `${argument.name}: `, typeLink(argument.type),
      argument.defaultValue === null ? '' : ` = ${argument.defaultValue}`));
    parts.push(')');
  }
  if (member.type) parts.push(': ', typeLink(member.type));
  if (member.defaultValue !== undefined && member.defaultValue !== null) parts.push(` = ${member.defaultValue}`);
  return element('div', { className: 'item' }, ...parts, ...describe(member));
}

function describe(what) { return what.description ? [element('p', {}, what.description)] : []; }

function draw() {
  if (!schema) return;
  $('path').replaceChildren(link('⌂', '', () => { trail = []; draw(); }), ...trail.map(name => link(name, '', () => go(name))));
  const wanted = $('find').value.trim().toLowerCase();
  $('schema').replaceChildren(...(wanted ? found(wanted) : trail.length ? ofType(schema.byName.get(trail.at(-1))) : ofRoots()));
}

function ofRoots() {
  const roots = [schema.queryType, schema.mutationType, schema.subscriptionType].filter(Boolean);
  return [
    ...roots.flatMap(root => [element('h3', {}, root.name), ...schema.byName.get(root.name).fields.map(field => item(field))]),
    element('h3', {}, 'Các kiểu · Types'),
    ...[...schema.byName.values()].map(type => element('div', {}, link(type.name, 'type', () => go(type.name)))),
  ];
}

function ofType(type) {
  const members = type.fields || type.inputFields || type.enumValues || [];
  return [element('h2', {}, type.name), ...describe(type), element('h3', {}, type.kind.toLowerCase().replace('_', ' ')),
    ...members.map(member => item(member))];
}

function found(wanted) {
  const matches = [];
  for (const type of schema.byName.values()) {
    if (type.name.toLowerCase().includes(wanted)) {
      matches.push(element('div', { className: 'item' }, link(type.name, 'type', () => go(type.name)), ...describe(type)));
    }
    for (const member of type.fields || type.inputFields || type.enumValues || []) {
      if (member.name.toLowerCase().includes(wanted)) matches.push(item(member, type.name));
    }
  }
  return matches.length ? matches : [element('p', {}, 'Không thấy / nothing found')];
}

$('samples').append(...samples.map(([label], index) => element('option', { value: index }, label)));
$('samples').onchange = event => choose(event.target.value);
$('run').onclick = run;
$('stop').onclick = () => running && running();
$('find').oninput = draw;
$('token').onchange = loadSchema;
for (const id of ['query', 'variables', 'token']) $(id).addEventListener('keydown', onKey);
for (const id of ['query', 'variables']) $(id).addEventListener('input', keep);
restore();
loadSchema();
