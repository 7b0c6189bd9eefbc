// Answers questions, one JSON object per line, with what graphql-js says. Exits when its input ends.
import { createInterface } from 'node:readline';
import * as graphql from 'graphql';
import {
  buildSchema, getVariableValues, parse, print, printIntrospectionSchema, printSchema, validate, validateSchema,
} from 'graphql';

const schemas = new Map();

function schemaOf(text) {
  let schema = schemas.get(text);
  if (schema === undefined) {
    schema = buildSchema(text);
    schemas.set(text, schema);
  }
  return schema;
}

const describe = (error) => ({
  message: error.message,
  locations: (error.locations ?? []).map(({ line, column }) => [line, column]),
});

const answers = {
  parse: ({ text }) => ({ printed: print(parse(text, { allowEmptySelectionSets: false })) }),
  validate: ({ schema, text, rule }) => {
    const document = parse(text, { allowEmptySelectionSets: false });
    const rules = rule ? [graphql[rule]] : undefined;
    return { errors: validate(schemaOf(schema), document, rules, { maxErrors: 1000 }).map(describe) };
  },
  schema: ({ text }) => {
    const schema = buildSchema(text, { allowEmptySelectionSets: false });
    const errors = validateSchema(schema);
    return errors.length > 0 ? { errors: errors.map(describe) } : { printed: printSchema(schema), types: Object.keys(schema.getTypeMap()) };
  },
  introspection: ({ text }) => ({ printed: printIntrospectionSchema(buildSchema(text)) }),
  variables: ({ schema, text, variables }) => {
    const operation = parse(text).definitions[0];
    const { errors, variableValues } = getVariableValues(schemaOf(schema), operation.variableDefinitions ?? [], variables);
    return errors ? { errors: errors.map(describe) } : { values: variableValues.coerced };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = answers[question.ask](question);
  } catch (error) {
    // Only graphql-js's own errors have locations; a text that is no schema throws a plain one with all messages.
    answer = error.locations ? { syntax: describe(error) } : { refused: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
