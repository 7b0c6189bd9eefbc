/** Asks the conformance host, whose address is CONFORMANCE_URL. */
export const url = process.env.CONFORMANCE_URL ?? 'http://127.0.0.1:4000';

export async function ask(path, body) {
  const response = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 2000)}`);
  return JSON.parse(text);
}
