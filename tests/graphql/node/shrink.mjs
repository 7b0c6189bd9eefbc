// Makes a failing document smaller for as long as it fails in the same way.
import { parse, print } from 'graphql';
import { tokens } from './mutate.mjs';

const plain = (document) => JSON.parse(JSON.stringify(document));

function* smallerTrees(text) {
  const document = plain(parse(text, { noLocation: true }));
  const places = [];
  const walk = (node, path) => {
    for (const [key, value] of Object.entries(node)) {
      if (Array.isArray(value)) {
        value.forEach((child, i) => {
          places.push({ path: [...path, key], remove: i });
          if (child && typeof child === 'object') walk(child, [...path, key, i]);
        });
      } else if (value && typeof value === 'object') {
        if (['alias', 'selectionSet', 'typeCondition', 'defaultValue', 'description'].includes(key)) places.push({ path, unset: key });
        if (['ListValue', 'ObjectValue'].includes(value.kind)) places.push({ path, set: key, to: value.values?.[0] ?? value.fields?.[0]?.value });
        walk(value, [...path, key]);
      }
    }
  };
  walk(document, []);
  for (const place of places) {
    const copy = structuredClone(document);
    const target = place.path.reduce((node, key) => node[key], copy);
    if (place.unset) delete target[place.unset];
    else if (!place.set) target.splice(place.remove, 1);
    else if (place.to) target[place.set] = place.to;
    else continue;
    try {
      const smaller = print(copy);
      if (smaller.length < text.length) yield smaller;
    } catch {
      // Not every tree without one of its parts can be printed.
    }
  }
}

function* smallerTexts(text) {
  let parts;
  try {
    parts = tokens(text);
    yield parts.join(' ');
  } catch {
    parts = [...text];
  }
  const glue = parts.join('') === text ? '' : ' ';
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < parts.length; at += size) yield [...parts.slice(0, at), ...parts.slice(at + size)].join(glue);
  }
}

function* smaller(text) {
  try {
    yield* smallerTrees(text);
  } catch {
    // No document: only its text can be made smaller.
  }
  yield* smallerTexts(text);
}

/** @param fails whether a text still fails in the same way @param triesMax bound on calls of it */
export async function shrink(text, fails, triesMax = 500) {
  let tries = 0;
  for (let found = true; found;) {
    found = false;
    for (const candidate of smaller(text)) {
      if (candidate.length >= text.length) continue;
      if (tries++ >= triesMax) return text;
      if (await fails(candidate)) {
        text = candidate;
        found = true;
        break;
      }
    }
  }
  return text;
}
