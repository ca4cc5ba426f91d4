import { createHash, createHmac } from 'node:crypto';
import {
  clearances,
  type Clearance,
  Count,
  defineEvent,
  type EventDefinition,
  isCommitment,
  type Json,
  type JsonObject,
  Line,
  LocalId,
  type Metadata,
  Money,
  official,
  personal,
  registryOf,
  released,
  sensitive,
  struct,
  Text,
} from '@commissioning/kernel';
import {
  chainAfter,
  chainFaultOf,
  chainHashOf,
  commitmentTo,
  contentHashOf,
  falseOpenings,
  happened,
  type KeyStore,
  memoryKeys,
  openData,
  type RecordedEvent,
  seal,
  startOfChain,
  subjectIn,
} from '@commissioning/record';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { canary, classifiedData, hidden, personalCanary } from './support/classified-data';
import {
  asData,
  eventId,
  firstPlace,
  metadata,
  recorded,
  redacted,
  registryFor,
  tampered,
} from './support/sealing';

const start = { revision: 0, previousChainHash: startOfChain };

/** What a reader sees, every commitment shown as `hidden`. */
const shown = (value: Json): Json => {
  if (isCommitment(value)) return hidden;
  if (Array.isArray(value)) return (value as ReadonlyArray<Json>).map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, item]) => [key, shown(item)]));
};

/** `toEqual` takes a key `__proto__` for the prototype; text does not. */
const sameJson = (one: unknown, other: unknown): void => expect(canonicalize(one)).toBe(canonicalize(other));

const Data = struct(
  {
    title: Line,
    amount: official(Money),
    lots: t.readonlyArray(struct({ id: LocalId }, { note: sensitive(Text) })),
    reason: released(Text, 'DecisionPublished'),
    person: LocalId,
    name: personal(Line, 'person'),
  },
  { rate: t.number },
);
const registry = registryFor(Data);
const data = {
  title: 'Support',
  amount: { pence: 685_513, vat: 'outside' },
  lots: [{ id: 'lot-1', note: 'a refuge' }, { id: 'lot-2' }],
  reason: 'the best',
  person: 'p-1',
  name: 'Jo Smith',
};

const malformedAt = (pointer: string) => ({
  left: { _tag: 'Malformed', storedType: 'Thing', faults: [{ pointer }] },
});

describe('sealing any event', () => {
  test('puts nothing that is not public into what the public may see', () => {
    fc.assert(
      fc.property(classifiedData, ({ codec, part }) => {
        const event = recorded(registryFor(codec), memoryKeys(), part.value);
        expect(JSON.stringify(redacted(event))).not.toContain(canary);
        expect(JSON.stringify(event)).not.toContain(personalCanary);
      }),
      { numRuns: 400 },
    );
  });

  test('lets each clearance see what the classes allow, exactly, and decode it', () => {
    fc.assert(
      fc.property(classifiedData, ({ codec, part }) => {
        const [events, keys] = [registryFor(codec), memoryKeys()];
        const event = recorded(events, keys, part.value);
        for (const clearance of clearances) {
          sameJson(shown(openData(events, keys, event, clearance)), part.seen(clearance));
          const read = happened(events, keys, event, clearance);
          sameJson(shown(E.isRight(read) ? (read.right.data as Json) : 'undecodable'), part.seen(clearance));
        }
        expect(falseOpenings(event, keys)).toEqual([]);
        expect(chainFaultOf(event, start)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  test('seals to the same hashes and commitments again', () => {
    fc.assert(
      fc.property(classifiedData, ({ codec, part }) => {
        const [events, keys] = [registryFor(codec), memoryKeys()];
        const again = recorded(events, keys, part.value);
        sameJson(redacted(recorded(events, keys, part.value)), redacted(again));
      }),
    );
  });

  test('is redacted by dropping what is private: no hash changes, and nobody sees what was there', () => {
    fc.assert(
      fc.property(classifiedData, ({ codec, part }) => {
        const [events, keys] = [registryFor(codec), memoryKeys()];
        const event = redacted(recorded(events, keys, part.value));
        expect(chainFaultOf(event, start)).toBeUndefined();
        for (const clearance of clearances) {
          const seen = openData(events, keys, event, clearance);
          expect(JSON.stringify(seen)).not.toContain(canary);
          expect(E.isRight(happened(events, keys, event, clearance))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('forgets persons whose keys were destroyed, and they alone', () => {
    fc.assert(
      fc.property(classifiedData, ({ codec, part }) => {
        const [events, keys] = [registryFor(codec), memoryKeys()];
        const event = recorded(events, keys, part.value);
        for (const person of ['p-1', 'p-2']) keys.destroyKeyOf(subjectIn(firstPlace.stream, person));
        for (const clearance of clearances)
          sameJson(shown(openData(events, keys, event, clearance)), part.seen(clearance, '[erased]'));
        expect(E.isRight(happened(events, keys, event, 'personal'))).toBe(true);
        expect(falseOpenings(event, keys)).toEqual([]);
        expect(chainFaultOf(event, start)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test('is known by its hash from any other data', () => {
    fc.assert(
      fc.property(classifiedData, ({ codec, part }) => {
        const event = recorded(registryFor(codec), memoryKeys(), part.value);
        const more = { ...event, data: { ...event.data, other: 1 } };
        expect(chainFaultOf(more, start)?._tag).toBe('ContentChanged');
      }),
    );
  });
});

describe('the stored form, which can never be changed', () => {
  const keys = memoryKeys(new Uint8Array(32).fill(7));
  const key = Buffer.alloc(32, 7);
  const sha256 = (...parts: ReadonlyArray<Uint8Array | string>) =>
    parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest('hex');
  const saltAt = (pointer: string) => createHmac('sha256', key).update(`${eventId}\0${pointer}`).digest();
  const Plain = struct({ title: Line, amount: official(Money) }, {});
  const event = recorded(registryFor(Plain), keys, {
    title: 'Support',
    amount: { vat: 'outside', pence: 5 },
  });

  test('has commitments of SHA-256(salt ‖ canonical value), the salt from HMAC(key, event id ‖ NUL ‖ pointer)', () => {
    const salt = saltAt('/amount');
    expect(event.data).toEqual({
      title: 'Support',
      amount: { $commitment: sha256(salt, '{"pence":5,"vat":"outside"}') },
    });
    expect(event.private).toEqual({
      '/amount': { salt: salt.toString('base64url'), value: { pence: 5, vat: 'outside' } },
    });
  });

  test('has hashes over the canonical form of what is public, and over the chain', () => {
    const { id, type, stream, revision } = event;
    const contentHash = sha256(
      canonicalize({
        body: 'BEDS',
        stream,
        revision,
        id,
        type,
        data: event.data,
        metadata: event.metadata,
      }) ?? '',
    );
    expect(event.contentHash).toBe(contentHash);
    expect(event.chainHash).toBe(sha256(Buffer.alloc(32), Buffer.from(contentHash, 'hex')));
    expect(chainHashOf('01'.repeat(32), '02'.repeat(32))).toBe(
      sha256(Buffer.alloc(32, 1), Buffer.alloc(32, 2)),
    );
  });

  test('hashes to what it hashed to when it was settled', () => {
    expect(event.contentHash).toBe('59b3ff224e28095bd6871a20cfca393a6ed43a7dbd537e34d4cf4e81c6c699f2');
    expect(event.chainHash).toBe('9141a6e645c576ffb0494091899a9c62bb61d3fa175666f224f28cbbe223bd39');
  });

  test('has personal values sealed under the subject’s key, bound to event and pointer', () => {
    const stored = recorded(registry, keys, data).private?.['/name'];
    expect(stored).toEqual({
      subject: 'commission-BEDS-2026-0007/p-1',
      iv: expect.stringMatching(/^[\w-]{16}$/) as string,
      sealed: expect.stringMatching(/^[\w-]+$/) as string,
    });
  });

  test('keeps the order in which the next event follows', () => {
    expect(chainAfter([], startOfChain)).toBe(startOfChain);
    expect(chainAfter([event], startOfChain)).toBe(event.chainHash);
  });
});

describe('what is not sealed', () => {
  const keys = memoryKeys();
  const Loose = struct(
    { any: t.unknown },
    { text: t.string, n: t.number, map: t.record(t.string, t.string), note: official(t.string) },
  );
  const sealing = (value: unknown) => () => recorded(registryFor(Loose), keys, value);

  test.each<[string, unknown, string]>([
    ['half of a surrogate pair', { any: 1, text: 'x\ud83d' }, '"/text"'],
    ['half of a surrogate pair where nobody looks', { any: 1, note: '\udc00' }, '"/note"'],
    ['half of a surrogate pair in a key', { any: 1, map: { '\ud800': '' } }, '"/map/'],
    ['what is not a number', { any: 1, n: Number.NaN }, '"/n"'],
    ['infinity', { any: { deep: [Number.POSITIVE_INFINITY] } }, '"/any/deep/0"'],
    ['undefined in a list', { any: [undefined] }, '"/any/0"'],
    ['a date, which would come back as text', { any: new Date(0) }, '"/any"'],
    ['a map, which would come back empty', { any: new Map([['a', 1]]) }, '"/any"'],
    ['a bigint', { any: 1n }, '"/any"'],
    ['a required field that is undefined and would be missing', { any: undefined }, 'Thing cannot be stored'],
    ['a field the codec does not name', { any: 1, txet: 'x' }, '/txet (no such field)'],
    ['data the codec refuses', { any: 1, text: 5 }, '/text (string)'],
    ['no object', 'text', 'the whole'],
  ])('%s', (_, value, message) => {
    expect(sealing(value)).toThrow(message);
  });

  test('is said without what was in it', () => {
    expect(sealing({ any: 1, note: { secret: 1 }, text: 'secret\ud800' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }),
    );
    expect(sealing({ any: 1, note: { secret: 1 } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }),
    );
  });

  test.each<[string, Partial<Record<keyof typeof firstPlace, unknown>>]>([
    ['another’s stream', { stream: '$settings' }],
    ['a revision below zero', { revision: -1 }],
    ['a revision that is none', { revision: Number.NaN }],
    ['a chain hash that is none', { previousChainHash: '' }],
    ['a chain hash in capitals', { previousChainHash: 'A'.repeat(64) }],
  ])('an event at a place with %s', (_, wrong) => {
    const place = { ...firstPlace, ...wrong } as typeof firstPlace;
    expect(() => recorded(registry, keys, data, place)).toThrow('is no place for an event');
  });

  test('an event under an id that is none, or of a type that is not registered', () => {
    expect(() => recorded(registry, keys, data, firstPlace, 'e1')).toThrow('e1 is no event id');
    expect(() => seal(registry, keys, { type: 'Other', data }, eventId, firstPlace, metadata)).toThrow(
      'not registered',
    );
  });

  test.each<[string, object, string]>([
    ['a moment that is none', { recordedAt: '2026-02-30T00:00:00.000Z' }, '/recordedAt (Instant)'],
    ['a null in place of nothing', { effectiveAt: null }, '/effectiveAt'],
    ['a field nobody named', { correlationID: 'c' }, '/correlationID (no such field)'],
    ['half of a surrogate pair', { correlationId: 'c\ud800' }, '/correlationId'],
  ])('metadata with %s', (_, wrong, message) => {
    const made = { ...metadata, ...wrong } as Metadata;
    expect(() => seal(registry, keys, { type: 'Thing', data }, eventId, firstPlace, made)).toThrow(message);
  });

  test('a personal value whose subject is not told', () => {
    expect(() => recorded(registry, keys, { ...data, person: undefined })).toThrow('/person');
  });
});

describe('JSON’s oddities', () => {
  const Loose = struct(
    { any: t.unknown },
    { optional: Text, n: t.number, map: t.record(t.string, official(t.string)) },
  );
  const events = registryFor(Loose);
  const keys = memoryKeys();

  test('a field that is undefined is not stored, and hashes as if it had not been there', () => {
    const event = recorded(events, keys, { any: { x: undefined }, optional: undefined });
    expect(event.data).toEqual({ any: {} });
    expect(Object.keys(event.data)).toEqual(['any']);
    expect(event.contentHash).toBe(recorded(events, keys, { any: {} }).contentHash);
  });

  test('minus zero is stored as zero', () => {
    const { data: stored } = seal(
      events,
      keys,
      { type: 'Thing', data: { any: -0, n: -0 } },
      eventId,
      firstPlace,
      metadata,
    );
    expect(stored).toStrictEqual({ any: 0, n: 0 });
  });

  test('escapes, controls and characters beyond the first plane come back as they were', () => {
    const odd = {
      any: '\u0000\b\t\n\f\r"\\/\u001f\u007f\u0080\u2028\u2029\ufeff😀é',
      n: 1e-7,
      map: { '€/~': 'a\nb' },
    };
    const event = recorded(events, keys, odd);
    expect(openData(events, keys, event, 'official')).toEqual(odd);
    expect(chainFaultOf(event, start)).toBeUndefined();
  });

  test('a key `__proto__` is a key like any other, hidden, opened and hashed', () => {
    const odd = JSON.parse(
      '{"any":{"__proto__":{"x":1}},"map":{"__proto__":"secret","constructor":"c"}}',
    ) as JsonObject;
    const event = recorded(events, keys, odd);
    expect(JSON.stringify(redacted(event))).not.toContain('secret');
    expect(JSON.stringify(openData(events, keys, event, 'official'))).toBe(JSON.stringify(odd));
    expect(chainFaultOf(event, start)).toBeUndefined();
    expect(chainFaultOf(tampered(event, ['data', 'any'], {}), start)?._tag).toBe('ContentChanged');
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('a private value that looks like a commitment is one value among others', () => {
    const Any = struct({ secret: sensitive(t.unknown) }, {});
    const secret = { $commitment: 'f'.repeat(64) };
    const event = recorded(registryFor(Any), keys, { secret });
    expect(event.data['secret']).not.toEqual(secret);
    expect(openData(registryFor(Any), keys, event, 'sensitive')).toEqual({ secret });
  });
});

describe('tampering', () => {
  const keys = memoryKeys();
  const event = recorded(registry, keys, data);
  const faultOf = (changed: RecordedEvent) => chainFaultOf(changed, start)?._tag;

  test.each<[string, ReadonlyArray<string | number>, Json | undefined]>([
    ['a public value', ['data', 'title'], 'Other'],
    ['a commitment', ['data', 'amount', '$commitment'], '0'.repeat(64)],
    ['a field that was not there', ['data', 'more'], 1],
    ['a field that is gone', ['data', 'lots', 1], undefined],
    ['what has no canonical form', ['data', 'title'], '\ud800'],
    ['the actor', ['metadata', 'actor', 'id'], 'officer-2'],
    ['the moment', ['metadata', 'recordedAt'], '2026-11-23T09:00:00.001Z'],
    ['the body', ['metadata', 'body'], 'HERT'],
    ['the type', ['type'], 'Thing.v2'],
    ['the id', ['id'], eventId.replace('b', 'c')],
    ['the stream', ['stream'], 'commission-BEDS-2026-0008'],
    ['the content hash', ['contentHash'], '0'.repeat(64)],
  ])('with %s is found', (_, path, value) => {
    expect(faultOf(event)).toBeUndefined();
    expect(faultOf(tampered(event, path, value))).toBe('ContentChanged');
  });

  test('with content and hash alike is found by the chain', () => {
    const changed = tampered(event, ['data', 'title'], 'Other');
    expect(faultOf({ ...changed, contentHash: contentHashOf(changed) })).toBe('ChainBroken');
    expect(faultOf(tampered(event, ['chainHash'], '0'.repeat(64)))).toBe('ChainBroken');
  });

  test('by a number that JSON reads as infinite is found, and stops nobody', () => {
    const endless = { ...event, data: { ...event.data, rate: JSON.parse('1e999') as number } };
    expect(faultOf(endless)).toBe('ContentChanged');
  });

  test('with order and number of events is found', () => {
    const second = recorded(registry, keys, data, {
      ...firstPlace,
      revision: 1,
      previousChainHash: event.chainHash,
    });
    const third = recorded(registry, keys, data, {
      ...firstPlace,
      revision: 2,
      previousChainHash: second.chainHash,
    });
    const after = { revision: 1, previousChainHash: event.chainHash };
    expect(chainFaultOf(second, after)).toBeUndefined();
    expect(chainFaultOf(third, after)).toEqual({
      _tag: 'RevisionMissing',
      stream: firstPlace.stream,
      revision: 1,
    });
    expect(chainFaultOf({ ...third, revision: 1 }, after)?._tag).toBe('ContentChanged');
    expect(chainFaultOf(second, start)?._tag).toBe('RevisionMissing');
    expect(chainFaultOf(second, { revision: 1, previousChainHash: startOfChain })?._tag).toBe('ChainBroken');
  });

  const privately = (pointer: string, held: unknown): RecordedEvent =>
    tampered(event, ['private', pointer], held as Json);
  const heldAt = (pointer: string) => event.private?.[pointer] as unknown as Readonly<Record<string, string>>;
  const [amount, note, name] = [heldAt('/amount'), heldAt('/lots/0/note'), heldAt('/name')];
  const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

  test.each<[string, string, () => unknown]>([
    ['a value', '/amount', () => ({ ...amount, value: { pence: 1, vat: 'outside' } })],
    ['a salt', '/amount', () => ({ ...amount, salt: flipped(amount['salt'] ?? '') })],
    ['no salt', '/amount', () => ({ ...amount, salt: undefined })],
    ['another place’s value', '/lots/0/note', () => amount],
    ['nothing of use', '/lots/0/note', () => null],
    ['text', '/lots/0/note', () => 'a refuge'],
    ['a personal value changed', '/name', () => ({ ...name, sealed: flipped(name['sealed'] ?? '') })],
    ['a personal value cut short', '/name', () => ({ ...name, sealed: (name['sealed'] ?? '').slice(0, 6) })],
    ['a personal value under another iv', '/name', () => ({ ...name, iv: flipped(name['iv'] ?? '') })],
    ['a personal value in the clear', '/name', () => ({ salt: amount['salt'], value: 'Jo Smith' })],
    ['a personal value of nobody', '/name', () => ({ ...name, subject: 5 })],
    ['an official value as if it were personal', '/amount', () => name],
  ])('with what is private, %s, is found, and is shown to nobody', (_, pointer, held) => {
    expect(falseOpenings(event, keys)).toEqual([]);
    const changed = privately(pointer, held());
    expect(faultOf(changed)).toBeUndefined();
    expect(falseOpenings(changed, keys)).toEqual([pointer]);
    const seen = openData(registry, keys, changed, 'personal');
    const at = pointer
      .slice(1)
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], seen);
    expect(isCommitment(at)).toBe(true);
    expect(happened(registry, keys, changed, 'personal')).toMatchObject(malformedAt(pointer));
  });

  test('with a private value that stands for no commitment is found', () => {
    expect(falseOpenings(privately('/title', note), keys)).toEqual(['/title']);
    expect(falseOpenings(privately('/none', note), keys)).toEqual(['/none']);
    expect(falseOpenings(privately('/__proto__/x', note), keys)).toEqual(['/__proto__/x']);
  });

  test('cannot move leading digits of a sum into the salt', () => {
    const Sum = struct({ pence: official(Count) }, {});
    const whole = recorded(registryFor(Sum), keys, { pence: 685_513 });
    const { salt = '' } = (whole.private?.['/pence'] ?? {}) as { readonly salt?: string };
    const longer = Buffer.concat([Buffer.from(salt, 'base64url'), Buffer.from('6')]);
    const cut = tampered(whole, ['private', '/pence'], { salt: longer.toString('base64url'), value: 85_513 });
    expect(createHash('sha256').update(longer).update('85513').digest('hex')).toBe(
      (whole.data['pence'] as JsonObject)['$commitment'],
    );
    expect(falseOpenings(cut, keys)).toEqual(['/pence']);
    expect(isCommitment(openData(registryFor(Sum), keys, cut, 'official')['pence'])).toBe(true);
    expect(() => commitmentTo(longer, 85_513)).toThrow('A salt of 33 bytes, not of 32');
  });

  test('a clearance is not held back by what it would not have seen', () => {
    const changed = privately('/name', { ...name, sealed: flipped(name['sealed'] ?? '') });
    for (const clearance of ['public', 'released', 'official', 'sensitive'] as ReadonlyArray<Clearance>)
      expect(E.isRight(happened(registry, keys, changed, clearance))).toBe(true);
  });
});

describe('a person’s key', () => {
  const sealedWith = (keys: KeyStore) => recorded(registry, keys, data);
  const subject = subjectIn(firstPlace.stream, 'p-1');

  test('that is another opens nothing', () => {
    const event = sealedWith(memoryKeys());
    const others = memoryKeys();
    others.ensureKeyOf(subject);
    expect(isCommitment(openData(registry, others, event, 'personal')['name'])).toBe(true);
    expect(happened(registry, others, event, 'personal')).toMatchObject(malformedAt('/name'));
    expect(falseOpenings(event, others)).toEqual(['/name']);
  });

  test('that is not here is lost, which is no erasure', () => {
    const event = sealedWith(memoryKeys());
    const none = memoryKeys();
    expect(isCommitment(openData(registry, none, event, 'personal')['name'])).toBe(true);
    expect(happened(registry, none, event, 'personal')).toMatchObject(malformedAt('/name'));
    expect(happened(registry, none, event, 'sensitive')).toMatchObject({ _tag: 'Right' });
    expect(falseOpenings(event, none)).toEqual([]);
    expect(none.keyOf(subject)).toBeUndefined();
  });

  test('that was destroyed reads as erased, to those who would have been given it', () => {
    const keys = memoryKeys();
    const event = sealedWith(keys);
    expect(openData(registry, keys, event, 'personal')['name']).toBe('Jo Smith');
    keys.destroyKeyOf(subject);
    expect(openData(registry, keys, event, 'personal')['name']).toBe('[erased]');
    expect(isCommitment(openData(registry, keys, event, 'sensitive')['name'])).toBe(true);
    expect(chainFaultOf(event, start)).toBeUndefined();
  });

  test('is another in each stream, whatever the person is called there: one is erased and the other is not', () => {
    const keys = memoryKeys();
    const [azalea, birch] = ['provider-BEDS-azalea', 'provider-BEDS-birch'].map((stream) =>
      recorded(registry, keys, data, { ...firstPlace, stream }),
    ) as [RecordedEvent, RecordedEvent];
    keys.destroyKeyOf(subjectIn(azalea.stream, 'p-1'));
    expect(openData(registry, keys, azalea, 'personal')['name']).toBe('[erased]');
    expect(openData(registry, keys, birch, 'personal')['name']).toBe('Jo Smith');
    const later = recorded(registry, keys, data, { ...firstPlace, stream: birch.stream, revision: 1 });
    expect(openData(registry, keys, later, 'personal')['name']).toBe('Jo Smith');
    keys.destroyKeyOf(subjectIn(birch.stream, 'p-1'));
    for (const event of [birch, later])
      expect(openData(registry, keys, event, 'personal')['name']).toBe('[erased]');
  });

  test('that was destroyed seals nothing more of the person, the same each time', () => {
    const keys = memoryKeys();
    keys.destroyKeyOf(subject);
    const [event, again] = [sealedWith(keys), sealedWith(keys)];
    const other = recorded(registry, keys, { ...data, name: 'Somebody Else' });
    expect(JSON.stringify(event)).not.toContain('Jo Smith');
    expect(event.private).not.toHaveProperty('/name');
    expect(again).toEqual(event);
    expect(other.data).toEqual(event.data);
    expect(openData(registry, keys, event, 'personal')['name']).toBe('[erased]');
    expect(happened(registry, keys, event, 'personal')).toMatchObject({ _tag: 'Right' });
    expect(falseOpenings(event, keys)).toEqual([]);
    expect(keys.ensureKeyOf(subject)).toBeUndefined();
  });

  test('alone makes the salt: the office’s salt key does not help to try names', () => {
    const saltKey = new Uint8Array(32).fill(7);
    const [one, other] = [memoryKeys(saltKey), memoryKeys(saltKey)].map((keys) => sealedWith(keys).data);
    expect(one?.['amount']).toEqual(other?.['amount']);
    expect(one?.['name']).not.toEqual(other?.['name']);
  });
});

describe('an event that happened', () => {
  const Renamed = defineEvent({
    type: 'Renamed',
    aggregate: 'provider',
    phase: 'provider',
    says: 'A provider was renamed.',
    data: struct({ name: official(Line), amount: official(Money) }, {}),
    earlier: [
      {
        codec: t.type({ name: official(Line), pence: official(Count) }),
        upcast: ({ name, pence }: { name: string; pence: number }) => ({
          name,
          amount: isCommitment(pence) ? pence : { pence, vat: 'outside' },
        }),
      },
    ],
  });
  const before = defineEvent({ ...Renamed, data: t.type({ name: official(Line), pence: official(Count) }) });
  const old = registryOf([before] as unknown as ReadonlyArray<EventDefinition>);
  const now = registryOf([Renamed] as unknown as ReadonlyArray<EventDefinition>);
  const keys = memoryKeys();
  const stored = seal(
    old,
    keys,
    { type: 'Renamed', data: { name: 'Azalea', pence: 5 } },
    eventId,
    firstPlace,
    metadata,
  );
  const event: RecordedEvent = { ...stored, stream: firstPlace.stream, revision: 0, position: '1' };

  test('is opened by the classes it was stored with and brought to its newest shape', () => {
    expect(happened(now, keys, event, 'official')).toEqual(
      E.right({
        type: 'Renamed',
        data: { name: 'Azalea', amount: { pence: 5, vat: 'outside' } },
        id: eventId,
        stream: firstPlace.stream,
        revision: 0,
        position: '1',
        metadata,
      }),
    );
    const hiddenOne = happened(now, keys, event, 'public');
    expect(E.isRight(hiddenOne) && shown(asData(hiddenOne.right.data as Json))).toEqual({
      name: hidden,
      amount: hidden,
    });
  });

  test('is written in its newest shape', () => {
    const newest = { name: 'Azalea', amount: { pence: 5, vat: 'outside' } };
    const written = seal(now, keys, { type: 'Renamed', data: newest }, eventId, firstPlace, metadata);
    expect(written.type).toBe('Renamed.v2');
    expect(() =>
      seal(now, keys, { type: 'Renamed', data: { name: 'Azalea', pence: 5 } }, eventId, firstPlace, metadata),
    ).toThrow('Renamed.v2 cannot be stored');
  });

  test('is not decoded when nobody here knows its type', () => {
    expect(happened(registryOf([]), keys, event, 'personal')).toEqual(
      E.left({ _tag: 'UnknownType', storedType: 'Renamed' }),
    );
  });

  test('is given out without being changed', () => {
    const frozen = JSON.stringify(event);
    happened(now, keys, event, 'personal');
    openData(now, keys, event, 'official');
    falseOpenings(event, keys);
    expect(JSON.stringify(event)).toBe(frozen);
  });
});
