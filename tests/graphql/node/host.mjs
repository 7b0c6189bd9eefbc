/** Asks the conformance host, whose address is CONFORMANCE_URL. */
export const url = process.env.CONFORMANCE_URL ?? 'http://127.0.0.1:4000';

/** Asks, and lets the question leave before this thread is busy with its own answer, so that both sides work at the same time. */
export async function askAhead(path, body) {
  const answer = ask(path, body);
  // Whoever awaits it hears of a failure all the same.
  answer.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 2));
  return { answer };
}

export async function ask(path, body) {
  const response = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 2000)}`);
  return JSON.parse(text);
}
