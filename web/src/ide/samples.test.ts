import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { samples } from './samples';

const schema = buildSchema(readFileSync(resolve(import.meta.dirname, '../../../api/schema.graphql'), 'utf8'));

describe('the samples of the page of the API', () => {
  it.each(samples.map((sample) => [sample.query.split('\n')[0]!, sample] as const))('%s', (_, { query, variables }) => {
    const document = parse(query);
    expect(validate(schema, document).map((error) => error.message)).toEqual([]);
    const [operation] = document.definitions;
    const declared = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
    const required = declared.filter(({ type }) => type.kind === Kind.NON_NULL_TYPE).map(({ variable }) => variable.name.value);
    expect(Object.keys(JSON.parse(variables ?? '{}'))).toEqual(expect.arrayContaining(required));
  });
});
