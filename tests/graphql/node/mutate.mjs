// Breaks documents and schemas: their syntax trees, their layout, their text.
import { Kind, Lexer, parse, parseType, parseValue, print, Source, TokenKind } from 'graphql';

const values = ['null', '1', '-1', '1.5', '99999999999', '1e999', '"x"', 'true', 'NAME', 'RED', '[]', '[1]', '[[null]]', '{}', '{a: 1}', '{x: {y: $v0}}', '$v0', '$nope', '$v1'];
const types = ['Int', 'Int!', '[Int!]!', 'String', 'String!', 'ID', 'Nope', '[[Float]!]', 'Boolean!'];
const directives = ['@skip(if: true)', '@include(if: $v0)', '@skip', '@nope', '@deprecated', '@include(if: 1)', '@skip(if: false, if: true)', '@include(if: true, unless: 1)', '@oneOf', '@specifiedBy(url: "x")'];
const definitions = [
  'type X { a: Int }', 'fragment Unused on Query { __typename }', '{ __typename }', 'query Op0 { __typename }', 'extend schema @nope', 'scalar S',
  'fragment F0 on Query { ...F0 }', 'query Cycle { ...A } fragment A on Query { ...B } fragment B on Query { ...A }', 'subscription { __typename }',
  'mutation { __typename }', 'directive @x on FIELD', 'subscription Two { a: __typename b: __typename }', 'query Intro { __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
];
const sdlDefinitions = [
  'type Query { again: Int }', 'interface I { a: Int }', 'type T implements I { a: Int }', 'extend type Query { more: Int }', 'extend type Nope { a: Int }', 'input In { a: In! }',
  'union U = Query', 'union U = Nope', 'enum E { A A }', 'type __X { a: Int }', 'directive @d(a: Int = "x") on FIELD', 'input One @oneOf { a: Int! b: Int = 1 }',
  'schema { query: Query }', 'extend schema { mutation: Query }', 'scalar String', 'type Empty', 'interface A implements A { a: Int }', 'input D { d: D = {} }', 'extend input Filter { z: Int }',
  'directive @skip(if: Int) on FIELD', 'type Dep { a(b: Int! @deprecated): Int }', 'directive @self(a: Int @self) on ARGUMENT_DEFINITION', 'scalar Bad @specifiedBy(url: 5)', 'extend scalar Date @specifiedBy(url: "x")',
];

const pieces = [
  '\u0000', '\u0007', '\u007f', '"', '"""', '\\', '{', '}', '(', ')', '[', ']', '!', '$', '&', '|', '=', '@', ':', '...', '.', '..', '#', '0', '00', '01', '1.', '1e', '1e+', '-', '.5',
  '1a', '1.2.3', '0xF', '\ud800', '\udc00', '\u{1F600}', 'é', '\ufeff', '\u2028', '\u00a0', '`', '%', '<', '?', '"\\u00"', '"\\u{110000}"', '"\\u{}"', '"\\u{D800}"', '"\\uD83D\\uDE00"',
  '"\\uD83D"', '"\\uDE00"', '"\\uD83D\\u0041"', '"\\x"', '"a\nb"', '"a\rb"', '"\u0001"', '"\u{1F600}"', "'", '""""', '"""\\"""', '\r', '\r\n', '\n', ',', '\t', ' ', 'null', 'true', 'on', 'fragment', 'query', '1', '-1.5e-3',
  '"\\u{00000000E9}"', '"\\u00e9"', '"""\u0000"""', '"""\r\n a\r b\n"""', '# \ud83d\n', '# \u{1F600}\r', 'extend', 'type', 'input', 'implements', 'repeatable', 'schema',
];

function nodesOf(root) {
  const nodes = [];
  const walk = (node, parent, key) => {
    if (Array.isArray(node)) {
      node.forEach((child) => walk(child, parent, key));
    } else if (node && typeof node === 'object' && node.kind) {
      nodes.push({ node, parent, key });
      for (const k of Object.keys(node)) if (k !== 'loc') walk(node[k], node, k);
    }
  };
  walk(root, null, null);
  return nodes;
}

const literal = (text) => parseValue(text, { noLocation: true });

const mutations = {
  drop(random, nodes) {
    const list = listOf(random, nodes);
    list?.splice(random.below(list.length), 1);
  },
  repeat(random, nodes) {
    const list = listOf(random, nodes);
    if (list) list.splice(random.below(list.length + 1), 0, structuredClone(random.pick(list)));
  },
  reorder(random, nodes) {
    const list = listOf(random, nodes);
    list?.push(list.splice(random.below(list.length), 1)[0]);
  },
  rename(random, nodes) {
    const names = nodes.filter(({ node }) => node.kind === Kind.NAME);
    if (names.length > 0) random.pick(names).node.value = random.chance(0.3) ? random.pick(['nope', 'Nope', '__typename', 'a', 'id', 'name']) : random.pick(names).node.value;
  },
  swap(random, nodes) {
    const one = random.pick(nodes);
    const others = nodes.filter((n) => n.node.kind === one.node.kind && n.parent);
    if (one.parent && others.length > 1) {
      const other = random.pick(others);
      const [a, b] = [structuredClone(one.node), structuredClone(other.node)];
      Object.assign(one.node, b);
      Object.assign(other.node, a);
    }
  },
  value(random, nodes) {
    const found = nodes.filter(({ key, parent }) => (key === 'value' && parent.kind !== Kind.NAME) || key === 'values' || key === 'defaultValue');
    if (found.length > 0) become(random.pick(found).node, literal(random.pick(values)));
  },
  type(random, nodes) {
    const found = nodes.filter(({ key }) => key === 'type');
    if (found.length > 0) become(random.pick(found).node, parseType(random.pick(types), { noLocation: true }));
  },
  directive(random, nodes) {
    const found = nodes.filter(({ node }) => 'directives' in node);
    if (found.length === 0) return;
    const added = parse(`{ a ${random.pick(directives)} }`, { noLocation: true }).definitions[0].selectionSet.selections[0].directives;
    const { node } = random.pick(found);
    node.directives = [...(node.directives ?? []), ...added];
  },
  argument(random, nodes) {
    const found = nodes.filter(({ node }) => node.kind === Kind.FIELD || node.kind === Kind.DIRECTIVE);
    if (found.length === 0) return;
    const { node } = random.pick(found);
    const name = random.pick(['nope', 'id', 'first', 'if', 'filter', 'by']);
    node.arguments = [...(node.arguments ?? []), { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value: literal(random.pick(values)) }];
  },
  nullify(random, nodes) {
    const found = nodes.filter(({ key }) => key === 'selectionSet' || key === 'typeCondition' || key === 'alias' || key === 'defaultValue');
    if (found.length > 0) {
      const { parent, key } = random.pick(found);
      if (parent.kind === Kind.FIELD || parent.kind === Kind.INLINE_FRAGMENT ? key !== 'selectionSet' || parent.kind === Kind.FIELD : key === 'defaultValue') delete parent[key];
    }
  },
  leaf(random, nodes) {
    const found = nodes.filter(({ node }) => node.kind === Kind.FIELD && !node.selectionSet);
    if (found.length > 0) random.pick(found).node.selectionSet = { kind: Kind.SELECTION_SET, selections: random.chance(0.2) ? [] : [field('__typename')] };
  },
  alias(random, nodes) {
    const found = nodes.filter(({ node }) => node.kind === Kind.FIELD);
    if (found.length > 0) random.pick(found).node.alias = { kind: Kind.NAME, value: random.pick(['x', 'id', 'name', random.pick(found).node.name.value]) };
  },
  spread(random, nodes) {
    const sets = nodes.filter(({ node }) => node.kind === Kind.SELECTION_SET);
    const fragments = nodes.filter(({ node }) => node.kind === Kind.FRAGMENT_DEFINITION);
    const name = fragments.length > 0 && random.chance(0.8) ? random.pick(fragments).node.name.value : 'Missing';
    if (sets.length > 0) random.pick(sets).node.selections.push({ kind: Kind.FRAGMENT_SPREAD, name: { kind: Kind.NAME, value: name }, directives: [] });
  },
  definition(random, nodes, isSdl) {
    nodes[0].node.definitions.push(...parse(random.pick(isSdl ? sdlDefinitions : definitions), { noLocation: true }).definitions);
  },
  operation(random, nodes) {
    const found = nodes.filter(({ node }) => 'operation' in node);
    if (found.length > 0) random.pick(found).node.operation = random.pick(['query', 'mutation', 'subscription']);
  },
};

const field = (name) => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } });

function become(node, other) {
  for (const key of Object.keys(node)) delete node[key];
  Object.assign(node, other);
}

function listOf(random, nodes) {
  const lists = nodes.flatMap(({ node }) => Object.values(node).filter((v) => Array.isArray(v) && v.length > 0));
  return lists.length > 0 ? random.pick(lists) : null;
}

/** Changes the syntax tree in one to three places. */
export function mutateTree(random, text, isSdl = false) {
  const document = structuredClone(JSON.parse(JSON.stringify(parse(text, { noLocation: true }))));
  const kinds = Object.values(mutations);
  for (let i = 1 + random.below(3); i > 0; i--) random.pick(kinds)(random, nodesOf(document), isSdl);
  return print(document);
}

/** The lexical tokens as they are written. */
export function tokens(text) {
  const lexer = new Lexer(new Source(text));
  const found = [];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) found.push(text.slice(token.start, token.end));
  return found;
}

const gaps = [' ', ' ', ' ', '\n', '\n', '\r\n', '\r', '\t', ',', ', ', ' ,,\n', '\n# comment đ \u{1F600}\n', '\ufeff', '  \n    '];

/** The same tokens with other white space between them. */
export function relayout(random, text) {
  let result = random.chance(0.03) ? '\ufeff' : '';
  for (const token of tokens(text)) {
    const isTight = random.chance(0.3) && (/^[{}()[\]!:=@$|&]/.test(token) || /[{}()[\]!:=@$|&]$/.test(result)) && !/[".\d]$/.test(result);
    result += (isTight || result === '' ? '' : random.pick(gaps)) + token;
  }
  return result + (random.chance(0.3) ? random.pick(gaps) : '');
}

/** Damages the text itself. */
export function mutateText(random, text) {
  for (let i = 1 + random.below(2); i > 0; i--) {
    const at = random.below(text.length + 1);
    switch (random.below(6)) {
      case 0: text = text.slice(0, at); break;
      case 1: text = text.slice(0, at) + text.slice(at + 1 + random.below(4)); break;
      case 2: case 3: text = text.slice(0, at) + random.pick(pieces) + text.slice(at); break;
      case 4: text = text.slice(0, at) + random.pick(pieces) + text.slice(at + 1); break;
      default: text = text.slice(0, at) + text.slice(random.below(text.length + 1)); break;
    }
  }
  return text;
}
