// What the clients share: where they ask, a unit of their own to work on, and a wait with an end.
import assert from 'node:assert/strict';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';

export const address = process.argv[2];
export const socketAddress = address.replace(/^http/, 'ws');

/** What the endpoint tells of itself. */
export const servedSchema = async () => {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }) }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return buildClientSchema(data);
};

/** Units stand under a commune's district, where no figure of another test is looked at. */
const parent = 'vn24-530';

/** The variables of REGISTER for a unit that nobody else has. */
export const unitOf = (client) => {
  const id = `client-${client}`;
  return { requestId: id, input: { id, name: `Xã của ${client}`, kind: 'COMMUNE', parent } };
};

export const TOTAL = 'query Total($unit: ID!) { unit(id: $unit) { id name progress { total units } } }';
export const REGISTER = 'mutation Register($requestId: ID!, $input: RegisterUnitInput!) { registerUnit(requestId: $requestId, input: $input) { id name parent { id } } }';
export const WATCH = 'subscription Watch($unit: ID!) { progressChanged(unit: $unit) { id progress { units version } } }';

/** Resolves with the first value that subscribe passes on, or fails after half a minute; what subscribe returns ends it. */
export const firstOf = (subscribe) => new Promise((resolve, reject) => {
  const late = setTimeout(() => reject(new Error('nothing came within 30 s')), 30_000);
  const end = subscribe((value) => {
    clearTimeout(late);
    // The subscription may answer before subscribe has returned what ends it.
    setTimeout(() => end());
    resolve(value);
  }, reject);
});

export const checkTotal = (data) => {
  assert.equal(data.unit.id, parent);
  assert.ok(data.unit.progress.units >= 1);
  return data.unit.progress.total;
};

export const checkRegistered = (data, client) =>
  assert.deepEqual(
    { id: data.registerUnit.id, name: data.registerUnit.name, parent: data.registerUnit.parent.id },
    { id: `client-${client}`, name: `Xã của ${client}`, parent });

export const checkWatched = (data, client) => {
  assert.equal(data.progressChanged.id, `client-${client}`);
  assert.equal(data.progressChanged.progress.units, 0, "a unit that owes nothing is not counted");
};

export const known = { unit: parent };
