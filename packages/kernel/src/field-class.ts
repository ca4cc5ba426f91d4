import type * as t from 'io-ts';

/**
 * Who may see a field of an event. Everything is public unless its codec says otherwise:
 * `released`: public once an event of one of the named types has been recorded for the same matter;
 * `official`: for those who work on the matter; `sensitive`: for those who must know;
 * `personal`: about a living person, sealed under the key of the subject that the sibling field `subjectAt` names.
 */
export type FieldClass =
  | { readonly kind: 'released'; readonly by: ReadonlyArray<string> }
  | { readonly kind: 'official' }
  | { readonly kind: 'sensitive' }
  | { readonly kind: 'personal'; readonly subjectAt: string };

/** How much a reader may be given; each level includes those before it. `personal` alone asks for subject keys. */
export const clearances = ['public', 'released', 'official', 'sensitive', 'personal'] as const;
export type Clearance = (typeof clearances)[number];

/** Whether a reader with this clearance may be given a field of this class. */
export const clears = (clearance: Clearance, fieldClass: FieldClass['kind']): boolean =>
  clearances.indexOf(clearance) >= clearances.indexOf(fieldClass);

const classKey = Symbol('field class');

/** The class of a codec, undefined when it is public. */
export const fieldClassOf = (codec: t.Mixed): FieldClass | undefined =>
  (codec as { readonly [classKey]?: FieldClass })[classKey];

const classified = <C extends t.Mixed>(codec: C, fieldClass: FieldClass): C => {
  if (fieldClassOf(codec) !== undefined) throw new Error(`${codec.name} has a field class already`);
  return Object.assign(Object.create(Object.getPrototypeOf(codec) as object) as C, codec, {
    [classKey]: fieldClass,
  });
};

/** Public once one of the named event types, at least one, has been recorded for the same matter. */
export const released = <C extends t.Mixed>(
  codec: C,
  ...by: readonly [string, ...ReadonlyArray<string>]
): C => classified(codec, { kind: 'released', by });

/** For those who work on the matter. */
export const official = <C extends t.Mixed>(codec: C): C => classified(codec, { kind: 'official' });

/** For those who must know: free text about victims, refuge addresses, interests declared. */
export const sensitive = <C extends t.Mixed>(codec: C): C => classified(codec, { kind: 'sensitive' });

/**
 * About a living person: text alone, so that what stands in its place once the subject's key is destroyed
 * (`erased`) is still text. `subjectAt` is the name of the field beside it that holds the subject's opaque id, which is
 * the aggregate's own: the same id in another stream is another person.
 */
export const personal = <C extends t.Type<string, string>>(codec: C, subjectAt: string): C =>
  classified(codec, { kind: 'personal', subjectAt });

/** What a reader sees in place of a personal value whose key has been destroyed. */
export const erased = '[erased]';

/** What the public view holds in place of a value that is not public: SHA-256(salt ‖ canonical value), hex. */
export interface Commitment {
  readonly $commitment: string;
}

/** Whether a value is a commitment standing for one that the reader was not given: 64 hex digits and nothing beside. */
export const isCommitment = (value: unknown): value is Commitment => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  const { $commitment } = value as Partial<Commitment>;
  return typeof $commitment === 'string' && /^[0-9a-f]{64}$/.test($commitment);
};
