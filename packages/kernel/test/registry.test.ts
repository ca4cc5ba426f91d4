import {
  atLeastOne,
  clearances,
  classifiedPaths,
  clears,
  type Commitment,
  Count,
  defineEvent,
  type DomainEvent,
  erased,
  type EventDefinition,
  fold,
  type Happened,
  isCommitment,
  type JsonObject,
  Line,
  LocalId,
  Money,
  official,
  Pence,
  personal,
  registryOf,
  released,
  sensitive,
  struct,
  Text,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';

const commitment: Commitment = { $commitment: '0123456789abcdef'.repeat(4) };

const define = (data: t.Mixed, type = 'Thing') =>
  defineEvent({ type, aggregate: 'commission', phase: 'plan', says: 'A thing happened.', data });

const registry = (...definitions: ReadonlyArray<unknown>) =>
  registryOf(definitions as ReadonlyArray<EventDefinition>);

const paths = (codec: t.Mixed): ReadonlyArray<string> =>
  classifiedPaths(codec).map(({ path, fieldClass }) => `${path.join('/')} ${fieldClass.kind}`);

describe('a clearance', () => {
  test('includes those before it', () => {
    expect(clearances.map((clearance) => clears(clearance, 'official'))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(clearances.map((clearance) => clears(clearance, 'released'))).toEqual([
      false,
      true,
      true,
      true,
      true,
    ]);
    expect(clearances.map((clearance) => clears(clearance, 'personal'))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('the fields of a codec that are not public', () => {
  test('are found in objects, optional fields, lists, tuples, dictionaries and under wrappers', () => {
    const codec = struct(
      {
        title: Line,
        value: official(Money),
        lots: atLeastOne(t.readonly(struct({ id: LocalId }, { note: sensitive(Text) }))),
        notes: t.readonlyArray(official(Text)),
        pair: t.tuple([Line, sensitive(Line)]),
        byBid: t.record(LocalId, t.exact(t.type({ reason: official(Text) }))),
        amounts: t.record(LocalId, released(Pence, 'DecisionPublished')),
        byPart: t.record(t.keyof({ a: null, b: null }), official(Count)),
        contact: struct(
          { person: LocalId, name: personal(Line, 'person') },
          { email: personal(Line, 'person') },
        ),
      },
      { departure: official(Text) },
    );
    expect(paths(codec)).toEqual([
      'value official',
      'lots/*/note sensitive',
      'notes/* official',
      'pair/1 sensitive',
      'byBid/*/reason official',
      'amounts/* released',
      'byPart/a official',
      'byPart/b official',
      'contact/name personal',
      'contact/email personal',
      'departure official',
    ]);
  });

  test('are found in unions and intersections, once where the members agree', () => {
    const codec = t.intersection([
      t.type({ reason: official(Text) }),
      t.union([
        t.type({ kind: t.literal('a'), note: sensitive(Text) }),
        t.type({ kind: t.literal('b'), note: sensitive(Text), other: official(Text) }),
      ]),
    ]);
    expect(paths(codec)).toEqual(['reason official', 'note sensitive', 'other official']);
  });

  test('keep the class apart from the codec they were given', () => {
    expect(paths(t.type({ hidden: official(Text), shown: Text }))).toEqual(['hidden official']);
  });
});

describe('an event is not defined', () => {
  const alone = struct({ person: LocalId, name: personal(Line, 'person') }, {});

  test.each<[string, () => t.Mixed, string]>([
    [
      'with a class inside a field that has one',
      () => t.type({ a: official(t.type({ b: sensitive(Text) })) }),
      '/a/b',
    ],
    [
      'with a class inside a field that has one, at depth',
      () => t.type({ a: official(t.array(t.union([t.null, t.type({ b: personal(Text, 'c') })]))) }),
      '/a/*/b',
    ],
    ['with a class of the whole', () => official(t.type({ a: Text })), 'An event'],
    [
      'with one place of two classes',
      () => t.union([t.type({ a: official(Text) }), t.type({ a: sensitive(Text) })]),
      '/a',
    ],
    [
      'with one place released by two things',
      () => t.union([t.type({ a: released(Text, 'X') }), t.type({ a: released(Text, 'Y') })]),
      '/a',
    ],
    [
      'with one place both public and not',
      () => t.union([t.type({ a: official(Text) }), t.type({ a: Text })]),
      '/a',
    ],
    [
      'with a public field in what is not public elsewhere',
      () => t.union([t.type({ a: official(Money) }), t.type({ a: t.type({ pence: Pence }) })]),
      '/a',
    ],
    ['with a class on one member of a choice', () => t.type({ a: t.union([official(Text), t.null]) }), '/a'],
    [
      'with a dictionary that may hold a field of another class',
      () => t.intersection([t.type({ a: official(Text) }), t.record(t.string, Text)]),
      '/a',
    ],
    [
      'with a personal field that has no subject beside it',
      () => t.type({ name: personal(Line, 'person') }),
      '/person',
    ],
    [
      'with a subject that may be absent',
      () => struct({ name: personal(Line, 'person') }, { person: LocalId }),
      '/person',
    ],
    [
      'with a subject that is no text',
      () => t.type({ name: personal(Line, 'person'), person: Count }),
      '/person',
    ],
    [
      'with a subject that is not public',
      () => t.type({ name: personal(Line, 'p'), p: official(t.string) }),
      '/p',
    ],
    [
      'with personal entries of a list',
      () => t.type({ p: LocalId, names: t.array(personal(Line, 'p')) }),
      '/names/p',
    ],
    ['with personal entries of a dictionary', () => t.record(LocalId, personal(Line, 'p')), '/*'],
    [
      'with a personal field that cannot read as erased',
      () =>
        t.type({
          p: LocalId,
          email: personal(
            t.refinement(Line, (s) => s.includes('@')),
            'p',
          ),
        }),
      '/email is personal, but cannot read as erased',
    ],
    ['with a recursive codec', () => t.type({ a: t.recursion('Loop', () => t.type({})) }), '/a is Loop'],
    [
      'with a codec of its own making',
      () => t.type({ a: new t.Type<string>('Own', t.string.is, t.string.validate, t.identity) }),
      '/a is Own',
    ],
    ['with what JSON cannot carry', () => t.type({ a: t.union([Text, t.undefined]) }), '/a is undefined'],
    ['with a bigint', () => t.type({ a: t.bigint }), '/a is bigint'],
    [
      'with a field that reads as a pattern',
      () => t.type({ a: t.type({ '*': Text }) }),
      '/a has a field named *',
    ],
  ])('%s', (_, codec, where) => {
    expect(() => define(codec())).toThrow(/^Thing cannot be defined: /);
    expect(() => define(codec())).toThrow(where);
  });

  test('in an earlier shape either', () => {
    const earlier = [{ codec: t.type({ a: t.bigint }), upcast: () => ({}) }];
    expect(() =>
      defineEvent({ type: 'Thing', aggregate: 'fund', phase: 'fund', says: 'x', data: t.type({}), earlier }),
    ).toThrow('Thing cannot be defined: /a is bigint');
  });

  test.each(['', 'thing', 'Thing.v2', 'Two Things', 'Thing-Happened', '__proto__'])(
    'under the name %j',
    (type) => {
      expect(() => define(t.type({}), type)).toThrow('is no name for an event');
    },
  );

  test('when a codec is given two classes', () => {
    expect(() => official(sensitive(Text))).toThrow('has a field class already');
  });

  test('though the same class in every member, or a subject in another member, is well', () => {
    expect(() => define(alone)).not.toThrow();
    expect(() => define(t.type({ contacts: atLeastOne(alone) }))).not.toThrow();
    expect(() =>
      define(t.intersection([t.type({ person: LocalId }), t.type({ name: personal(Text, 'person') })])),
    ).not.toThrow();
  });
});

describe('making an event', () => {
  const Made = define(
    struct({ title: Line, contact: struct({}, { email: Line }) }, { note: official(Text) }),
    'Made',
  );

  test('gives its type and data', () => {
    const data = { title: 'a', contact: {} };
    expect(Made.make(data)).toEqual({ type: 'Made', data });
  });

  test('throws on data the codec refuses, and says where but not what, for logs keep it', () => {
    expect(() => Made.make({ title: '', contact: {} })).toThrow(
      'Made was made with data its codec refuses: /title (one line',
    );
    expect(() => Made.make({ title: 'a', contact: { email: 'two\nsecret lines' } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }),
    );
    expect(() => Made.make('not an object')).toThrow('the whole');
    expect(() => Made.make(undefined)).toThrow('the whole');
  });

  test('throws on a misspelt field, at any depth', () => {
    expect(() => Made.make({ title: 'a', contact: { emial: 'x' } })).toThrow(
      '/contact/emial (no such field)',
    );
  });

  test('throws on a commitment: what was not opened is not written again', () => {
    expect(() => Made.make({ title: 'a', contact: {}, note: commitment })).toThrow('/note');
  });
});

const First = t.type({ fullName: Line, amount: Pence });
const Second = t.type({ name: Line, amount: Pence });
const Third = struct({ name: Line, amount: Money }, { note: official(Text) });

const Registered = defineEvent({
  type: 'Registered',
  aggregate: 'provider',
  phase: 'provider',
  says: 'A provider was registered.',
  data: Third,
  earlier: [
    { codec: First, upcast: ({ fullName, amount }: t.TypeOf<typeof First>) => ({ name: fullName, amount }) },
    {
      codec: Second,
      upcast: ({ name, amount }: t.TypeOf<typeof Second>) => ({
        name,
        amount: { pence: amount, vat: 'outside' },
      }),
    },
  ],
});

describe('a registry', () => {
  const events = registry(Registered, define(t.type({ title: Line }), 'Titled'));

  test('stores the first shape under the name, later ones with their version', () => {
    expect(Registered.versions.map(({ storedType }) => storedType)).toEqual([
      'Registered',
      'Registered.v2',
      'Registered.v3',
    ]);
    expect(events.forWriting('Registered').storedType).toBe('Registered.v3');
    expect(events.forWriting('Titled').storedType).toBe('Titled');
    expect(events.nameOf('Registered.v2')).toBe('Registered');
    expect(events.nameOf('Registered.v4')).toBeUndefined();
    expect(events.nameOf('toString')).toBeUndefined();
  });

  test('writes under names alone, of types it knows', () => {
    expect(() => events.forWriting('Unheard')).toThrow('The event type Unheard is not registered');
    expect(() => events.forWriting('Registered.v2')).toThrow(
      'The event type Registered.v2 is not registered',
    );
    expect(() => events.forWriting('__proto__')).toThrow('not registered');
  });

  test('brings every stored shape to the newest', () => {
    const newest = { type: 'Registered', data: { name: 'Azalea', amount: { pence: 5, vat: 'outside' } } };
    expect(events.decode('Registered', { fullName: 'Azalea', amount: 5 })).toEqual(E.right(newest));
    expect(events.decode('Registered.v2', { name: 'Azalea', amount: 5 })).toEqual(E.right(newest));
    expect(events.decode('Registered.v3', newest.data)).toEqual(E.right(newest));
  });

  test('reads a field that was written and is named no more', () => {
    expect(events.decode('Titled', { title: 'a', since: 1 })).toEqual(
      E.right({ type: 'Titled', data: { title: 'a', since: 1 } }),
    );
  });

  test('knows a type it does not know, and data not of the shape it had then', () => {
    expect(events.decode('Registered.v4', {})).toEqual(
      E.left({ _tag: 'UnknownType', storedType: 'Registered.v4' }),
    );
    expect(events.decode('constructor', {})).toEqual(
      E.left({ _tag: 'UnknownType', storedType: 'constructor' }),
    );
    expect(events.decode('Registered.v2', { fullName: 'Azalea', amount: -1 })).toEqual(
      E.left({
        _tag: 'Malformed',
        storedType: 'Registered.v2',
        faults: [
          { pointer: '/name', expected: 'one line of text, at most 300 characters', found: 'nothing' },
          { pointer: '/amount', expected: 'Pence', found: '-1' },
        ],
      }),
    );
  });

  test('says no to an upcast that does not lead to the next shape', () => {
    const wrong = defineEvent({
      type: 'Wrong',
      aggregate: 'fund',
      phase: 'fund',
      says: 'x',
      data: t.type({ b: Line }),
      earlier: [{ codec: t.type({ a: Line }), upcast: () => ({ c: 'x' }) }],
    });
    expect(registry(wrong).decode('Wrong', { a: 'x' })).toMatchObject({
      left: { _tag: 'Malformed', storedType: 'Wrong', faults: [{ pointer: '/b' }] },
    });
  });

  test('takes each stored type once', () => {
    expect(() => registry(define(t.type({}), 'Same'), define(t.type({}), 'Same'))).toThrow(
      'Two definitions of the event type Same',
    );
    expect(() => registry(Registered, Registered)).toThrow('Two definitions of the event type Registered');
  });

  test('lists the fields that are not public by the shape they were stored in', () => {
    expect(events.classifiedIn('Registered.v2')).toEqual([]);
    expect(events.classifiedIn('Registered.v3')).toEqual([
      { path: ['note'], fieldClass: { kind: 'official' } },
    ]);
    expect(events.classifiedIn('Unheard')).toEqual([]);
  });
});

describe('a commitment', () => {
  const Recorded = define(
    struct(
      {
        title: Line,
        amount: official(Money),
        lots: atLeastOne(struct({ id: LocalId }, { note: sensitive(Text) })),
        notes: t.readonlyArray(official(Text)),
        reasons: t.record(LocalId, official(Text)),
        term: t.refinement(
          t.type({ from: official(Line), to: official(Line) }),
          ({ from, to }) => from.toLowerCase() <= to.toLowerCase(),
          'a term that does not end before it begins',
        ),
        choice: t.union([
          t.type({ kind: t.literal('a'), why: official(Text) }),
          t.type({ kind: t.literal('b') }),
        ]),
        person: LocalId,
        name: personal(Line, 'person'),
      },
      { extra: official(Count) },
    ),
    'Recorded',
  );
  const events = registry(Recorded);
  const open: JsonObject = {
    title: 'a',
    amount: { pence: 5, vat: 'outside' },
    lots: [{ id: 'lot-1', note: 'n' }, { id: 'lot-2' }],
    notes: ['n'],
    reasons: { 'bid-1': 'r' },
    term: { from: 'a', to: 'b' },
    choice: { kind: 'a', why: 'w' },
    person: 'p',
    name: 'Jo',
    extra: 1,
  };
  const hidden: JsonObject = {
    title: 'a',
    amount: { ...commitment },
    lots: [{ id: 'lot-1', note: { ...commitment } }, { id: 'lot-2' }],
    notes: [{ ...commitment }],
    reasons: { 'bid-1': { ...commitment } },
    term: { from: { ...commitment }, to: { ...commitment } },
    choice: { kind: 'a', why: { ...commitment } },
    person: 'p',
    name: { ...commitment },
    extra: { ...commitment },
  };
  const decoded = (data: JsonObject) => events.decode('Recorded', data);

  test('may stand for any field that is not public, and for none, and for some', () => {
    expect(decoded(open)).toEqual(E.right({ type: 'Recorded', data: open }));
    expect(decoded(hidden)).toEqual(E.right({ type: 'Recorded', data: hidden }));
    expect(decoded({ ...open, amount: { ...commitment }, name: erased })).toMatchObject({ _tag: 'Right' });
  });

  test.each<[string, JsonObject]>([
    ['/title', { ...hidden, title: { ...commitment } }],
    ['/lots', { ...hidden, lots: { ...commitment } }],
    ['/lots/0', { ...hidden, lots: [{ ...commitment }] }],
    ['/lots/0/id', { ...hidden, lots: [{ id: { ...commitment } }] }],
    ['/amount/pence', { ...hidden, amount: { pence: { ...commitment }, vat: 'outside' } }],
    ['/notes', { ...hidden, notes: { ...commitment } }],
    ['/term/from', { ...hidden, term: { ...commitment } }],
    ['/choice', { ...hidden, choice: { ...commitment } }],
    ['/choice/kind', { ...hidden, choice: { kind: { ...commitment } } }],
    ['/person', { ...hidden, person: { ...commitment } }],
  ])('may not stand at %s', (pointer, data) => {
    expect(decoded(data)).toMatchObject({ _tag: 'Left', left: { _tag: 'Malformed' } });
    const { left } = decoded(data) as E.Left<{ faults: ReadonlyArray<{ pointer: string }> }>;
    const found = left.faults.map((fault) => fault.pointer);
    expect(found.some((each) => each.startsWith(pointer) || pointer.startsWith(each))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['too short', { $commitment: 'abc' }],
    ['in capitals', { $commitment: 'A'.repeat(64) }],
    ['with something beside it', { ...commitment, also: 1 }],
    ['a number', { $commitment: 5 }],
    ['inherited', Object.create(commitment)],
    ['nothing', null],
    ['in a list', [commitment]],
  ])('is none when it is %s', (_, value) => {
    expect(isCommitment(value)).toBe(false);
    expect(decoded({ ...hidden, amount: value as JsonObject })).toMatchObject({
      left: { _tag: 'Malformed' },
    });
  });

  test('is no fault when another field is at fault', () => {
    expect(decoded({ ...hidden, title: '' })).toEqual(
      E.left({
        _tag: 'Malformed',
        storedType: 'Recorded',
        faults: [{ pointer: '/title', expected: 'one line of text, at most 300 characters', found: '""' }],
      }),
    );
  });

  test('being opened, what was found is not told of a field that is not public', () => {
    const left = decoded({
      ...open,
      name: ' Jo Secret',
      amount: 'secret',
      lots: [{ note: 'secret\ud800', id: 'a' }],
    });
    expect(left).toMatchObject({
      left: { faults: [{ pointer: '/amount' }, { pointer: '/lots/0/note' }, { pointer: '/name' }] },
    });
    expect(JSON.stringify(left)).not.toMatch(/secret/i);
  });

  test('nor of a whole that such a field lies in', () => {
    const Whole = define(
      t.refinement(t.type({ a: official(Line), b: Line }), ({ b }) => b !== 'no', 'a wise thing'),
      'Whole',
    );
    expect(registry(Whole).decode('Whole', { a: 'secret', b: 5 })).toMatchObject({
      left: { faults: [{ pointer: '/b' }] },
    });
    const left = registry(Whole).decode('Whole', ['secret'] as unknown as JsonObject);
    expect(JSON.stringify(left)).toContain('something not public');
    expect(JSON.stringify(left)).not.toContain('secret');
  });

  test('that an upcast leaves in a public field makes the event malformed', () => {
    const Opened = defineEvent({
      type: 'Opened',
      aggregate: 'commission',
      phase: 'plan',
      says: 'x',
      data: t.type({ reason: Text }),
      earlier: [{ codec: t.type({ reason: official(Text) }), upcast: (data: { reason: string }) => data }],
    });
    expect(registry(Opened).decode('Opened', { reason: 'r' })).toMatchObject({ _tag: 'Right' });
    expect(registry(Opened).decode('Opened', { reason: { ...commitment } })).toMatchObject({
      left: { _tag: 'Malformed', faults: [{ pointer: '/reason' }] },
    });
  });
});

describe('folding', () => {
  test('takes events oldest first', () => {
    const said: ReadonlyArray<DomainEvent<'Said', string>> = [
      { type: 'Said', data: 'a' },
      { type: 'Said', data: 'b' },
    ];
    const aggregate = {
      kind: 'commission' as const,
      initial: '',
      evolve: (state: string, event: Happened<DomainEvent<'Said', string>>) => state + event.data,
    };
    expect(
      fold(aggregate, aggregate.initial, said as ReadonlyArray<Happened<DomainEvent<'Said', string>>>),
    ).toBe('ab');
  });
});
