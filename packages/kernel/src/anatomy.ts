import type * as t from 'io-ts';

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

const wrappers: ReadonlyArray<string | undefined> = [
  'RefinementType',
  'ReadonlyType',
  'ExactType',
  'RecursiveType',
];

/** Takes away what wraps a codec without being a step into the value: refinements, brands, readonly, exact, recursion. */
export const unwrapped = (codec: t.Mixed): t.Mixed => {
  const { _tag, type } = anatomy(codec);
  return type !== undefined && wrappers.includes(_tag) ? unwrapped(type) : codec;
};

/** The keys of a dictionary whose domain lists them, which io-ts requires every one of; else undefined. */
export const listedKeys = (domain: t.Mixed): ReadonlyArray<string> | undefined => {
  const { _tag, keys, types = [], value } = anatomy(domain);
  switch (_tag ?? '') {
    case 'LiteralType':
      return typeof value === 'string' ? [value] : undefined;
    case 'KeyofType':
      return Object.keys(keys ?? {});
    case 'UnionType': {
      const members = types.map(listedKeys);
      return members.includes(undefined) ? undefined : members.flatMap((member) => member ?? []);
    }
    default:
      return undefined;
  }
};
