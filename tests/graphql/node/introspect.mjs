// Introspection: the whole query gives the same result as graphql-js, and Node's buildClientSchema makes the same schema of it.
import { buildClientSchema, parse, printSchema } from 'graphql';
import { adoptDescriptions, buildSchema, executeCase, introspectionQuery } from './reference.mjs';
import { assert, check } from './checks.mjs';
import { ask } from './host.mjs';
import { schemas } from './schemas.mjs';

const introspect = async (schema) => {
  const { data, errors } = await ask('/execute', { schema, query: introspectionQuery });
  assert.equal(errors, undefined);
  return data;
};

adoptDescriptions(await introspect('type Query { a: Int b: Float c: String d: Boolean e: ID }'));

await check(Object.fromEntries(schemas.flatMap(({ name, sdl }) => [
  [`${name}: the introspection result is the same`, async () => {
    const expected = executeCase(buildSchema(sdl), parse(introspectionQuery), {}).data;
    assert.equal(JSON.stringify(await introspect(sdl), null, 1), JSON.stringify(expected, null, 1));
  }],
  [`${name}: buildClientSchema gives back the schema`, async () => {
    assert.equal(printSchema(buildClientSchema(await introspect(sdl))), printSchema(buildSchema(sdl)));
  }],
])));
