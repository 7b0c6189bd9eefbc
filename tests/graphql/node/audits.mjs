// The audits of graphql-http against the host: one line for each that is not kept, and the count.
import { auditServer } from 'graphql-http';
import { url } from './host.mjs';

const results = await auditServer({ url: url + '/graphql' });
const counts = {};
for (const { status, name, id, reason, response } of results) {
  counts[status] = (counts[status] ?? 0) + 1;
  if (status !== 'ok') console.log(`${status} ${id} ${name}: ${reason}${response ? ` (status ${response.status})` : ''}`);
}
console.log(`${results.length} audits: ${Object.entries(counts).map(([status, n]) => `${n} ${status}`).join(', ')}`);
process.exitCode = counts.ok === results.length && results.length >= 61 ? 0 : 1;
