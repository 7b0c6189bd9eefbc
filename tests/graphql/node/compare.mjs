// Where two answers to the same case differ; null when they agree. Words may differ: they are the library's.

// What is known to differ, and is listed in docs/GRAPHQL-CONFORMANCE.md.
// Half a surrogate pair cannot be said in UTF-8; the transports refuse it.
const isKnown = ({ query }) => query.includes('\\u{') || !query.isWellFormed();

function difference(what, expected, actual) {
  const [e, a] = [JSON.stringify(expected), JSON.stringify(actual)];
  return e === a ? null : { what, expected: e, actual: a };
}

const verdict = (said) => said.syntax ? 'no GraphQL' : said.errors?.length > 0 ? 'invalid' : 'valid';
const ruleOf = (said) => said.syntax?.message.replace(/[^A-Za-z ]+/g, '').slice(0, 40) ?? said.errors?.[0]?.rule ?? '';
const why = (said) => said.syntax?.message ?? said.errors?.map(({ rule, message }) => `${rule}: ${message}`).slice(0, 3).join('; ') ?? '';

/** What /check says of one case, by two implementations. */
export function compareCase(expected, actual, request = { query: '' }) {
  // The reference accepts a selection of nothing, which section 2.4 does not.
  if (isKnown(request) || actual.syntax?.message.includes('found }')) return null;
  const [e, a] = [verdict(expected), verdict(actual)];
  if (e !== a) return { what: `verdict (${e} ${ruleOf(expected)}, ${a} ${ruleOf(actual)})`, expected: `${e} ${why(expected)}`, actual: `${a} ${why(actual)}` };
  return e === 'valid' ? compareResults(expected.result, actual.result) : null;
}

const pathsOf = (result) => (result?.errors ?? []).map(({ path }) => JSON.stringify(path ?? [])).sort();

// An error below a place that is null anyway: which of several the answer tells is up to who executes.
function isBelowNull(path, data) {
  let value = data;
  for (const key of path) {
    if (value === null || value === undefined) return true;
    value = value[key];
  }
  return false;
}

function compareResults(expected, actual) {
  const data = (result) => result?.data ?? null;
  const left = (mine, others, result) => pathsOf(mine).filter((path) => !others.includes(path) && !isBelowNull(JSON.parse(path), data(result)));
  const [e, a] = [pathsOf(expected), pathsOf(actual)];
  return difference('has data', expected && 'data' in expected, actual && 'data' in actual)
    ?? difference('data', data(expected), data(actual))
    ?? difference('errors', left(expected, a, expected), left(actual, e, actual));
}
