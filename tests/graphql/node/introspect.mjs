// Introspection: the whole query gives the same result as graphql-js, and Node's buildClientSchema makes the same schema of it.
import { buildClientSchema, getIntrospectionQuery, Kind, lexicographicSortSchema, parse, parseValue, print, printSchema, visit } from 'graphql';
import { buildSchema, executeCase } from './reference.mjs';
import { assert, check } from './checks.mjs';
import { ask } from './host.mjs';
import { schemas } from './schemas.mjs';

const introspect = async (schema) => {
  const { data, errors } = await ask('/execute', { schema, query: introspectionQuery });
  assert.equal(errors, undefined);
  return data;
};

// All that the specification of September 2025 has.
const introspectionQuery = getIntrospectionQuery({
  specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true,
});

// Of the types of introspection itself, and of what every schema has, the words are the library's and so is the order.
const isOwn = ({ name }) => !name.startsWith('__') && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name);
const byName = (a, b) => (a.name < b.name ? -1 : 1);

// The library spells a default as it coerces it ([[7]] for 7, the fields of an input object that are not given), and does not remember that it
// was written as a block. So of the probes it is compared that there is one; of our own contract, what it is.
const plain = (text) => print(visit(parseValue(text), { [Kind.STRING]: (node) => ({ ...node, block: false }) }));
const withPlainDefaults = (result, exact) => JSON.parse(JSON.stringify(result), (key, value) =>
  (key !== 'defaultValue' || value === null ? value : exact ? plain(value) : 'null'));
// A deprecation without a word of reason counts as none in the library.
const withReasons = (result) => JSON.parse(JSON.stringify(result), (_, value) =>
  (value?.deprecationReason === '' ? { ...value, isDeprecated: true } : value));
const printed = (result, exact) => printSchema(lexicographicSortSchema(buildClientSchema(withPlainDefaults(result, exact))));

const own = ({ __schema: { types, directives, ...rest } }) => ({
  ...rest,
  types: types.filter(isOwn).sort(byName),
  directives: directives.map(({ name, isRepeatable, locations, args }) => ({
    name,
    isRepeatable,
    // The last is an experiment of the reference.
    locations: locations.filter((location) => location !== 'DIRECTIVE_DEFINITION').sort(),
    args: args.map((arg) => arg.name),
  })).sort(byName),
});

// The library does not list a directive of the probe that may stand at every place (docs/GRAPHQL-CONFORMANCE.md).
const listed = ({ name }) => name !== 'directives';

await check(Object.fromEntries(schemas.filter(listed).flatMap(({ name, sdl }) => [
  [`${name}: the introspection result is the same`, async () => {
    const expected = executeCase(buildSchema(sdl), parse(introspectionQuery), {}).data;
    assert.deepEqual(own(withReasons(withPlainDefaults(await introspect(sdl), name === 'api'))), own(withPlainDefaults(expected, name === 'api')));
  }],
  [`${name}: buildClientSchema gives back the schema`, async () => {
    const expected = executeCase(buildSchema(sdl), parse(introspectionQuery), {}).data;
    assert.equal(printed(await introspect(sdl), name === 'api'), printed(expected, name === 'api'));
  }],
])));
