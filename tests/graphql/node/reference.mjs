// What the reference implementation says of a document, in the form in which the conformance host says it.
import {
  buildASTSchema, buildSchema, execute, getNullableType, isAbstractType, isCompositeType, isEnumType, isInterfaceType, isListType, isObjectType,
  getIntrospectionQuery, GraphQLError, introspectionTypes, parse, print, printSchema, specifiedDirectives, specifiedRules, specifiedScalarTypes, validate,
  validateSchema,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';

/** FNV-1a over UTF-16 units, started with a seed, with its bits mixed once more at the end. */
export function H(text, seed) {
  let h = (seed ^ 2166136261) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619) >>> 0;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0;
  return (h ^ (h >>> 12)) >>> 0;
}

const byName = (schema, type) => schema.getPossibleTypes(type).map((t) => t.name).sort((a, b) => (a < b ? -1 : 1));

/** The value that a hash stands for; see the host's HashValues. */
function hashed(schema, type, h, rootSeed, isItem = false) {
  type = getNullableType(type);
  if (h % (rootSeed % 2 === 1 ? 23 : 7) === 0) return null;
  if (h % 29 === 1) {
    if (isItem) return null;
    throw new Error('boom ' + h);
  }
  if (isListType(type)) {
    return Array.from({ length: Math.floor(h / 31) % 4 }, (_, i) => hashed(schema, type.ofType, H('#' + i, h), rootSeed, true));
  }
  if (isEnumType(type)) return type.getValues()[h % type.getValues().length].name;
  if (isObjectType(type)) return { __typename: type.name, seed: h };
  if (isAbstractType(type)) {
    const names = byName(schema, type);
    return { __typename: names[h % names.length], seed: h };
  }
  switch (type.name) {
    case 'Int': return h % 1000;
    case 'Float': return (h % 1000) / 8;
    case 'String': return 's"\n' + h;
    case 'Boolean': return h % 2 === 0;
    case 'ID': return 'i' + h;
    default: return 'c' + h;
  }
}

function constant(schema, type) {
  type = getNullableType(type);
  if (isListType(type)) return [constant(schema, type.ofType), constant(schema, type.ofType)];
  if (isEnumType(type)) return type.getValues()[0].name;
  if (isObjectType(type)) return { __typename: type.name, seed: 0 };
  if (isInterfaceType(type)) return { __typename: byName(schema, type).at(-1), seed: 0 };
  if (isCompositeType(type)) return { __typename: byName(schema, type)[0], seed: 0 };
  return { Int: 2, Float: 3.14, Boolean: true, ID: 'id' }[type.name] ?? 'str';
}

function resolver({ hash, seed = 1, echo }) {
  return (source, args, _context, info) => {
    const type = getNullableType(info.returnType);
    if (echo && String(type) === 'String' && info.parentType.getFields()[info.fieldName].args.length > 0) return JSON.stringify(args);
    return hash ? hashed(info.schema, type, H(info.fieldName, source?.seed ?? seed), seed) : constant(info.schema, type);
  };
}

/** The response of one request, without extensions. */
export function executeCase(schema, document, request) {
  const result = execute({
    schema,
    document,
    variableValues: request.variables ?? undefined,
    operationName: request.operationName ?? undefined,
    fieldResolver: resolver(request),
    typeResolver: (value) => value.__typename,
    // The reference stops with one error more than the bound; nothing here should reach it.
    options: { maxCoercionErrors: 1000 },
  });
  return JSON.parse(JSON.stringify(result));
}

// Ours bounds introspection when it measures an operation, not by a rule.
const outOfScope = /^(Defer|Stream|MaxIntrospectionDepth)/;

/** Errors of the rules with the name of the rule that reported each. */
export function validateCase(schema, document) {
  const names = new Map();
  const rules = specifiedRules.filter((rule) => !outOfScope.test(rule.name)).map((rule) => (context) => {
    const own = Object.create(context);
    own.reportError = (error) => {
      names.set(error, rule.name);
      context.reportError(error);
    };
    return rule(own);
  });
  return validate(schema, document, rules).map((error) => described(error, names.get(error) ?? null));
}

const described = (error, rule = null) => ({
  rule,
  message: error.message,
  locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
});

const syntaxOf = (error) => ({ syntax: { message: error.message, ...error.locations[0] } });

/** All that the host's /check says of one case. */
export function checkCase(schema, request) {
  let document;
  try {
    document = parse(request.query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return syntaxOf(error);
  }
  const errors = validateCase(schema, document);
  const verdict = { printed: print(document), errors };
  return errors.length === 0 ? { ...verdict, result: executeCase(schema, document, request) } : verdict;
}

/** What the host's /schemas says of one text. */
export function checkSchema(sdl) {
  let document;
  try {
    document = parse(sdl);
  } catch (error) {
    return syntaxOf(error);
  }
  const faults = validateSDL(document);
  if (faults.length > 0) return { errors: faults.map((error) => described(error)) };
  let schema, errors;
  try {
    schema = buildASTSchema(document, { assumeValidSDL: true });
    errors = validateSchema(schema);
  } catch (error) {
    // Of some schemas it says no more than that they are none, by throwing something of its own.
    return { refused: error.message };
  }
  return errors.length > 0 ? { errors: errors.map((error) => described(error)) } : { printed: printSchema(schema), errors: [] };
}

/** The whole introspection query. */
export const introspectionQuery = getIntrospectionQuery({
  specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, experimentalDirectiveDeprecation: true, oneOf: true,
});

/** The built-in types describe themselves in the words of the other implementation, which are its own. */
export function adoptDescriptions({ __schema: { types, directives } }) {
  const adopt = (own, other) => {
    own.description = other.description;
    for (const [list, others] of [[own.getFields?.(), other.fields], [own.args, other.args], [own.getValues?.(), other.enumValues]]) {
      for (const each of Object.values(list ?? {})) adopt(each, others.find((o) => o.name === each.name));
    }
  };
  for (const type of [...introspectionTypes, ...specifiedScalarTypes]) {
    const other = types.find((t) => t.name === type.name);
    if (other) adopt(type, other);
  }
  for (const directive of specifiedDirectives) adopt(directive, directives.find((d) => d.name === directive.name));
}

export { buildSchema };
