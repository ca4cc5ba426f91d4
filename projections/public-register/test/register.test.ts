import { type DomainEvent, faultFinder } from '@commissioning/kernel';
import { linesBehind } from '@commissioning/projecting';
import type { Moment, Stored } from '@commissioning/read-store';
import fc from 'fast-check';
import {
  bare,
  eventId,
  fixtureOf,
  inStream,
  like,
  momentOf,
  noon,
  numberBehind,
  right,
  type Telling,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  CommissionDocument,
  EntryDocument,
  ofCommission,
  PaymentDocument,
  paymentsOf,
  publicRegister,
  registerPage,
  StepDocument,
} from '../src';
import { HeldDocument } from '../src/held';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';
const outside = (pence: number) => ({ pence, vat: 'outside' });

const lot = (id: string, title: string) => ({
  id,
  title,
  envelope: outside(5_000_000),
  maximumAward: outside(5_000_000),
  maximumAwards: 1,
});

const fund = like('FundOpened', { fund: 'BEDS-moj-victims-2026-27', name: 'Victims grant' });
const need = bare('NeedIdentified', ['predecessor'], {
  reference,
  title: 'Support for victims of burglary',
  summary: 'Victims wait eleven weeks.',
});
const spec = like('SpecPublished', {
  title: 'A service for victims of burglary',
  lots: [lot('north', 'The north'), lot('south', 'The south')],
});
const award = (id: string, more: object = {}) =>
  like('GrantAwarded', {
    award: id,
    lot: 'north',
    decision,
    title: 'Victims of burglary, north',
    purpose: 'Help within a week.',
    recipient: { provider: 'BEDS-village-hall', name: 'Village Hall Trust' },
    amount: outside(4_500_000),
    years: [
      { year: '2027-28', amount: 2_500_000 },
      { year: '2028-29', amount: 2_000_000 },
    ],
    term: { starts: '2027-04-01', ends: '2029-03-31' },
    paidFrom: [
      { allocation: 'a1', fund: 'BEDS-moj-victims-2026-27', amount: 3_000_000 },
      { allocation: 'a2', fund: 'BEDS-moj-victims-2026-27', amount: 1_000_000 },
      { allocation: 'a3', fund: 'BEDS-roads-2026-27', amount: 500_000 },
    ],
    ...more,
  });
const publication = (awards: ReadonlyArray<string>, more: object = {}) =>
  like('DecisionPublished', { decision, awards, withheld: [], ...more });
const signed = (id: string, more: object = {}) =>
  like('AgreementSigned', {
    award: id,
    signedOn: '2027-01-20',
    amount: outside(4_500_000),
    term: { starts: '2027-04-01', ends: '2029-03-31' },
    ...more,
  });
const paid = (id: string, payment: string, pence: number, paidOn = '2027-07-05') =>
  like('PaymentMade', { award: id, payment, amount: outside(pence), paidOn });
const reviewed = (id: string, review: string, rating: string) =>
  like('PerformanceReviewed', { award: id, review, rating });
const prior = like('PriorAwardRecorded', { reference });

test('the register says who commissions, and who takes its place', async () => {
  const established = like('BodyEstablished', { body: 'BEDS', name: 'The Commissioner' });
  await world.tell(...inStream('rulebook-BEDS', established));
  const body = async () => (await documents('bodies')).get('BEDS')?.body;
  expect(await body()).toMatchObject({ name: 'The Commissioner', successor: null });
  await world.tell(...inStream('rulebook-BEDS', bare('BodySucceeded', ['note'])));
  expect(await body()).toMatchObject({ successor: { body: 'BEDSMSA', from: '2028-05-04', note: null } });
});

let world: World;
beforeEach(() => {
  world = worldOf(publicRegister);
});

const told = (...events: ReadonlyArray<DomainEvent>) => world.tell(...inStream(stream, ...events));
const documents = (collection: string, at?: Moment) => world.documents('public-register', collection, at);
const entry = async (id: string, at?: Moment): Promise<EntryDocument | undefined> =>
  (await documents('entries', at)).get(`${reference}/${id}`)?.body as unknown as EntryDocument | undefined;
const commission = async (): Promise<CommissionDocument | undefined> =>
  (await documents('commissions')).get(reference)?.body as unknown as CommissionDocument | undefined;
const story = async (): Promise<ReadonlyArray<string>> => {
  const steps = await world.find(
    'public-register',
    'steps',
    ofCommission(reference, [{ field: 'order' }], 100),
  );
  return steps.map(({ body }) => {
    const { on, what, detail } = body as unknown as StepDocument;
    return detail === null ? `${on} ${what}` : `${on} ${what}: ${detail}`;
  });
};

const codecs = {
  pending: HeldDocument,
  entries: EntryDocument,
  commissions: CommissionDocument,
  payments: PaymentDocument,
  steps: StepDocument,
};
afterEach(async () => {
  for (const [collection, codec] of Object.entries(codecs))
    for (const { body } of (await documents(collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
});

describe('an award', () => {
  test('is in the register from the publication of its decision, not before', async () => {
    await told(need, spec, award('w1'));
    expect((await documents('entries')).size).toBe(0);
    await told(publication(['w1']));
    expect([...(await documents('entries')).keys()]).toEqual([`${reference}/w1`]);
  });

  test('is not made public by the publication of a decision that names other awards, or none', async () => {
    await told(
      need,
      spec,
      award('w1'),
      award('w2'),
      publication(['w2']),
      bare('DecisionPublished', ['awards']),
    );
    expect([...(await documents('entries')).keys()]).toEqual([`${reference}/w2`]);
  });

  test('is not made public by the decision’s own stream, nor by another commission’s', async () => {
    await told(need, spec, award('w1'));
    await world.tell(
      { stream: `decision-${decision}`, event: publication(['w1']) },
      { stream: 'commission-BEDS-2026-0008', event: publication(['w1']) },
    );
    expect((await documents('entries')).size).toBe(0);
  });

  test('says who provides what, for how much, from which funds, when and why', async () => {
    await world.tell({ stream: 'fund-BEDS-moj-victims-2026-27', event: fund });
    await told(need, like('RouteChosen'), spec);
    await world.tell(
      { stream, event: award('w1'), at: noon('2027-01-11') },
      { stream, event: publication(['w1']), at: noon('2027-01-13') },
    );
    expect(await entry('w1')).toMatchObject({
      commission: reference,
      title: 'Victims of burglary, north',
      purpose: 'Help within a week.',
      lot: 'The north',
      provider: 'Village Hall Trust',
      providerReference: 'BEDS-village-hall',
      amount: { pence: 4_500_000, basis: 'outside' },
      instrument: 'grant',
      route: (fixtureOf('RouteChosen')['profile'] as { name: string }).name,
      fundingStream: 'Victims grant, BEDS-roads-2026-27',
      paidFrom: [
        { fund: 'BEDS-moj-victims-2026-27', name: 'Victims grant', pence: 4_000_000 },
        { fund: 'BEDS-roads-2026-27', name: 'BEDS-roads-2026-27', pence: 500_000 },
      ],
      years: [
        { year: '2027-28', pence: 2_500_000 },
        { year: '2028-29', pence: 2_000_000 },
      ],
      firstYear: '2027-28',
      lastYear: '2028-29',
      starts: '2027-04-01',
      ends: '2029-03-31',
      extensions: [{ months: 12, upTo: { pence: 2_000_000, basis: 'outside' } }],
      legalPower: 'victims-services',
      decision,
      decidedOn: '2027-01-11',
      publishedOn: '2027-01-13',
      agreement: 'awaited',
      paid: 0,
      origin: 'here',
    });
  });

  test('of a contract is one of a contract', async () => {
    await told(need, spec, like('ContractAwarded', { award: 'w1' }), publication(['w1']));
    expect(await entry('w1')).toMatchObject({ instrument: 'contract' });
  });

  test('once public says when its agreement was signed, what was paid and how it was last rated', async () => {
    await told(need, spec, award('w1'), publication(['w1']));
    await told(
      signed('w1', { term: { starts: '2027-05-01', ends: '2029-03-31' } }),
      paid('w1', 'p1', 100_000),
      reviewed('w1', 'v1', 'good'),
      paid('w1', 'p2', 50_000),
      like('SubsidyEntered', { award: 'w1', entry: 'e1', amount: 12_000_000, enteredOn: '2027-02-11' }),
      reviewed('w1', 'v2', 'requires-improvement'),
    );
    expect(await story()).toContain(
      '2027-02-11 Entered in the subsidy database: Village Hall Trust: £120,000',
    );
    expect(await entry('w1')).toMatchObject({
      agreement: 'signed',
      signedOn: '2027-01-20',
      starts: '2027-05-01',
      paid: 150_000,
      rating: 'requires-improvement',
    });
  });

  test('published twice stays as it was published', async () => {
    await told(need, spec, award('w1'), publication(['w1']), paid('w1', 'p1', 100));
    const before = await documents('entries');
    await told(publication(['w1']));
    expect(await documents('entries')).toEqual(before);
  });
});

describe('what happens under an award before it is public', () => {
  const meanwhile = [
    signed('w1'),
    paid('w1', 'p1', 100_000, '2027-04-05'),
    paid('w1', 'p2', 50_000, '2027-05-05'),
    reviewed('w1', 'v1', 'good'),
    like('SubsidyEntered', { award: 'w1', entry: 'e1', amount: 12_000_000, enteredOn: '2027-02-11' }),
    like('CommissionClosed', { outcome: 'delivered', summary: 'It worked.' }),
  ];

  test('is seen nowhere', async () => {
    await told(need, award('w1'), ...meanwhile);
    for (const collection of ['entries', 'commissions', 'payments', 'steps'])
      expect((await documents(collection)).size).toBe(0);
  });

  test('is told with it when its decision is published, and nothing of it is lost', async () => {
    await told(need, award('w1'), ...meanwhile, publication(['w1']));
    expect(await entry('w1')).toMatchObject({ agreement: 'signed', paid: 150_000, rating: 'good' });
    expect((await commission())?.closed).toMatchObject({ outcome: 'delivered', summary: 'It worked.' });
    expect(await story()).toEqual([
      '2026-11-23 Need identified',
      '2026-11-23 Grant awarded: Village Hall Trust: £45,000',
      '2026-11-23 Performance reviewed: Village Hall Trust: good',
      '2026-11-23 Closed: It worked.',
      `2026-11-23 Award decision published: Decision ${decision}`,
      '2027-01-20 Agreement signed: Village Hall Trust',
      '2027-02-11 Entered in the subsidy database: Village Hall Trust: £120,000',
      '2027-05-05 Paid before the award was published: Village Hall Trust: £1,500',
    ]);
  });

  test('its payments are one line of its total, which names each of them', async () => {
    await told(need, award('w1'), ...meanwhile, publication(['w1']), paid('w1', 'p3', 7_000));
    const lines = (await documents('payments')).values();
    expect([...lines].map(({ body }) => body)).toEqual([
      {
        commission: reference,
        award: 'w1',
        pence: 150_000,
        vat: 'outside',
        paidOn: '2027-05-05',
        payments: [
          { payment: 'p1', pence: 100_000, paidOn: '2027-04-05', event: eventId(3) },
          { payment: 'p2', pence: 50_000, paidOn: '2027-05-05', event: eventId(4) },
        ],
      },
      {
        commission: reference,
        award: 'w1',
        pence: 7_000,
        vat: 'outside',
        paidOn: '2027-07-05',
        payments: [{ payment: 'p3', pence: 7_000, paidOn: '2027-07-05', event: eventId(9) }],
      },
    ]);
    expect((await entry('w1'))?.paid).toBe(157_000);
  });
});

describe('what is withheld of an award', () => {
  const withheld = (item: string) => ({
    withheld: [{ item, ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' }],
  });

  test('is named with its ground', async () => {
    await told(need, award('w1'), publication(['w1'], withheld('Address of the refuge')));
    expect((await entry('w1'))?.withheld).toEqual(withheld('Address of the refuge').withheld);
    expect((await entry('w1'))?.provider).toBe('Village Hall Trust');
  });

  test.each(['Provider', 'recipient'])(
    'leaves the provider out everywhere where it is the %s',
    async (item) => {
      await told(need, award('w1'), signed('w1'), paid('w1', 'p1', 100), publication(['w1'], withheld(item)));
      await told(paid('w1', 'p2', 200), reviewed('w1', 'v1', 'good'));
      for (const collection of ['entries', 'commissions', 'payments', 'steps'])
        for (const { body } of (await documents(collection)).values())
          expect(JSON.stringify(body).toLowerCase()).not.toContain('village');
      expect(await entry('w1')).toMatchObject({ provider: 'Withheld', providerReference: null });
      expect(await story()).toContain('2026-11-23 Grant awarded: Withheld: £45,000');
    },
  );

  test.each([
    ['title', { title: 'Withheld' }, 'Victims of burglary, north'],
    ['purpose', { purpose: null }, 'Help within a week'],
    ['outcomes', { outcomes: [] }, 'Outcome one'],
    ['conditions', { conditions: [] }, 'Condition one'],
    ['reasons', { reasons: {} }, 'Reason one'],
  ])('leaves the %s out where it is named', async (item, expected, hidden) => {
    const texts = {
      outcomes: ['Outcome one'],
      conditions: ['Condition one'],
      statutoryReasons: { valueForMoney: 'Reason one' },
    };
    await told(need, award('w1', texts), publication(['w1'], withheld(item)));
    expect(await entry('w1')).toMatchObject(expected);
    expect(JSON.stringify(await entry('w1')).toLowerCase()).not.toContain(hidden.toLowerCase());
  });
});

describe('a commission', () => {
  test('becomes public with its specification, and with it the need and its assessment', async () => {
    await told(
      need,
      like('NeedsAssessed', { demand: 'A thousand a year.', conclusion: 'commission' }),
      like('ConsultationHeld', { consulted: ['service-users'], from: '2026-06-01', to: '2026-06-30' }),
      like('InstrumentChosen', { instrument: 'grant' }),
    );
    expect(await commission()).toBeUndefined();
    await told(spec);
    expect(await commission()).toMatchObject({
      title: 'Support for victims of burglary',
      summary: 'Victims wait eleven weeks.',
      identifiedOn: '2026-11-23',
      assessment: { demand: 'A thousand a year.', conclusion: 'commission' },
      consultations: [{ consulted: ['service-users'], from: '2026-06-01', to: '2026-06-30' }],
      instrument: 'grant',
      specification: {
        title: 'A service for victims of burglary',
        lots: [
          { lot: 'north', title: 'The north', envelope: { pence: 5_000_000, basis: 'outside' } },
          { lot: 'south', title: 'The south', envelope: { pence: 5_000_000, basis: 'outside' } },
        ],
      },
    });
  });

  test('without a specification becomes public with the decision that answers it', async () => {
    await told(
      need,
      like('DirectAwardAuthorised', { ground: 'small-sum', evidence: 'Two prices.' }),
      award('w1'),
    );
    expect(await commission()).toBeUndefined();
    await told(publication(['w1']));
    expect(await commission()).toMatchObject({
      summary: 'Victims wait eleven weeks.',
      specification: null,
      directAward: { ground: 'small-sum', evidence: 'Two prices.' },
    });
  });

  test('says why there was no competition once the decision is published, not with the specification', async () => {
    await told(need, like('DirectAwardAuthorised', { evidence: 'Two prices.' }), spec);
    expect((await commission())?.directAward).toBeNull();
    await told(award('w1'), publication(['w1']));
    expect((await commission())?.directAward).toMatchObject({ evidence: 'Two prices.' });
  });

  test('has the dates of its specification as they were amended for everybody', async () => {
    await told(
      need,
      spec,
      like('SpecAmended', { closes: noon('2027-02-01'), clarificationsUntil: noon('2027-01-20') }),
    );
    expect((await commission())?.specification).toMatchObject({
      closes: noon('2027-02-01'),
      clarificationsUntil: noon('2027-01-20'),
    });
    await told(bare('SpecAmended', ['closes', 'clarificationsUntil'], { amendment: 'm2' }));
    expect((await commission())?.specification?.closes).toBe(noon('2027-02-01'));
  });

  test('says which lots ended without an award, and why, from the publication of the decision', async () => {
    const none = (id: string, reason: string) => like('NoAwardMade', { lot: id, decision, reason });
    await told(need, spec, none('north', 'Nobody bid.'));
    expect((await commission())?.withoutAward).toEqual([]);
    await told(publication([]));
    expect((await commission())?.withoutAward).toEqual([
      { lot: 'north', title: 'The north', reason: 'Nobody bid.', decision },
    ]);
    await told(none('south', 'Too dear.'), publication([]));
    expect((await commission())?.withoutAward).toHaveLength(2);
    expect(await story()).toContain(
      '2026-11-23 Ended without an award: The north: Nobody bid. The south: Too dear.',
    );
  });

  test('says how it was closed', async () => {
    await told(need, spec, like('CommissionClosed', { outcome: 'no-award', summary: 'Nobody bid.' }));
    expect((await commission())?.closed).toEqual({
      outcome: 'no-award',
      summary: 'Nobody bid.',
      on: '2026-11-23',
    });
  });
});

describe('the story', () => {
  test('is told by the days on which things happened, in the order of the cycle on one day', async () => {
    await world.tell(
      { stream, event: need, at: noon('2026-05-01') },
      { stream, event: spec, at: noon('2026-09-01') },
      {
        stream,
        event: bare('NoticePublished', ['lot', 'noEngagementNotice', 'reservedFor', 'leftOut'], {
          notice: 'n1',
          kind: 'UK2',
          publishedOn: '2026-07-01',
          reference: 'N-2',
        }),
        at: noon('2026-09-02'),
      },
      { stream, event: like('ClarificationAnswered', { asked: 'For both lots?' }), at: noon('2026-09-10') },
      { stream, event: award('w1'), at: noon('2027-01-11') },
      { stream, event: publication(['w1']), at: noon('2027-01-11') },
      {
        stream,
        event: like('StandstillStarted', {
          lot: 'north',
          noticePublishedOn: '2027-01-12',
          lastDay: '2027-01-21',
        }),
        at: noon('2027-01-13'),
      },
      { stream, event: like('StandstillEnded', { lot: 'north' }), at: noon('2027-01-22') },
      { stream, event: signed('w1', { signedOn: '2027-01-22' }), at: noon('2027-01-25') },
      { stream, event: paid('w1', 'p1', 100_000), at: noon('2027-07-20') },
    );
    expect(await story()).toEqual([
      '2026-05-01 Need identified',
      '2026-07-01 Notice published: UK2: N-2',
      '2026-09-01 Specification published: A service for victims of burglary',
      '2026-09-10 Question answered to everybody: For both lots?',
      '2027-01-11 Grant awarded: Village Hall Trust: £45,000',
      `2027-01-11 Award decision published: Decision ${decision}`,
      '2027-01-12 Standstill began: The north: Until 21 January 2027',
      '2027-01-22 Standstill ended: The north',
      '2027-01-22 Agreement signed: Village Hall Trust',
      '2027-07-05 Payment made: Village Hall Trust: £1,000',
    ]);
  });

  test('tells of a notice for whom it reserves, why another was not published, and what was left out of it', async () => {
    await told(
      need,
      spec,
      like('NoticePublished', { kind: 'UK4', reference: 'N-4', publishedOn: '2026-09-01' }),
    );
    expect((await story()).filter((step) => step.includes('Notice'))).toEqual([
      '2026-09-01 Notice published: UK4 (reserved for small and medium sized enterprises; no market engagement notice: The one meeting was arranged by the trade body and announced there to everybody.; left out: Rate for each hour of each role (sensitive commercial information)): N-4',
    ]);
  });

  test('keeps the standstill of an award that came to nothing beside the one of the reserve', async () => {
    const standstill = (noticePublishedOn: string, lastDay: string) =>
      like('StandstillStarted', { lot: 'north', noticePublishedOn, lastDay });
    await told(
      need,
      spec,
      standstill('2026-11-02', '2026-11-11'),
      like('StandstillEnded', { lot: 'north', lastDay: '2026-11-11' }),
      standstill('2026-11-16', '2026-11-25'),
    );
    expect((await story()).filter((step) => step.includes('Standstill'))).toEqual([
      '2026-11-02 Standstill began: The north: Until 11 November 2026',
      '2026-11-16 Standstill began: The north: Until 25 November 2026',
      '2026-11-23 Standstill ended: The north',
    ]);
  });

  test('says that an award came to nothing, once its decision is public, and shows it as never agreed', async () => {
    const fell = like('AwardDeclined', {
      award: 'w1',
      lot: 'north',
      cause: 'declined',
      declinedOn: '2027-01-15',
    });
    await world.tell(
      { stream, event: need, at: noon('2026-05-01') },
      { stream, event: spec, at: noon('2026-09-01') },
      { stream, event: award('w1'), at: noon('2027-01-11') },
      { stream, event: fell, at: noon('2027-01-15') },
    );
    expect(JSON.stringify(await story())).not.toContain('nothing');
    await world.tell({ stream, event: publication(['w1']), at: noon('2027-01-16') });
    expect(await story()).toContain(
      '2027-01-15 Award came to nothing: Village Hall Trust: Its provider declined it',
    );
    expect(await entry('w1')).toMatchObject({ agreement: 'never', signedOn: null, paid: 0 });
    await world.tell({
      stream,
      event: award('w2', { decision: 'BEDS-PCC24-0041' }),
      at: noon('2027-01-20'),
    });
    await world.tell(
      {
        stream,
        event: publication(['w2'], { decision: 'BEDS-PCC24-0041' }),
        at: noon('2027-01-20'),
      },
      {
        stream,
        event: like('AwardDeclined', { ...(fell.data as object), award: 'w2' }),
        at: noon('2027-01-21'),
      },
    );
    expect(await entry('w2')).toMatchObject({ agreement: 'never' });
  });

  test('tells of a challenge by the role of whoever raised it, never by name', async () => {
    const secret = {
      challenge: 'cedar-claim',
      challenger: 'Cedar Trust',
      about: 'Cedar was scored wrongly.',
    };
    const raised = like('ChallengeRaised', {
      ...secret,
      lot: 'north',
      suspends: 'automatic',
      receivedOn: '2027-01-14',
    });
    await told(need, raised);
    expect((await documents('steps')).size).toBe(0);
    await told(
      spec,
      raised,
      like('SuspensionLifted', { challenge: 'cedar-claim', liftedOn: '2027-01-16' }),
      like('ChallengeResolved', {
        challenge: 'cedar-claim',
        outcome: 'upheld',
        remedy: 'award-set-aside',
        resolvedOn: '2027-01-18',
      }),
    );
    expect((await story()).slice(-3)).toEqual([
      '2027-01-14 Challenge received: The north: By a provider; nothing is signed until it is resolved',
      '2027-01-16 Signing waits for a challenge no longer: Lifted by the court',
      '2027-01-18 Challenge resolved: upheld; award set aside',
    ]);
    expect(JSON.stringify([...(await documents('steps'))])).not.toMatch(/cedar/i);
  });

  test('says at once that it was halted, resumed or cancelled, and why once the decision is public', async () => {
    const under = { decision: 'BEDS-PCC24-0074' };
    const halted = like('CommissionHalted', { ...under, reason: 'No grant yet.', lots: ['south'] });
    const cancelled = like('CommissionCancelled', {
      ...under,
      reason: 'No grant at all.',
      whole: true,
      lots: ['north', 'south'],
    });
    await told(need, halted);
    expect((await documents('steps')).size).toBe(0);
    await told(spec, halted, like('CommissionResumed', under), cancelled);
    expect((await story()).slice(-3)).toEqual([
      '2026-11-23 Halted: The south',
      '2026-11-23 Resumed',
      '2026-11-23 Cancelled',
    ]);
    await told(publication([], under));
    expect(await story()).toEqual(
      expect.arrayContaining([
        '2026-11-23 Halted: The south; No grant yet.',
        '2026-11-23 Cancelled: No grant at all.',
      ]),
    );
  });

  test('names the event behind each step, and of the need its own', async () => {
    await told(need, spec, award('w1'), publication(['w1']));
    const steps = await documents('steps');
    const behind = (...about: ReadonlyArray<string>) =>
      steps.get([reference, ...about].join('/'))?.body['event'];
    expect(behind('need')).toBe(eventId(0));
    expect(behind('specification')).toBe(eventId(1));
    expect(behind('award', 'w1')).toBe(eventId(2));
    expect(behind('decision', decision)).toBe(eventId(3));
  });
});

describe('history brought in', () => {
  test('is public at once, as its source has it: what is unknown is null, not zero', async () => {
    await told(
      bare('PriorAwardRecorded', ['decidedOn', 'outputs', 'note'], {
        reference,
        amount: { basis: 'not stated' },
      }),
    );
    expect(await entry('azalea')).toMatchObject({
      provider: 'Azalea',
      amount: { pence: null, basis: 'not stated' },
      years: [{ year: '2023-24', pence: null }],
      decidedOn: null,
      outcomes: [],
      agreement: 'ended',
      paid: null,
      origin: 'before',
      source: 'https://www.bedfordshire.pcc.police.uk/pcc-d-102/',
    });
    expect(await commission()).toMatchObject({
      title: 'Sexual exploitation support (drop-in, practical and emotional support)',
    });
  });

  test('goes on being paid and rated here', async () => {
    await told(prior, paid('azalea', 'p1', 5_000), reviewed('azalea', 'v1', 'good'));
    expect(await entry('azalea')).toMatchObject({ paid: 5_000, rating: 'good' });
  });

  test('signed here says that it was, and not for how much: no decision has made that public', async () => {
    await told(
      prior,
      signed('azalea', { term: { starts: '2031-01-01', ends: '2031-12-31' }, amount: outside(777) }),
    );
    expect(await entry('azalea')).toMatchObject({
      agreement: 'signed',
      starts: '2023-04-01',
      ends: '2024-03-31',
      amount: { pence: 4_000_000 },
    });
  });
});

describe('the lineage of an entry', () => {
  test('names the release for what was released, the award by name, and later events for what they changed', async () => {
    await told(
      need,
      spec,
      award('w1'),
      publication(['w1']),
      signed('w1'),
      paid('w1', 'p1', 100),
      reviewed('w1', 'v1', 'good'),
    );
    const stored = (await documents('entries')).get(`${reference}/w1`);
    if (stored === undefined) throw new Error('There is no entry');
    expect(stored.body['awardEvent']).toBe(eventId(2));
    expect(numberBehind(stored, '/amount/pence')).toBe(3);
    expect(numberBehind(stored, '/provider')).toBe(3);
    expect(numberBehind(stored, '/signedOn')).toBe(4);
    expect(numberBehind(stored, '/paid')).toBe(5);
    expect(numberBehind(stored, '/rating')).toBe(6);
  });

  test('of what was paid is its payments, each with its event', async () => {
    await told(need, spec, award('w1'), publication(['w1']), paid('w1', 'p1', 100), paid('w1', 'p2', 200));
    const stored = (await documents('entries')).get(`${reference}/w1`);
    const [total] = publicRegister.totals ?? [];
    if (stored === undefined || total === undefined) throw new Error('There is no total');
    const serving = await right(world.projecting.serving('public-register'));
    const { lines } = await right(linesBehind(world.reads, serving, total, stored, { limit: 10 }));
    expect(lines).toEqual([
      { id: `${reference}/w1/payment/p1`, pointer: '/pence', eventId: eventId(4) },
      { id: `${reference}/w1/payment/p2`, pointer: '/pence', eventId: eventId(5) },
    ]);
  });
});

const total = (lines: ReadonlyArray<Stored>): number =>
  lines.reduce((sum, { body: { pence } }) => sum + Number(pence), 0);

test('what was paid is the sum of its lines, whatever is paid when, before publication and after', async () => {
  const payment = fc.record({
    award: fc.constantFrom('w1', 'w2'),
    pence: fc.integer({ min: 1, max: 90_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(payment, { maxLength: 8 }), fc.nat(8), async (payments, released) => {
      world = worldOf(publicRegister);
      const each = payments.map(({ award: id, pence }, index) => paid(id, `p${index}`, pence));
      await told(need, award('w1'), award('w2'), ...each.slice(0, released));
      await told(publication(['w1', 'w2']), ...each.slice(released));
      for (const id of ['w1', 'w2']) {
        const made = await entry(id);
        const lines =
          made && (await world.find('public-register', 'payments', { where: paymentsOf(made), limit: 100 }));
        const expected = payments
          .filter((one) => one.award === id)
          .reduce((sum, { pence }) => sum + pence, 0);
        expect(made?.paid).toBe(expected);
        expect(total(lines ?? [])).toBe(expected);
      }
    }),
    { numRuns: 40 },
  );
});

describe('the register as it stood', () => {
  const at = (day: string): Moment => ({ asAt: momentOf(noon(day)) });
  const known = (day: string): Moment => ({ knownAt: momentOf(noon(day)) });
  const course: ReadonlyArray<Telling> = [
    { stream, event: need, at: noon('2026-05-01') },
    { stream, event: award('w1'), at: noon('2027-01-11') },
    { stream, event: publication(['w1']), at: noon('2027-01-13') },
    { stream, event: signed('w1'), at: noon('2027-01-25'), effectiveAt: noon('2027-01-20') },
    { stream, event: paid('w1', 'p1', 100_000), at: noon('2027-07-20'), effectiveAt: noon('2027-07-05') },
  ];

  test('between decision, publication, signature and payment shows what had happened by then', async () => {
    await world.tell(...course);
    expect(await entry('w1', at('2027-01-12'))).toBeUndefined();
    expect(await entry('w1', at('2027-01-14'))).toMatchObject({ agreement: 'awaited', paid: 0 });
    expect(await entry('w1', at('2027-01-21'))).toMatchObject({ agreement: 'signed', paid: 0 });
    expect(await entry('w1', at('2027-07-04'))).toMatchObject({ paid: 0 });
    expect(await entry('w1', at('2027-07-06'))).toMatchObject({ paid: 100_000 });
  });

  test('as far as was known shows a late entry from when it was recorded', async () => {
    await world.tell(...course);
    expect(await entry('w1', known('2027-01-21'))).toMatchObject({ agreement: 'awaited' });
    expect(await entry('w1', known('2027-01-26'))).toMatchObject({ agreement: 'signed' });
    expect(await entry('w1', { ...at('2027-07-10'), ...known('2027-07-10') })).toMatchObject({ paid: 0 });
    expect(await entry('w1', { ...at('2027-07-10'), ...known('2027-07-21') })).toMatchObject({
      paid: 100_000,
    });
  });

  test('adds up to the payments as they were known then', async () => {
    await world.tell(...course, { stream, event: paid('w1', 'p2', 1), at: noon('2027-10-20') });
    for (const day of ['2027-01-14', '2027-07-21', '2027-10-21']) {
      const made = await entry('w1', known(day));
      if (made === undefined) throw new Error('There is no entry');
      const lines = await world.find('public-register', 'payments', {
        where: paymentsOf(made),
        limit: 10,
        at: known(day),
      });
      expect(total(lines)).toBe(made.paid);
    }
  });

  test('shows history from when it took effect, though it was brought in later', async () => {
    await world.tell({ stream, event: prior, at: noon('2026-11-23'), effectiveAt: noon('2023-09-06') });
    expect(await entry('azalea', at('2023-09-05'))).toBeUndefined();
    expect(await entry('azalea', at('2024-01-01'))).toMatchObject({ provider: 'Azalea' });
    expect(await entry('azalea', { ...at('2024-01-01'), ...known('2024-01-01') })).toBeUndefined();
  });

  test('an entry with an effect earlier than one recorded before it shows from that one on', async () => {
    await world.tell(...course, {
      stream,
      event: reviewed('w1', 'v1', 'good'),
      at: noon('2027-08-01'),
      effectiveAt: noon('2027-03-01'),
    });
    expect(await entry('w1', at('2027-07-04'))).toMatchObject({ rating: null });
    expect(await entry('w1', at('2027-07-06'))).toMatchObject({ rating: 'good' });
  });
});

describe('the register is listed', () => {
  const commissioned = (number: number, more: object): Telling => ({
    stream: `commission-BEDS-2023-000${number}`,
    event: like('PriorAwardRecorded', { reference: `BEDS-2023-000${number}`, award: 'a', ...more }),
  });
  beforeEach(() =>
    world.tell(
      commissioned(1, {
        title: 'Befriending',
        years: ['2023-24', '2024-25', '2025-26'],
        recipient: { name: 'Zest' },
        amount: { basis: 'total', pence: 300 },
        decidedOn: '2023-04-01',
      }),
      commissioned(2, {
        title: 'Advice',
        years: ['2024-25'],
        recipient: { name: 'Acorn' },
        amount: { basis: 'total', pence: 900 },
        decidedOn: '2024-04-01',
      }),
      commissioned(3, {
        title: 'Counselling',
        years: [],
        recipient: { name: 'Mind' },
        amount: { basis: 'not stated' },
        decidedOn: '2022-04-01',
      }),
      ...inStream(stream, need, award('w1', { title: 'Drop-in' }), publication(['w1'])),
    ),
  );
  const listed = async (asked: Omit<Parameters<typeof registerPage>[0], 'limit'>) =>
    (await world.find('public-register', 'entries', registerPage({ limit: 1, ...asked }))).map(
      ({ body }) => body['title'],
    );

  test.each([
    ['newest', ['Drop-in', 'Advice', 'Befriending', 'Counselling']],
    ['title', ['Advice', 'Befriending', 'Counselling', 'Drop-in']],
    ['provider', ['Advice', 'Counselling', 'Drop-in', 'Befriending']],
    ['amount', ['Drop-in', 'Advice', 'Befriending', 'Counselling']],
  ] as const)('by %s, page by page', async (order, expected) => {
    expect(await listed({ order })).toEqual(expected);
  });

  test('of every year in which a service ran, not its first alone', async () => {
    expect(await listed({ year: '2024-25' })).toEqual(['Advice', 'Befriending']);
    expect(await listed({ year: '2025-26' })).toEqual(['Befriending']);
    expect(await listed({ year: '2022-23' })).toEqual([]);
  });

  test('of one origin', async () => {
    expect(await listed({ origin: 'here' })).toEqual(['Drop-in']);
    expect(await listed({ origin: 'before', order: 'title' })).toEqual([
      'Advice',
      'Befriending',
      'Counselling',
    ]);
  });
});
