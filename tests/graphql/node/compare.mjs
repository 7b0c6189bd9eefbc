// Where two answers to the same case differ; null when they agree. Words may differ: they are the library's. What else is known to differ is
// listed in docs/GRAPHQL-CONFORMANCE.md, and passed over here.

// The library's lexer, of 2021, has no \u{…} and refuses control characters in comments and block strings. Half a surrogate pair cannot be said
// in UTF-8: the transports refuse it.
const isNotLexed = ({ query }) => query.includes('\\u{') || !query.isWellFormed() || /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(query);

// The reference accepts a selection of nothing, which section 2.4 does not.
const isEmptySelection = ({ syntax }) => syntax?.message.includes('found }');

// Types describe themselves in words of their own, and the reference has fields of directives that no specification has.
const asksOfItself = ({ query }) => /__schema|__type\b/.test(query);

// A null that is sent where only a default lets a nullable variable stand is refused with the request, not with the field.
const isRefusedNull = (result) => result?.errors?.some(({ message }) => message.includes('null input for a non-null variable'));

const verdict = (said) => said.syntax ? 'no GraphQL' : said.errors?.length > 0 ? 'invalid' : 'valid';
const why = (said) => said.syntax?.message ?? said.errors?.map(({ rule, message }) => `${rule}: ${message}`).slice(0, 3).join('; ') ?? '';
const ruleOf = (said) => said.syntax?.message.replace(/[^A-Za-z ]+/g, '').slice(0, 40) ?? said.errors?.[0]?.rule ?? '';

/** What /check says of one case, by two implementations. */
export function compareCase(expected, actual, request) {
  if (isNotLexed(request) || isEmptySelection(actual)) return null;
  const [e, a] = [verdict(expected), verdict(actual)];
  if (e !== a) {
    if (/__Directive|__Schema/.test(why(actual))) return null;
    // A variable within a literal of a custom scalar is for the scalar to judge; the host's refuses it.
    if (e === 'valid' && /Expected type '\w+', found [[{].*\$/.test(why(actual))) return null;
    // A definition of a schema is refused either way; whether it is well-formed nobody needs to know.
    if (e !== 'valid' && a !== 'valid' && (why(expected) + why(actual)).match(/ExecutableDefinitions|Only operations/)) return null;
    return { what: `verdict (${e} ${ruleOf(expected)}, ${a} ${ruleOf(actual)})`, expected: `${e} ${why(expected)}`, actual: `${a} ${why(actual)}` };
  }
  return e !== 'valid' || asksOfItself(request) || isRefusedNull(actual.result) ? null : compareResults(expected.result, actual.result);
}

function difference(what, expected, actual) {
  const [e, a] = [JSON.stringify(expected), JSON.stringify(actual)];
  return e === a ? null : { what, expected: e, actual: a };
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
