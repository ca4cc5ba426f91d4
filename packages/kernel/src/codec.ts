import * as t from 'io-ts';
import { fieldClassOf, isCommitment } from './field-class';
import { pointerOf } from './json';

/** One thing wrong with a value: where (RFC 6901 pointer), what was expected there, what was found. */
export interface Fault {
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};

/** Container codecs add a context step of their own that is no step in the value: `A & B` and `A | B`. */
const transparent = new Set(['IntersectionType', 'UnionType']);

const faultOf = (error: t.ValidationError): Fault => {
  const path: Array<string> = [];
  error.context.forEach((entry, index) => {
    const parent =
      index === 0 ? undefined : (error.context[index - 1]?.type as { _tag?: string } | undefined);
    if (index > 0 && !transparent.has(parent?._tag ?? '')) path.push(entry.key);
  });
  const last = error.context.at(-1);
  return {
    pointer: pointerOf(path),
    expected: last?.type.name ?? 'something else',
    found: shown(error.value),
  };
};

/** A fault at each wrong place of a value that did not decode; a union's members share one fault. */
export const faultsOf = (errors: t.Errors): ReadonlyArray<Fault> => {
  const byPointer = new Map<string, Fault>();
  for (const fault of errors.map(faultOf)) {
    const before = byPointer.get(fault.pointer);
    if (before === undefined) byPointer.set(fault.pointer, fault);
    else if (!before.expected.split(' or ').includes(fault.expected))
      byPointer.set(fault.pointer, { ...before, expected: `${before.expected} or ${fault.expected}` });
  }
  return [...byPointer.values()];
};

/** A fault in words: `/amount/pence: expected Pence, found "12,5"`. */
export const faultInWords = (fault: Fault): string =>
  `${fault.pointer === '' ? 'the whole' : fault.pointer}: expected ${fault.expected}, found ${fault.found}`;

/** An object with required and optional fields. Optional means absent, never null. */
export const struct = <R extends t.Props, O extends t.Props>(required: R, optional: O, name?: string) =>
  t.intersection([t.type(required), t.partial(optional)], name);

/** Text with something in it, up to 20,000 characters, no space at either end. */
export const Text = t.refinement(
  t.string,
  (s) => s.length > 0 && s.length <= 20_000 && s.trim() === s,
  'text that is not empty and has no space at either end',
);

/** Text of one line, up to 300 characters: titles and names. */
export const Line = t.refinement(
  t.string,
  (s) => s.length > 0 && s.length <= 300 && s.trim() === s && !/[\r\n]/.test(s),
  'one line of text, at most 300 characters',
);

/** A whole number, zero or more. */
export const Count = t.refinement(
  t.number,
  (n) => Number.isSafeInteger(n) && n >= 0,
  'a whole number, zero or more',
);

/** A list with at least one entry. */
export const atLeastOne = <C extends t.Mixed>(item: C) =>
  t.refinement(t.readonlyArray(item), (list) => list.length > 0, `at least one ${item.name}`);

/** SHA-256 in lower-case hex. */
export const Sha256 = t.refinement(t.string, (s) => /^[0-9a-f]{64}$/.test(s), 'Sha256');

/** A document, named by what it is and what it hashes to; its bytes lie in the document store. */
export const DocumentRef = t.type({ mediaType: Line, length: Count, sha256: Sha256 }, 'DocumentRef');
export type DocumentRef = t.TypeOf<typeof DocumentRef>;

interface AnyCodec {
  readonly _tag?: string;
  readonly name: string;
  readonly is: (value: unknown) => boolean;
  readonly props?: t.Props;
  readonly types?: ReadonlyArray<t.Mixed>;
  readonly type?: t.Mixed;
  readonly codomain?: t.Mixed;
  readonly domain?: t.Mixed;
  readonly keys?: Readonly<Record<string, unknown>>;
  readonly value?: unknown;
  readonly predicate?: (value: unknown) => boolean;
}

/** A codec seen as the tree that io-ts built; reading it is how checks are compiled and schemas drawn. */
export const anatomy = (codec: t.Mixed): AnyCodec => codec as unknown as AnyCodec;

/**
 * Compiles a codec's `is` into one straight function: on replay the check must cost a small part of the JSON.parse
 * before it, and io-ts's own walk costs as much again. Codecs it does not know are asked with their own `is`; codecs
 * whose output differs from their input must not be compiled (events use none). Excess keys are let pass: what an
 * earlier version wrote stays readable. With `commitments` it also lets a commitment stand wherever a field is not
 * public: the check for what was read back, whoever reads it.
 */
export const compileCheck = (codec: t.Mixed, commitments = false): ((value: unknown) => boolean) => {
  const captured: Array<unknown> = [];
  let names = 0;
  const fresh = (): string => `v${(names += 1)}`;
  const capture = (value: unknown): string => `c[${captured.push(value) - 1}]`;
  const own = JSON.stringify;

  const fields = (props: t.Props, at: string, optional: boolean): string =>
    Object.entries(props)
      .map(([key, field]) => {
        const name = fresh();
        const check = emit(field, name);
        return `const ${name}=${at}[${own(key)}];${optional ? `if(${name}!==undefined){${check}}` : check}`;
      })
      .join('');

  const object = (at: string): string =>
    `if(typeof ${at}!=='object'||${at}===null||Array.isArray(${at}))return false;`;

  const emit = (mixed: t.Mixed, at: string): string =>
    commitments && fieldClassOf(mixed) !== undefined
      ? `if(!${capture(isCommitment)}(${at})){${emitNode(mixed, at)}}`
      : emitNode(mixed, at);

  const emitNode = (mixed: t.Mixed, at: string): string => {
    const node = anatomy(mixed);
    switch (node._tag) {
      case 'StringType':
        return `if(typeof ${at}!=='string')return false;`;
      case 'NumberType':
        return `if(typeof ${at}!=='number')return false;`;
      case 'BooleanType':
        return `if(typeof ${at}!=='boolean')return false;`;
      case 'NullType':
        return `if(${at}!==null)return false;`;
      case 'UnknownType':
        return '';
      case 'LiteralType':
        return `if(${at}!==${own(node.value)})return false;`;
      case 'KeyofType':
        return `if(typeof ${at}!=='string'||!Object.hasOwn(${capture(node.keys)},${at}))return false;`;
      case 'RefinementType':
        return `${emit(node.type as t.Mixed, at)}if(!${capture(node.predicate)}(${at}))return false;`;
      case 'ReadonlyType':
      case 'ExactType':
        return emit(node.type as t.Mixed, at);
      case 'ArrayType':
      case 'ReadonlyArrayType': {
        const item = fresh();
        return `if(!Array.isArray(${at}))return false;for(const ${item} of ${at}){${emit(node.type as t.Mixed, item)}}`;
      }
      case 'InterfaceType':
        return `${object(at)}${fields(node.props as t.Props, at, false)}`;
      case 'PartialType':
        return `${object(at)}${fields(node.props as t.Props, at, true)}`;
      case 'IntersectionType':
        return (node.types ?? []).map((member) => `{${emit(member, at)}}`).join('');
      case 'DictionaryType': {
        const [key, item] = [fresh(), fresh()];
        const values = `{${emit(node.codomain as t.Mixed, item)}}`;
        return `${object(at)}for(const ${key} in ${at}){const ${item}=${at}[${key}];{${emit(node.domain as t.Mixed, key)}}${values}}`;
      }
      case 'UnionType': {
        const members = (node.types ?? []).map(
          (member) => `${capture(compileCheck(member, commitments))}(${at})`,
        );
        return `if(!(${members.join('||')}))return false;`;
      }
      case undefined:
      default:
        return `if(!${capture(node.is)}(${at}))return false;`;
    }
  };

  const body = `return function check(v){${emit(codec, 'v')}return true;}`;
  // The text is made from our own codec trees at start-up, never from input.
  // oxlint-disable-next-line no-implied-eval, no-new-func, typescript/no-implied-eval
  return (new Function('c', body) as (c: ReadonlyArray<unknown>) => (value: unknown) => boolean)(captured);
};

const keysOf = (node: AnyCodec): ReadonlyArray<t.Props> | undefined => {
  switch (node._tag) {
    case 'InterfaceType':
    case 'PartialType':
      return [node.props as t.Props];
    case 'RefinementType':
    case 'ReadonlyType':
    case 'ExactType':
      return keysOf(anatomy(node.type as t.Mixed));
    case 'IntersectionType': {
      const members = (node.types ?? []).map((member) => keysOf(anatomy(member)));
      return members.includes(undefined) ? undefined : members.flatMap((member) => member ?? []);
    }
    default:
      return undefined;
  }
};

/**
 * Where a value that the codec accepts carries fields the codec does not name. What is written for good, and what a
 * caller sends, may hold nothing unnamed: a misspelt optional field would be dropped without a word.
 */
export const excessKeys = (
  codec: t.Mixed,
  value: unknown,
  path: ReadonlyArray<string | number> = [],
): ReadonlyArray<string> => {
  const node = anatomy(codec);
  if (typeof value !== 'object' || value === null) return [];
  switch (node._tag) {
    case 'RefinementType':
    case 'ReadonlyType':
    case 'ExactType':
      return excessKeys(node.type as t.Mixed, value, path);
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return (value as ReadonlyArray<unknown>).flatMap((item, index) =>
        excessKeys(node.type as t.Mixed, item, [...path, index]),
      );
    case 'DictionaryType':
      return Object.entries(value).flatMap(([key, item]) =>
        excessKeys(node.codomain as t.Mixed, item, [...path, key]),
      );
    case 'UnionType': {
      const member = (node.types ?? []).find((candidate) => candidate.is(value));
      return member === undefined ? [] : excessKeys(member, value, path);
    }
    case 'InterfaceType':
    case 'PartialType':
    case 'IntersectionType': {
      const known = keysOf(node);
      if (known === undefined) return [];
      const named: ReadonlyMap<string, t.Mixed> = new Map(known.flatMap((props) => Object.entries(props)));
      return Object.entries(value).flatMap(([key, item]) => {
        const field = named.get(key);
        return field === undefined ? [pointerOf([...path, key])] : excessKeys(field, item, [...path, key]);
      });
    }
    default:
      return [];
  }
};
