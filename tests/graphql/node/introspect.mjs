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

// The library shows a default as it coerces it: [[7]] for 7, an input object with the defaults of its fields, a block as a plain string.
function withPlainDefaults(result) {
  const fieldsOf = new Map(result.__schema.types.map(({ name, inputFields }) => [name, inputFields ?? []]));
  const complete = (value, type) => {
    if (type.kind === 'NON_NULL') return complete(value, type.ofType);
    if (type.kind === 'LIST') {
      if (value.kind === Kind.NULL) return value;
      const items = value.kind === Kind.LIST ? value.values : [value];
      return { kind: Kind.LIST, values: items.map((item) => complete(item, type.ofType)) };
    }
    if (value.kind !== Kind.OBJECT || type.kind !== 'INPUT_OBJECT') {
      return visit(value, {
        [Kind.STRING]: (text) => ({ ...text, block: false }),
        [Kind.INT]: (number) => (type.name === 'ID' ? { kind: Kind.STRING, value: number.value } : number),
        // Within a scalar of ours a name is a text to the library.
        [Kind.ENUM]: (word) => (type.kind === 'ENUM' ? word : { kind: Kind.STRING, value: word.value }),
      });
    }
    const given = new Map(value.fields.map((field) => [field.name.value, field.value]));
    const fields = fieldsOf.get(type.name).map(({ name, type: ofField, defaultValue }) => {
      const found = given.get(name) ?? (defaultValue === null ? null : parseValue(defaultValue));
      return found && { kind: Kind.OBJECT_FIELD, name: { kind: Kind.NAME, value: name }, value: complete(found, ofField) };
    });
    return { ...value, fields: fields.filter(Boolean).sort((one, other) => byName({ name: one.name.value }, { name: other.name.value })) };
  };
  return JSON.parse(JSON.stringify(result), (key, value) =>
    typeof value?.defaultValue === 'string' ? { ...value, defaultValue: print(complete(parseValue(value.defaultValue), value.type)) } : value);
}
const printed = (result) => printSchema(lexicographicSortSchema(buildClientSchema(withPlainDefaults(result))));

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

await check(Object.fromEntries(schemas.flatMap(({ name, sdl }) => [
  [`${name}: the introspection result is the same`, async () => {
    const expected = executeCase(buildSchema(sdl), parse(introspectionQuery), {}).data;
    assert.deepEqual(own(withPlainDefaults(await introspect(sdl))), own(withPlainDefaults(expected)));
  }],
  [`${name}: buildClientSchema gives back the schema`, async () => {
    const expected = executeCase(buildSchema(sdl), parse(introspectionQuery), {}).data;
    assert.equal(printed(await introspect(sdl)), printed(expected));
  }],
])));
