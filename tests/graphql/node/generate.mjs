// Makes documents that are mostly valid for a schema, with the variables that they need.
import {
  doTypesOverlap, getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType,
  isRequiredArgument, isRequiredInputField, parse, SchemaMetaFieldDef, TypeMetaFieldDef, typeFromAST,
} from 'graphql';

const strings = [
  '""', '"x"', '"a b"', '"đã \\u00e9 \\u{1F600} \\"\\\\\\n"', '"\\uD83D\\uDE00"', '"""block"""', '"""\n    a\n      b \\""" "c"\n  """', '""" x"""', '"1"',
  '"RED"', '"\t#{}"',
];
const ints = ['0', '1', '-1', '42', '2147483647', '-2147483648', '-0'];
const floats = ['0.5', '-1.25e3', '1e10', '3', '1.0', '0.1E-2', '123456789012'];
const wrongJson = [null, 'x', '', 1.5, 2147483648, -1e300, true, [], ['x'], {}, { x: 1 }, [null], [[1]], 0];

export class DocumentGenerator {
  constructor(schema, random) {
    this.schema = schema;
    this.random = random;
    this.roots = [schema.getQueryType(), schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(Boolean);
    this.composites = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith('__'));
  }

  /** {query, variables, operationName} */
  make() {
    Object.assign(this, { variables: [], fragments: [], heads: new Map(), count: 0, budget: 40, collisions: this.random.chance(0.12) ? 0.4 : 0.02 });
    const { random } = this;
    const operations = random.chance(0.85) ? 1 : 2 + random.below(2);
    const parts = [];
    const names = [];
    for (let i = 0; i < operations; i++) {
      const name = operations > 1 || random.chance(0.5) ? 'Op' + i : null;
      if (name) names.push(name);
      const type = random.pick(this.roots);
      this.isSubscription = type === this.schema.getSubscriptionType();
      this.isQuery = type === this.schema.getQueryType();
      this.heads = new Map();
      const kind = this.isSubscription ? 'subscription' : this.isQuery ? 'query' : 'mutation';
      parts.push({ kind, name, body: this.selections(type, 0), directives: this.directives(kind.toUpperCase()) });
    }
    const fragments = this.fragments.map((f) => f.text);
    const texts = parts.map((part) => this.operation(part));
    const all = [...texts, ...fragments];
    if (random.chance(0.3)) all.reverse();
    const chosen = operations > 1 ? random.pick([...names, ...names, 'Unknown', null]) : random.chance(0.05) ? random.pick(['Op0', 'Nope']) : null;
    return { query: all.join('\n'), variables: this.values(), ...(chosen === null ? {} : { operationName: chosen }) };
  }

  operation({ kind, name, body, directives }) {
    const { random } = this;
    // A variable belongs to each operation that reaches it, through fragments too.
    const reached = new Set();
    const queue = [body];
    const seen = new Set();
    while (queue.length > 0) {
      const text = queue.pop() + directives;
      for (const [, used] of text.matchAll(/\$(\w+)/g)) reached.add(used);
      for (const [, spread] of text.matchAll(/\.\.\.\s*(F\d+)\b/g)) {
        if (!seen.has(spread)) {
          seen.add(spread);
          queue.push(this.fragments.find((f) => f.name === spread)?.text ?? '');
        }
      }
    }
    const declared = this.variables.filter((v) => reached.has(v.name)).map((v) =>
      `${random.chance(0.03) ? '"A variable." ' : ''}$${v.name}: ${v.type}${v.initial === undefined ? '' : ' = ' + v.initial}${this.directives('VARIABLE_DEFINITION', true)}`);
    if (kind === 'query' && name === null && declared.length === 0 && directives === '' && random.chance(0.7)) return body;
    const description = random.chance(0.04) ? '"""\nWhat it does.\n"""\n' : '';
    return `${description}${kind}${name ? ' ' + name : ''}${declared.length > 0 ? '(' + declared.join(', ') + ')' : ''}${directives} ${body}`;
  }

  selections(type, depth) {
    const { random } = this;
    const isRoot = depth === 0;
    const wanted = isRoot && this.isSubscription ? 1 : 1 + random.below(4);
    const items = [];
    for (let i = 0; i < wanted; i++) items.push(this.selection(type, depth));
    if (isRoot && this.isQuery && random.chance(0.06)) items.push(this.introspection());
    return '{ ' + items.join(' ') + ' }';
  }

  selection(type, depth) {
    const { random } = this;
    const isSubscriptionRoot = depth === 0 && this.isSubscription;
    const roll = random.next();
    if (depth > 0 && depth < 6 && roll < 0.1) return this.inline(type, depth);
    if (!isSubscriptionRoot && depth < 6 && roll < 0.2) return this.spread(type, depth);
    const fields = Object.values(type.getFields?.() ?? {});
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const isDeep = depth > 5 || this.budget-- < 0;
    const candidates = isDeep ? leaves : fields;
    if ((!isSubscriptionRoot && random.chance(0.08)) || candidates.length === 0) {
      return isAbstractType(type) && !isDeep && random.chance(0.7) ? this.inline(type, depth) : this.named('__typename', '', '') + this.rest('FIELD', depth);
    }
    return this.field(random.pick(candidates), depth);
  }

  field(field, depth) {
    const type = getNamedType(field.type);
    const head = field.name + this.args(field.args);
    const below = isCompositeType(type) ? ' ' + this.selections(type, depth + 1) : '';
    return this.named(field.name, head, String(field.type)) + this.rest('FIELD', depth) + below;
  }

  /** The head of a field under a response name that no other head has, so that fields merge. */
  named(name, head, type) {
    const { random } = this;
    head ||= name;
    let key = random.chance(0.15) ? 'a' + random.below(5) : name;
    const identity = head + type;
    if (this.heads.has(key) && this.heads.get(key) !== identity && !random.chance(this.collisions)) key = 'u' + this.count++;
    this.heads.set(key, identity);
    return key === name ? head : `${key}: ${head}`;
  }

  rest(location, depth) {
    return depth === 0 && this.isSubscription ? '' : this.directives(location);
  }

  inline(type, depth) {
    const { random } = this;
    const condition = random.chance(0.2) ? null : this.overlapping(type);
    const on = condition ? ` on ${condition.name}` : '';
    return `...${on}${this.directives('INLINE_FRAGMENT')} ${this.selections(condition ?? type, depth + 1)}`;
  }

  spread(type, depth) {
    const { random } = this;
    const known = this.fragments.filter((f) => doTypesOverlap(this.schema, f.type, type));
    let name;
    if (known.length > 0 && random.chance(0.6)) {
      name = random.pick(known).name;
    } else {
      name = 'F' + this.count++;
      const on = this.overlapping(type);
      const text = `fragment ${name} on ${on.name}${this.directives('FRAGMENT_DEFINITION')} ${this.selections(on, depth + 1)}`;
      this.fragments.push({ name, type: on, text });
    }
    return `...${name}${this.directives('FRAGMENT_SPREAD')}`;
  }

  overlapping(type) {
    return this.random.pick([type, ...this.composites.filter((other) => doTypesOverlap(this.schema, other, type))]);
  }

  introspection() {
    if (this.random.chance(0.5)) return this.field(SchemaMetaFieldDef, 3);
    const names = Object.keys(this.schema.getTypeMap());
    return `t${this.count++}: __type(name: "${this.random.pick(names)}") ${this.selections(getNamedType(TypeMetaFieldDef.type), 3)}`;
  }

  directives(location, isConst = false) {
    const { random } = this;
    let text = '';
    for (const directive of this.schema.getDirectives()) {
      const isCommon = directive.name === 'skip' || directive.name === 'include';
      if (directive.locations.includes(location) && random.chance(isCommon ? 0.05 : 0.04)) {
        for (let i = 0; i < (directive.isRepeatable && random.chance(0.3) ? 2 : 1); i++) {
          text += ` @${directive.name}${this.args(directive.args, isConst)}`;
        }
      }
    }
    return text;
  }

  args(definitions, isConst = false) {
    const given = definitions.filter((a) => isRequiredArgument(a) || this.random.chance(0.45));
    if (this.random.chance(0.2)) given.reverse();
    return given.length === 0 ? '' : '(' + given.map((a) => `${a.name}: ${this.value(a.type, 0, isConst, a.default !== undefined)}`).join(', ') + ')';
  }

  value(type, depth, isConst = false, hasDefault = false) {
    const { random } = this;
    if (!isConst && random.chance(0.22)) return this.variable(type, hasDefault);
    if (isNonNullType(type)) return this.plain(type.ofType, depth, isConst);
    return random.chance(0.07) ? 'null' : this.plain(type, depth, isConst);
  }

  plain(type, depth, isConst) {
    const { random } = this;
    if (isNonNullType(type)) return this.plain(type.ofType, depth, isConst);
    if (isListType(type)) {
      if (random.chance(0.15)) return this.plain(type.ofType, depth + 1, isConst);
      return '[' + Array.from({ length: depth > 3 ? 0 : random.below(4) }, () => this.value(type.ofType, depth + 1, isConst)).join(', ') + ']';
    }
    if (isEnumType(type)) return random.pick(type.getValues()).name;
    if (isInputObjectType(type)) return this.object(type, depth, isConst);
    return this.scalar(type.name);
  }

  object(type, depth, isConst) {
    const { random } = this;
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      const field = random.pick(depth > 3 ? fields.slice(0, 1) : fields);
      const value = !isConst && random.chance(0.15) ? this.variable(field.type, false, true) : this.plain(field.type, depth + 1, isConst);
      return `{ ${field.name}: ${value} }`;
    }
    const given = fields.filter((f) => isRequiredInputField(f) || (depth < 4 && random.chance(0.3)));
    return '{' + given.map((f) => `${f.name}: ${this.value(f.type, depth + 1, isConst, f.default !== undefined)}`).join(', ') + '}';
  }

  scalar(name) {
    const { random } = this;
    switch (name) {
      case 'Int': return random.pick(ints);
      case 'Float': return random.pick(random.chance(0.3) ? ints : floats);
      case 'String': return random.pick(strings);
      case 'ID': return random.pick(random.chance(0.4) ? ints : strings);
      case 'Boolean': return random.pick(['true', 'false']);
      default: return random.pick([...strings, ...ints, ...floats, 'true', 'NAME', '[]', '{a: [1, {b: "x"}]}', '[1, ["x"], E]']);
    }
  }

  variable(type, hasDefault, isStrict = false) {
    const { random } = this;
    let text = String(type);
    if (isStrict && !text.endsWith('!')) text += '!';
    const known = this.variables.filter((v) => v.type === text || v.type === text + '!');
    if (known.length > 0 && random.chance(0.6)) return '$' + random.pick(known).name;
    const variable = { name: 'v' + this.variables.length, type: text, initial: undefined };
    if (text.endsWith('!')) {
      if (hasDefault && random.chance(0.4)) variable.type = text.slice(0, -1);
    } else if (random.chance(0.25)) {
      variable.type = text + '!';
    }
    if (random.chance(0.25)) {
      const of = typeFromAST(this.schema, parseTypeOf(variable.type));
      variable.initial = variable.type.endsWith('!') ? this.plain(of, 1, true) : this.value(of, 1, true);
    }
    this.variables.push(variable);
    return '$' + variable.name;
  }

  /** JSON for the variables, some missing, some wrong. */
  values() {
    const { random } = this;
    const values = {};
    for (const v of this.variables) {
      const type = typeFromAST(this.schema, parseTypeOf(v.type));
      const isRequired = v.type.endsWith('!') && v.initial === undefined;
      if (!random.chance(isRequired ? 0.98 : 0.6)) continue;
      values[v.name] = random.chance(0.04) ? random.pick(wrongJson) : this.json(type, 0);
    }
    if (random.chance(0.05)) values.unused = 1;
    return values;
  }

  json(type, depth) {
    const { random } = this;
    if (isNonNullType(type)) return this.json(type.ofType, depth) ?? this.jsonPlain(type.ofType, depth);
    return random.chance(0.1) ? null : this.jsonPlain(type, depth);
  }

  jsonPlain(type, depth) {
    const { random } = this;
    if (isNonNullType(type)) return this.jsonPlain(type.ofType, depth);
    if (random.chance(0.01)) return random.pick(wrongJson);
    if (isListType(type)) {
      if (random.chance(0.15)) return this.jsonPlain(type.ofType, depth + 1);
      return Array.from({ length: depth > 3 ? 0 : random.below(4) }, () => this.json(type.ofType, depth + 1));
    }
    if (isEnumType(type)) return random.chance(0.03) ? 'NOPE' : random.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      if (type.isOneOf) {
        const field = random.pick(depth > 3 ? fields.slice(0, 1) : fields);
        return { [field.name]: this.jsonPlain(field.type, depth + 1) };
      }
      const given = fields.filter((f) => isRequiredInputField(f) || (depth < 4 && random.chance(0.3)));
      const value = Object.fromEntries(given.map((f) => [f.name, this.json(f.type, depth + 1)]));
      if (random.chance(0.02)) value.unknown = 1;
      return value;
    }
    switch (type.name) {
      case 'Int': return random.pick([0, 1, -5, 2147483647, -2147483648]);
      case 'Float': return random.pick([0, 1.5, -2e10, 7]);
      case 'String': return random.pick(['', 'x', 'đ\n"\\\u{1F600}']);
      case 'ID': return random.pick(['', 'id', 5, -7]);
      case 'Boolean': return random.chance(0.5);
      default: return random.pick([1, 'x', true, [1, 'x'], { a: { b: [null] } }, 2.5]);
    }
  }
}

function parseTypeOf(text) {
  return parse(`query($v:${text}){a}`, { noLocation: true }).definitions[0].variableDefinitions[0].type;
}
