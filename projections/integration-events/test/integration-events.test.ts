import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DomainEvent, faultFinder, jsonSchemaOf, type Metadata } from '@commissioning/kernel';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import {
  eventId,
  inStream,
  like,
  right,
  type Telling,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  integrationEvents,
  integrationEventsModel,
  releasedAfter,
  type ReleasedEvent,
  releasedToday,
  type WithheldParts,
} from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';

const award = (id: string, more: object = {}): DomainEvent =>
  like('GrantAwarded', {
    award: id,
    decision,
    recipient: { provider: 'BEDS-village-hall', name: 'Village Hall Trust' },
    ...more,
  });
const published = (more: object = {}): DomainEvent =>
  like('DecisionPublished', { decision, withheld: [], awards: [], ...more });

type Released = ReleasedEvent & { readonly id: string };

/** What has been made public, in the order in which it became so. */
const outboxOf = async (world: World): Promise<ReadonlyArray<Released>> =>
  (await world.find('integration-events', 'outbox', releasedAfter(undefined, 3))).map(({ id, body }) => ({
    ...(body as unknown as ReleasedEvent),
    id,
  }));

const namesOf = (events: ReadonlyArray<ReleasedEvent>): ReadonlyArray<string> =>
  events.map(({ type }) => type.split('.').at(-2) ?? '');

/** The names of what becomes public when these happen, in their order. */
const toldBy = async (...tellings: ReadonlyArray<Telling>): Promise<ReadonlyArray<string>> => {
  const world = worldOf(integrationEventsModel);
  await world.tell(...tellings);
  return namesOf(await outboxOf(world));
};

const told = (...events: ReadonlyArray<DomainEvent>): Promise<ReadonlyArray<string>> =>
  toldBy(...inStream(stream, ...events));

/** A course in which everything that is told comes about. */
const everything: ReadonlyArray<Telling> = [
  ...inStream('commission-BEDS-2023-0102', like('PriorAwardRecorded', { reference: 'BEDS-2023-0102' })),
  ...inStream(
    stream,
    like('ConsultationOpened'),
    like('ConsultationExtended'),
    like('ConsultationWithdrawn'),
    like('InstrumentChosen', { instrument: 'grant' }),
    like('RouteChosen'),
    like('SpecPublished'),
    like('SpecAmended'),
    like('ClarificationAnswered'),
    award('hall'),
    like('ContractAwarded', { award: 'triage', decision }),
    award('spare'),
    like('NoAwardMade', { decision }),
  ),
  ...inStream(`decision-${decision}`, like('DecisionTaken', { decision }), published()),
  ...inStream(
    stream,
    published({ awards: ['hall', 'triage', 'spare'] }),
    like('AwardDeclined', { award: 'spare' }),
    like('AgreementSigned', { award: 'hall' }),
    like('PaymentMade', { award: 'hall' }),
    like('PaymentRecovered', { award: 'hall' }),
    like('AgreementVaried', { award: 'hall', decision: 'BEDS-PCC24-0058' }),
    published({ decision: 'BEDS-PCC24-0058', awards: ['hall'] }),
    like('AgreementTerminated', { award: 'hall' }),
    like('CommissionHalted'),
    like('CommissionResumed'),
    like('CommissionCancelled'),
    like('ItemWithheld', { award: 'triage' }),
    like('CommissionClosed'),
  ),
  ...inStream('rulebook-BEDS', like('StatementPublished')),
];

describe('what is told to the public, and when', () => {
  test('an opportunity with its specification, and how a provider is found', async () => {
    const world = worldOf(integrationEventsModel);
    await world.tell(...inStream(stream, like('InstrumentChosen', { instrument: 'contract' })));
    expect(await outboxOf(world)).toEqual([]);
    await world.tell(...inStream(stream, like('SpecPublished')));
    const [opportunity] = await outboxOf(world);
    expect(opportunity).toMatchObject({
      type: 'uk.police.pcc.commissioning.opportunity-published.v1',
      subject: reference,
      body: 'BEDS',
      cause: eventId(1),
      data: { instrument: 'contract', competition: null },
    });
  });

  test('a consultation at once, though nothing else of its commission is public', async () => {
    const asked = [
      like('ConsultationOpened'),
      like('ConsultationExtended'),
      like('ConsultationWithdrawn'),
    ] as const;
    expect(await told(like('NeedIdentified'), ...asked)).toEqual([
      'consultation-opened',
      'consultation-extended',
      'consultation-withdrawn',
    ]);
    expect(await told(...asked, like('CommissionClosed'))).not.toContain('commission-closed');
  });

  test('of a consultation that was held nothing: what was found is not public', async () => {
    expect(await told(like('ConsultationHeld'))).toEqual([]);
  });

  test('a statement of the body, under the body, with figures where it has any', async () => {
    const world = worldOf(integrationEventsModel);
    const list = like('StatementPublished', {
      statement: 'spending-2026-09',
      kind: 'spending',
      nothing: true,
    });
    const { payments: _figures, note: _note, ...plain } = list.data as Readonly<Record<string, unknown>>;
    await world.tell(...inStream('rulebook-BEDS', like('StatementPublished'), { ...list, data: plain }));
    const [notice, spending] = await outboxOf(world);
    expect(notice).toMatchObject({
      aggregate: 'rulebook',
      subject: 'BEDS',
      body: 'BEDS',
      data: { body: 'BEDS', kind: 'UK17', payments: { meanDays: 1_840 } },
    });
    expect(spending?.data).toMatchObject({ kind: 'spending', nothing: true, payments: null, note: null });
  });

  test('an award with the decision on it, never before, and once', async () => {
    expect(await told(award('hall'))).toEqual([]);
    expect(await told(award('hall'), published())).toEqual([]);
    expect(await told(award('hall'), published({ awards: ['hall'] }))).toEqual(['grant-awarded']);
    const again = published({ decision: 'BEDS-PCC24-0041', awards: ['hall'] });
    expect(await told(award('hall'), published({ awards: ['hall'] }), again)).toEqual(['grant-awarded']);
  });

  test('with an award what happened under it before, in the order in which it did', async () => {
    const world = worldOf(integrationEventsModel);
    const paid = (payment: string) =>
      like('PaymentMade', { award: 'hall', payment, amount: { pence: 500, vat: 'outside' } });
    await world.tell(
      ...inStream(
        stream,
        award('hall'),
        like('AgreementSigned', { award: 'hall' }),
        paid('one'),
        paid('two'),
      ),
    );
    expect(await outboxOf(world)).toEqual([]);
    await world.tell(...inStream(stream, published({ awards: ['hall'] }), paid('three')));
    const outbox = await outboxOf(world);
    expect(namesOf(outbox)).toEqual(['grant-awarded', 'agreement-signed', 'payment-made']);
    expect(outbox[0]?.data).toMatchObject({ paid: 1_000 });
  });

  test('without what the decision withholds, and with its ground', async () => {
    const world = worldOf(integrationEventsModel);
    const withheld = [
      { item: 'Provider', ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' },
    ];
    await world.tell(...inStream(stream, award('hall'), published({ awards: ['hall'], withheld })));
    const [granted] = await outboxOf(world);
    expect(granted?.data).toMatchObject({ provider: 'Withheld', providerReference: null, withheld });
    expect(JSON.stringify(granted)).not.toMatch(/village/i);
  });

  test('of an award nobody published nothing, whatever happens under it', async () => {
    const under = ['AgreementSigned', 'PaymentMade', 'AwardDeclined', 'AgreementTerminated'];
    expect(await told(award('hall'), ...under.map((type) => like(type, { award: 'hall' })))).toEqual([]);
  });

  test('a decision with its publication; where it is told in a commission’s stream it is not told twice', async () => {
    const itself = inStream(`decision-${decision}`, like('DecisionTaken', { decision }), published());
    expect(await toldBy(...itself.slice(0, 1))).toEqual([]);
    expect(await toldBy(...itself, ...inStream(stream, published()))).toEqual(['decision-published']);
  });

  test('what interrupts at once where the commission is public, and with its decision where it is not', async () => {
    const halted = like('CommissionHalted', { decision });
    expect(await told(like('SpecPublished'), halted)).toEqual(['opportunity-published', 'commission-halted']);
    expect(await told(halted)).toEqual([]);
    expect(await told(halted, published())).toEqual(['commission-halted']);
    expect(await told(like('SpecPublished'), halted, published())).toHaveLength(2);
  });

  test('the close of a commission that is public, or with what makes it so', async () => {
    expect(await told(like('CommissionClosed'))).toEqual([]);
    expect(await told(like('SpecPublished'), like('CommissionClosed'))).toContain('commission-closed');
    expect(await told(like('CommissionClosed'), published())).toEqual(['commission-closed']);
  });

  test('that something is withheld where it is public, in an event of its own', async () => {
    const withheld = like('ItemWithheld', { award: 'hall' });
    expect(await told(award('hall'), withheld)).toEqual([]);
    expect(await told(award('hall'), published({ awards: ['hall'] }), withheld)).toEqual([
      'grant-awarded',
      'item-withheld',
    ]);
  });

  test.each([
    ['BidReceived'],
    ['BidWithdrawn'],
    ['LateBidRefused'],
    ['BidsOpened'],
    ['QuoteReceived'],
    ['BidScored'],
  ])('nothing by %s', async (type) => {
    expect(integrationEventsModel.handles).not.toContain(type);
    expect(await told(like(type))).toEqual([]);
  });
});

describe('what was told and withheld since', () => {
  const granted = async (): Promise<Released> => {
    const world = worldOf(integrationEventsModel);
    await world.tell(...inStream(stream, award('hall'), published({ awards: ['hall'] })));
    const [event] = await outboxOf(world);
    if (event === undefined) throw new Error('nothing was told');
    return event;
  };
  const part = { item: 'provider', ground: 'safety-of-a-person', inTheViewOf: 'monitoring-officer' };
  const parts = (more: object): WithheldParts =>
    ({ commission: reference, parts: [{ ...part, award: 'hall', until: null, ...more }] }) as never;

  test('is not given out again, while it is withheld', async () => {
    const event = await granted();
    const shown = releasedToday(event, parts({}), '2027-01-01');
    expect(shown.data).toMatchObject({ provider: 'Withheld', providerReference: null, withheld: [part] });
    expect(releasedToday(event, parts({ until: '2027-01-01' }), '2027-01-01').data).toEqual(shown.data);
  });

  test('is given out as it was told where nothing of it is withheld, or no longer', async () => {
    const event = await granted();
    for (const held of [parts({ award: 'other' }), parts({ until: '2026-12-31' }), undefined])
      expect(releasedToday(event, held, '2027-01-01')).toBe(event);
  });
});

describe('public events', () => {
  test('keep their ids and order when they are made anew', async () => {
    const world = worldOf(integrationEventsModel);
    await world.tell(...everything);
    const before = await outboxOf(world);
    expect(new Set(before.map(({ id }) => id)).size).toBe(before.length);
    expect(before.map(({ place }) => place)).toEqual(before.map(({ place }) => place).toSorted());
    await right(world.projecting.rebuild());
    expect(await outboxOf(world)).toEqual(before);
    const another = worldOf(integrationEventsModel);
    await another.tell(...everything);
    expect((await outboxOf(another)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  test('have ids of their own', async () => {
    const world = worldOf(integrationEventsModel);
    await world.tell(...everything);
    const own = new Set((await outboxOf(world)).map(({ id }) => id));
    for (const [index] of everything.entries()) expect(own.has(eventId(index))).toBe(false);
    for (const id of own)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('carry the trace of the event that released them, where it has one', async () => {
    const world = worldOf(integrationEventsModel);
    await world.tell(...inStream(stream, like('SpecPublished')));
    const [event] = await outboxOf(world);
    expect(event?.traceparent).toBeNull();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const effects = integrationEventsModel;
    const happened = {
      ...like('SpecPublished'),
      id: eventId(1),
      stream,
      revision: 0,
      position: 'log:1',
      metadata: { recordedAt: '2026-12-01T09:00:00.000Z', traceparent } as Metadata,
    } as never;
    const key = effects.keys(happened).find(({ collection }) => collection === 'outbox');
    expect(key && effects.project(happened, key, undefined, () => undefined)).toMatchObject({ traceparent });
  });

  const folder = join(__dirname, '../fixtures');
  const fixture = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { compare } = jest.requireActual<{ readonly compare: (folder: string) => object }>(
    '../../../test/support/fixture-lock.js',
  );

  test('that were given out once stay as they are', () => {
    expect(compare(folder)).toEqual({ missing: [], edited: [], unlocked: [] });
  });

  const ajv = addFormats(new Ajv({ strict: true }));

  test.each(integrationEvents.map((event) => [`${event.name}.v${event.version}`, event] as const))(
    '%s is as its golden fixture shows it, by its codec and by its schema',
    (name, { data }) => {
      const golden = fixture(`${name}.json`);
      expect(faultFinder(data)(golden)).toEqual([]);
      const valid = ajv.compile(jsonSchemaOf(data));
      expect(valid(golden) ? [] : valid.errors).toEqual([]);
      expect(valid({})).toBe(false);
    },
  );

  test('are made as the golden fixtures show them, and none without one', async () => {
    const world = worldOf(integrationEventsModel);
    await world.tell(...everything);
    const made = new Map(
      (await outboxOf(world)).map(({ type, data }) => [type.split('.').slice(-2).join('.'), data]),
    );
    const names = readdirSync(folder).filter((name) => name !== 'lock.json');
    expect([...made.keys()].map((name) => `${name}.json`).toSorted()).toEqual(names.toSorted());
    for (const [name, data] of made) expect(data).toEqual(fixture(`${name}.json`));
  });
});
