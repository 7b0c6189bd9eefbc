// Where two answers to the same case differ; null when they agree.

// The reference shows a refused list or object without the variables in it, ours as it is written.
// Half a surrogate pair cannot be said in UTF-8.
const comparableMessage = (message) => message.toWellFormed().replace(/(?<=cannot represent non-enum value: )[{[].*/s, '…');

const errorText = ({ rule, message, locations, path }) =>
  `${rule ?? ''} ${comparableMessage(message)} ${(locations ?? []).map((at) => `${at.line}:${at.column}`).join(' ')}${path ? ' at ' + JSON.stringify(path) : ''}`;

const texts = (errors) => (errors ?? []).map(errorText);

// The reference overlooks a nullable variable within a OneOf input object whose own position is non-null (section 5.8.5), and takes a number
// beyond the range of Float for infinity (section 3.5.2).
const isStricter = ({ message }) =>
  message.includes('must be non-nullable to be used for OneOf Input Object') || /Float cannot represent non numeric value: -?\d/.test(message);

/** The errors of the actual verdict without those that the reference overlooks. */
function comparable(expected, actual) {
  const known = new Set(texts(expected.errors));
  return (actual.errors ?? []).filter((error) => known.has(errorText(error)) || !isStricter(error));
}

function difference(what, expected, actual) {
  const [e, a] = [JSON.stringify(expected), JSON.stringify(actual)];
  return e === a ? null : { what, expected: e, actual: a };
}

const placed = (syntax) => syntax ? `${comparableMessage(syntax.message)} ${syntax.line}:${syntax.column}` : null;

// Arguments come back as JSON within a string; its numbers may be written in another way.
function echoed(_key, value) {
  if (typeof value === 'string' && value.startsWith('{')) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}

const data = (result) => JSON.parse(JSON.stringify(result?.data ?? null), echoed);

/** What /check says of one case, by two implementations. */
export function compareCase(expected, actual) {
  return difference('syntax', placed(expected.syntax), placed(actual.syntax))
    ?? difference('printed', expected.printed, actual.printed)
    ?? difference('validation', texts(expected.errors), texts(comparable(expected, actual)))
    ?? (actual.errors?.length > 0 ? null : compareResults(expected.result, actual.result));
}

function compareResults(expected, actual) {
  return difference('has data', expected && 'data' in expected, actual && 'data' in actual)
    ?? difference('errors', texts(expected?.errors), texts(actual?.errors))
    ?? difference('data', data(expected), data(actual));
}

/** What /schemas says of one text; the rules of a schema text have no names to compare. */
export function compareSchema(expected, actual) {
  if (expected.refused) return actual.errors?.length > 0 ? null : { what: 'refusal', expected: expected.refused, actual: JSON.stringify(actual) };
  const unnamed = (errors) => (errors ?? []).map(({ message, locations }) => ({ message, locations }));
  return difference('syntax', placed(expected.syntax), placed(actual.syntax))
    ?? difference('schema errors', texts(unnamed(expected.errors)), texts(comparable(expected, { errors: unnamed(actual.errors) })))
    ?? (actual.errors?.length > 0 ? null : difference('printed schema', expected.printed, actual.printed));
}
