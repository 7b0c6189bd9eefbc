// The compiler of Relay takes the schema's text, a fragment and a list that is read page by page (@connection, @refetchable): the API's connections
// keep to what it demands of them. What it makes of a page is asked, and the next page follows by its cursor.
//   node relay.mjs ADDRESS FOLDER    FOLDER is empty and somebody else's to remove
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import compiler from 'relay-compiler';
import { address } from './common.mjs';

const folder = process.argv[3];
const schema = await fetch(`${address}?sdl`);
assert.equal(schema.status, 200);
writeFileSync(join(folder, 'schema.graphql'), await schema.text());
mkdirSync(join(folder, 'src'));
writeFileSync(join(folder, 'src', 'Owed.ts'), `
import { graphql } from 'react-relay';

export const query = graphql\`
  query OwedQuery($under: ID!, $count: Int!, $cursor: String) {
    unit(id: $under) { ...Owed_unit }
    ...Owed_list @arguments(under: $under, count: $count, cursor: $cursor)
  }
\`;
export const unit = graphql\`
  fragment Owed_unit on Unit { id name progress { total completionRate } }
\`;
export const list = graphql\`
  fragment Owed_list on Query
  @argumentDefinitions(under: { type: "ID!" }, count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" })
  @refetchable(queryName: "OwedPageQuery") {
    obligations(under: $under, first: $count, after: $cursor, orderBy: DUE_ASC) @connection(key: "Owed_obligations") {
      totalCount
      edges { node { id status due } }
    }
  }
\`;
export const report = graphql\`
  mutation OwedReportMutation($requestId: ID!, $obligation: ID!, $percent: Float!) {
    reportProgress(requestId: $requestId, obligation: $obligation, percent: $percent) { id percent status }
  }
\`;
export const watch = graphql\`
  subscription OwedWatchSubscription($unit: ID!) { progressChanged(unit: $unit) { ...Owed_unit } }
\`;
`);
writeFileSync(join(folder, 'documents.json'), '{}');
writeFileSync(join(folder, 'relay.config.json'), JSON.stringify({
  src: './src', schema: './schema.graphql', language: 'typescript', persistConfig: { file: './documents.json' }, eagerEsModules: true,
  customScalarTypes: { Date: 'string', DateTime: 'string', Money: 'number', Long: 'number' },
}));
execFileSync(compiler, ['relay.config.json'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
const types = readFileSync(join(folder, 'src', '__generated__', 'OwedQuery.graphql.ts'), 'utf8');
assert.match(types, /^  under: string;$/m);

/** The documents that the compiler has made, as an app would send them. */
const documents = Object.values(JSON.parse(readFileSync(join(folder, 'documents.json'), 'utf8')));
const ask = async (name, variables) => {
  const query = documents.find((text) => text.startsWith(`query ${name}(`));
  assert.ok(query, name);
  const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
};
const { unit, obligations: page } = await ask('OwedQuery', { under: 'vn24-72', count: 2, cursor: null });
assert.equal(unit.name, 'Tỉnh Tây Ninh');
assert.equal(page.edges.length, 2);
assert.equal(page.edges[0].node.__typename, 'Obligation');
assert.equal(page.pageInfo.hasNextPage, true);
const { obligations: next } = await ask('OwedPageQuery', { under: 'vn24-72', count: 2, cursor: page.pageInfo.endCursor });
assert.equal(new Set([...page.edges, ...next.edges].map(({ node }) => node.id)).size, 4);
console.log(`Relay compiler: ${documents.length} documents are made and two pages of ${page.totalCount} obligations follow each other`);
