import type * as t from 'io-ts';
import { anatomy, listedKeys, unwrapped } from './anatomy';
import { fieldClassOf, isCommitment } from './field-class';

/** Whether a class stands anywhere in a codec. */
const holdsClass = (codec: t.Mixed): boolean => {
  const { _tag, type, types = [], props = {}, codomain } = anatomy(codec);
  if (fieldClassOf(codec) !== undefined) return true;
  // A recursive codec has no end; no event may hold one.
  if (_tag === 'RecursiveType') return false;
  const parts = [type, codomain, ...types, ...Object.values(props)];
  return parts.some((part) => part !== undefined && holdsClass(part));
};

/** The fields that an object codec names, undefined where they depend on the value. */
const fieldNames = (codec: t.Mixed): ReadonlyArray<string> | undefined => {
  const { _tag, props = {}, types = [] } = anatomy(unwrapped(codec));
  if (_tag === 'InterfaceType' || _tag === 'PartialType') return Object.keys(props);
  if (_tag !== 'IntersectionType') return undefined;
  const members = types.map(fieldNames);
  return members.every((member) => member !== undefined) ? members.flat() : undefined;
};

/**
 * `plain`: as `is`. `commitments`: a commitment may stand for a field that is not public. `exact`: says yes only to a
 * value that certainly holds no unnamed field.
 */
type Mode = 'plain' | 'commitments' | 'exact';

const compile = (codec: t.Mixed, mode: Mode): ((value: unknown) => boolean) => {
  const captured: Array<unknown> = [];
  let names = 0;
  const fresh = (): string => `v${(names += 1)}`;
  const capture = (value: unknown): string => `c[${captured.push(value) - 1}]`;
  const own = JSON.stringify;

  const fields = (props: t.Props, at: string, optional: boolean): string =>
    Object.entries(props)
      .map(([key, field]) => {
        const name = fresh();
        const read = `const ${name}=${at}[${own(key)}];`;
        const missing = `if(${name}===undefined&&!Object.hasOwn(${at},${own(key)}))return false;`;
        const check = emit(field, name);
        return optional ? `${read}if(${name}!==undefined){${check}}` : `${read}${missing}${check}`;
      })
      .join('');

  const object = (at: string): string =>
    `if(typeof ${at}!=='object'||${at}===null||Array.isArray(${at}))return false;`;

  /** Every key is looked at, for a count of the fields that have a value would count what every object inherits. */
  const nothingElse = (named: ReadonlyArray<string> | undefined, at: string): string => {
    if (named === undefined) return 'return false;';
    const key = fresh();
    const known = named.map((name) => `case ${own(name)}:continue;`).join('');
    return `for(const ${key} in ${at})switch(${key}){${known}default:return false;}`;
  };

  const dictionary = (domain: t.Mixed, codomain: t.Mixed, at: string): string => {
    const listed = listedKeys(domain);
    if (listed !== undefined) {
      const props = Object.fromEntries(listed.map((key) => [key, codomain]));
      return `${object(at)}${fields(props, at, false)}${mode === 'exact' ? nothingElse(listed, at) : ''}`;
    }
    const [key, item] = [fresh(), fresh()];
    const inDomain =
      anatomy(domain)._tag === 'StringType' ? 'true' : `${capture(compile(domain, 'plain'))}(${key})`;
    const named = mode === 'exact' ? `if(!${inDomain})return false;` : `if(!${inDomain})continue;`;
    return `${object(at)}for(const ${key} of Object.keys(${at})){${named}const ${item}=${at}[${key}];${emit(codomain, item)}}`;
  };

  /** `whole` is false for a member of an intersection: the others may name what it does not. */
  const emit = (mixed: t.Mixed, at: string, whole = true): string =>
    mode === 'commitments' && fieldClassOf(mixed) !== undefined
      ? `if(!${capture(isCommitment)}(${at})){${emitNode(mixed, at, whole)}}`
      : emitNode(mixed, at, whole);

  const emitNode = (mixed: t.Mixed, at: string, whole: boolean): string => {
    const node = anatomy(mixed);
    const end =
      mode === 'exact' && whole ? (): string => nothingElse(fieldNames(mixed), at) : (): string => '';
    switch (node._tag ?? '') {
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
      case 'RefinementType': {
        const inner = node.type as t.Mixed;
        const condition = `if(!${capture(node.predicate)}(${at}))return false;`;
        const asked = mode !== 'commitments' || !holdsClass(inner);
        return asked ? `${emit(inner, at, whole)}${condition}` : emit(inner, at, whole);
      }
      case 'ReadonlyType':
      case 'ExactType':
        return emit(node.type as t.Mixed, at, whole);
      case 'ArrayType':
      case 'ReadonlyArrayType': {
        const item = fresh();
        return `if(!Array.isArray(${at}))return false;for(const ${item} of ${at}){${emit(node.type as t.Mixed, item)}}`;
      }
      case 'TupleType': {
        const items = (node.types ?? []).map((member, index) => {
          const item = fresh();
          return `const ${item}=${at}[${index}];${emit(member, item)}`;
        });
        return `if(!Array.isArray(${at})||${at}.length!==${items.length})return false;${items.join('')}`;
      }
      case 'InterfaceType':
        return `${object(at)}${fields(node.props as t.Props, at, false)}${end()}`;
      case 'PartialType':
        return `${object(at)}${fields(node.props as t.Props, at, true)}${end()}`;
      case 'IntersectionType':
        return `${(node.types ?? []).map((member) => `{${emit(member, at, false)}}`).join('')}${end()}`;
      case 'DictionaryType':
        return dictionary(node.domain as t.Mixed, node.codomain as t.Mixed, at);
      case 'UnionType': {
        const members = (node.types ?? []).map((member) => `${capture(compile(member, mode))}(${at})`);
        return `if(!(${members.join('||')}))return false;`;
      }
      case 'RecursiveType':
        return mode === 'exact' ? 'return false;' : `if(!${capture(node.is)}(${at}))return false;`;
      default:
        return `if(!${capture(node.is)}(${at}))return false;`;
    }
  };

  const body = `return function check(v){${emit(codec, 'v')}return true;}`;
  // The text is made from our own codec trees at start-up, never from input.
  // oxlint-disable-next-line no-implied-eval, no-new-func, typescript/no-implied-eval
  return (new Function('c', body) as (c: ReadonlyArray<unknown>) => (value: unknown) => boolean)(captured);
};

/**
 * Compiles a codec's `is` into one straight function: on replay the check must cost a small part of the JSON.parse
 * before it, and io-ts's own walk costs as much again. Codecs it does not know are asked with their own `is`; codecs
 * whose output differs from their input must not be compiled (events use none). Excess keys are let pass: what an
 * earlier version wrote stays readable.
 *
 * With `commitments` it also lets a commitment stand wherever a field is not public: the check for what was read back,
 * whoever reads it. A condition on a whole that holds such fields is then left out: it cannot be asked of a commitment,
 * and it was asked when the event was made.
 */
export const compileCheck = (codec: t.Mixed, commitments = false): ((value: unknown) => boolean) =>
  compile(codec, commitments ? 'commitments' : 'plain');

/**
 * A quick answer to whether a codec accepts a value and names every field in it. Yes is certain; after no, ask the
 * codec's check and `excessKeys`: an intersection with a union in it, or with members that name the same field, is more
 * than this can say.
 */
export const compileExactCheck = (codec: t.Mixed): ((value: unknown) => boolean) => compile(codec, 'exact');
