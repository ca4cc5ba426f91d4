import { commissionEvents, eventDefinitions } from '@commissioning/domain';
import { type DomainEvent, faultFinder, isCommitment, type JsonObject } from '@commissioning/kernel';
import {
  bare,
  event,
  eventId,
  fixtureOf,
  inStream,
  like,
  noon,
  numberBehind,
  opened,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  commissionFile,
  commissionsPage,
  FileDocument,
  HistoryEntry,
  historyOf,
  PartDocument,
  partsOf,
  ScoresDocument,
} from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const need = like('NeedIdentified', { reference });

let world: World;
beforeEach(() => {
  world = worldOf(commissionFile);
});
const told = (...events: ReadonlyArray<DomainEvent>) => world.tell(...inStream(stream, ...events));
const file = async () =>
  (await world.documents('commission-file', 'commissions')).get(reference)?.body as unknown as FileDocument;
const part = async (id: string): Promise<JsonObject | undefined> =>
  (await world.documents('commission-file', 'parts')).get(`${reference}/${id}`)?.body;

const codecs = {
  commissions: FileDocument,
  parts: PartDocument,
  scores: ScoresDocument,
};
afterEach(async () => {
  for (const [collection, codec] of Object.entries(codecs))
    for (const { body } of (await world.documents('commission-file', collection)).values()) {
      expect(faultFinder(codec)(body)).toEqual([]);
    }
  for (const [id, { body }] of await world.documents('commission-file', 'parts')) {
    const { commission, kind, id: own } = body as unknown as PartDocument;
    expect(id).toBe(`${commission}/${kind}/${own}`);
  }
});

const types = commissionFile.handles;

describe('every event of a commission', () => {
  test('is taken notice of', () => {
    const all = eventDefinitions.filter(({ aggregate }) => aggregate === 'commission');
    expect(types.toSorted()).toEqual([...all.map(({ type }) => type), 'DecisionPublished'].toSorted());
    expect(commissionEvents).toHaveLength(all.length);
  });

  test('is taken in, as its golden fixture has it, with every document sound', async () => {
    await told(...types.map((type) => like(type)));
    const seen = await file();
    expect(seen.revision).toBe(types.length - 1);
  });

  test('makes or changes a part; scores alone are kept apart', () => {
    const without = types.filter((type) => {
      const happening = { ...like(type), revision: 3, metadata: { recordedAt: '', actor: {} } };
      return partsOf(happening as never).length === 0;
    });
    expect(without).toEqual(['BidScored']);
  });

  test('gives its part what it says and nothing that is still hidden', async () => {
    await told(...types.map((type) => like(type)));
    const hidden = (value: unknown): boolean =>
      isCommitment(value) ||
      (typeof value === 'object' && value !== null && Object.values(value).some(hidden));
    for (const { body } of (await world.documents('commission-file', 'parts')).values())
      expect(hidden(body)).toBe(false);
    await told(like('EvidenceAdded', { evidence: 'voices' }));
    expect((await part('evidence/voices'))?.['finding']).toBe(fixtureOf('EvidenceAdded')['finding']);
  });

  test('stands in the history: who, when, for whom, under which rules and which decision', () => {
    const tellings = [
      { stream, event: need },
      {
        stream,
        event: like('NoAwardMade', { decision: 'BEDS-PCC24-0040' }),
        at: noon('2026-12-01'),
        effectiveAt: noon('2026-11-30'),
        by: { id: 'approver-1', role: 'approver', onBehalfOf: 'commissioner' },
      },
    ];
    const history = opened(tellings, 'sensitive').map((each) => historyOf(each as never));
    for (const entry of history) expect(faultFinder(HistoryEntry)(entry)).toEqual([]);
    expect(history.map(({ type }) => type)).toEqual(['NeedIdentified', 'NoAwardMade']);
    expect(history[1]).toEqual({
      commission: reference,
      order: 1,
      type: 'NoAwardMade',
      phase: 'purchase',
      says: 'A lot ended without an award, under a decision.',
      recordedAt: noon('2026-12-01'),
      effectiveAt: noon('2026-11-30'),
      actor: 'approver-1',
      role: 'approver',
      onBehalfOf: 'commissioner',
      ruleBookVersion: 4,
      decision: 'BEDS-PCC24-0040',
      context: [],
      event: eventId(1),
    });
  });

  test('belongs to the commission of its stream: what a decision says in its own is not of the file', async () => {
    await world.tell({ stream: 'decision-BEDS-PCC24-0072a', event: like('DecisionPublished') });
    expect((await world.documents('commission-file', 'commissions')).size).toBe(0);
  });
});

describe('a commission at a glance', () => {
  test('begins with its need', async () => {
    await told(need);
    expect(await file()).toMatchObject({
      reference,
      title: fixtureOf('NeedIdentified')['title'],
      origin: 'need',
      phase: 'analyse',
      closed: null,
      revision: 0,
    });
  });

  test('brought in from before the record is in review', async () => {
    await told(like('PriorAwardRecorded', { reference, title: 'Custody triage' }));
    expect(await file()).toMatchObject({ title: 'Custody triage', origin: 'history', phase: 'review' });
  });

  test('is as far as the furthest of it: what is still done about an earlier phase does not take it back', async () => {
    const phaseAfter = async (each: DomainEvent): Promise<string> => {
      await told(each);
      return (await file()).phase;
    };
    expect(await phaseAfter(need)).toBe('analyse');
    expect(await phaseAfter(like('RouteChosen'))).toBe('plan');
    expect(await phaseAfter(like('EvidenceAdded'))).toBe('plan');
    expect(await phaseAfter(like('PanelAppointed'))).toBe('purchase');
    expect(await phaseAfter(like('DecisionPublished'))).toBe('purchase');
    expect(await phaseAfter(like('KPIsAgreed'))).toBe('review');
    expect(await phaseAfter(like('FundingReleased'))).toBe('review');
    expect(await phaseAfter(like('CommissionClosed', { outcome: 'delivered' }))).toBe('closed');
    expect((await file()).closed).toBe('delivered');
  });

  test('stays where it is when it is halted, resumed or cancelled, and says so', async () => {
    await told(need, like('RouteChosen'));
    await world.tell({ stream, event: like('CommissionHalted', { halt: 'h1' }), at: noon('2026-12-01') });
    expect(await file()).toMatchObject({
      phase: 'plan',
      halts: [{ halt: 'h1', from: noon('2026-12-01'), until: null }],
      cancelled: false,
    });
    await world.tell({ stream, event: like('CommissionResumed', { halt: 'h1' }), at: noon('2026-12-04') });
    await told(like('CommissionCancelled', { whole: false }));
    expect(await file()).toMatchObject({
      phase: 'plan',
      halts: [{ halt: 'h1', from: noon('2026-12-01'), until: noon('2026-12-04') }],
      cancelled: false,
    });
    await told(like('CommissionCancelled', { whole: true }));
    expect((await file()).cancelled).toBe(true);
    expect(await part('halt/h1')).toMatchObject({
      haltedAt: noon('2026-12-01'),
      resumedAt: noon('2026-12-04'),
    });
  });

  test('says when it closes for bids, as amended', async () => {
    await told(need, like('SpecPublished', { closes: noon('2026-12-20') }));
    expect((await file()).closes).toBe(noon('2026-12-20'));
    await told(bare('SpecAmended', ['closes'], { amendment: 'm1' }));
    expect((await file()).closes).toBe(noon('2026-12-20'));
    await told(like('SpecAmended', { amendment: 'm2', closes: noon('2027-01-10') }));
    expect((await file()).closes).toBe(noon('2027-01-10'));
    expect((await part('specification/specification'))?.['closes']).toBe(noon('2027-01-10'));
  });
});

describe('the parts of a commission', () => {
  const outside = (pence: number) => ({ pence, vat: 'outside' });

  test('an allocation says what of it was given back, each release standing beside it', async () => {
    await told(
      need,
      like('FundingAllocated', { allocation: 'a1', amount: 90_000 }),
      like('FundingReleased', { release: 'x1', allocation: 'a1', amount: 10_000, reason: 'South.' }),
      like('FundingReleased', { release: 'x2', allocation: 'a1', amount: 5_000, reason: 'East.' }),
    );
    expect(await part('allocation/a1')).toMatchObject({ amount: 90_000, released: 15_000 });
    expect(await part('release/x1')).toMatchObject({ of: 'a1', amount: 10_000, reason: 'South.' });
    expect(await part('release/x2')).toMatchObject({ reason: 'East.' });
  });

  test('an award says whether it is public, when it was signed, what was approved and paid, how it was rated', async () => {
    await told(
      need,
      like('GrantAwarded', { award: 'w1', lot: 'north' }),
      like('DecisionPublished', { awards: ['w1'] }),
      like('AgreementSigned', { award: 'w1', signedOn: '2027-01-11' }),
      like('PaymentApproved', { award: 'w1', payment: 'p1', amount: outside(7_000) }),
      like('PaymentApproved', { award: 'w1', payment: 'p2', amount: outside(3_000) }),
      like('PaymentMade', { award: 'w1', payment: 'p1', amount: outside(7_000) }),
      like('PerformanceReviewed', { award: 'w1', review: 'v1', rating: 'good' }),
    );
    expect(await part('award/w1')).toMatchObject({
      of: 'north',
      instrument: 'grant',
      published: true,
      signedOn: '2027-01-11',
      approved: 10_000,
      paid: 7_000,
      rating: 'good',
    });
    expect(await part('payment/w1/p1')).toMatchObject({
      of: 'w1',
      standing: 'made',
      approvedBy: 'officer-1',
    });
    expect(await part('payment/w1/p2')).toMatchObject({ standing: 'approved' });
  });

  test('the lineage of an award names the event behind each field', async () => {
    await told(
      need,
      like('GrantAwarded', { award: 'w1' }),
      like('PaymentMade', { award: 'w1', payment: 'p1' }),
      like('PerformanceReviewed', { award: 'w1' }),
    );
    const award = (await world.documents('commission-file', 'parts')).get(`${reference}/award/w1`);
    expect(
      ['/amount/pence', '/recipient/name', '/paid', '/rating'].map((at) => award && numberBehind(award, at)),
    ).toEqual([1, 1, 2, 3]);
  });

  test('a return has two halves, each with its own standing', async () => {
    const awarded = { award: 'w1', period: 'q1' };
    await told(
      need,
      like('KPIsAgreed', {
        award: 'w1',
        periods: [{ id: 'q1', from: '2027-04-01', to: '2027-06-30', due: '2027-07-21' }],
      }),
    );
    expect(await part('return/w1/q1')).toMatchObject({
      due: '2027-07-21',
      kpi: { standing: 'awaited' },
      financial: { standing: 'awaited' },
    });
    await told(
      like('KPIReturned', { ...awarded, certifiedBy: 'trustee-1' }),
      like('FinancialReturned', { ...awarded, certifiedBy: 'treasurer-1' }),
      like('ReturnQueried', { ...awarded, kind: 'kpi', query: 'Of how many?' }),
      like('ReturnAccepted', { ...awarded, kind: 'financial' }),
    );
    expect(await part('return/w1/q1')).toMatchObject({
      kpi: { standing: 'queried', query: 'Of how many?', certifiedBy: 'trustee-1' },
      financial: { standing: 'accepted', certifiedBy: 'treasurer-1' },
    });
    await told(bare('KPIReturned', ['innovation', 'horizon', 'userFeedback'], awarded));
    const again = (await part('return/w1/q1'))?.['kpi'] as JsonObject;
    expect(again['standing']).toBe('returned');
    expect(again).not.toHaveProperty('innovation');
    expect(again).not.toHaveProperty('query');
  });

  test('a bid keeps what is known of it from receipt to exclusion, and says what it was left out of', async () => {
    const opened = (fixtureOf('BidsOpened')['bids'] as ReadonlyArray<JsonObject>)[0] ?? {};
    await told(
      need,
      like('BidReceived', { bid: 'azalea' }),
      like('BidReceived', { bid: 'birch' }),
      like('BidWithdrawn', { bid: 'birch' }),
    );
    expect(await part('bid/azalea')).toMatchObject({ standing: 'sealed' });
    expect(await part('bid/birch')).toMatchObject({ standing: 'withdrawn' });
    await told(
      like('BidsOpened', { bids: [{ ...opened, bid: 'azalea' }] }),
      like('BidExcluded', { bid: 'azalea', lot: 'north' }),
    );
    expect(await part('bid/azalea')).toMatchObject({ standing: 'opened', bidder: opened['bidder'] });
    expect(await part('exclusion/azalea/north')).toMatchObject({ of: 'north', bid: 'azalea' });
    await told(bare('BidExcluded', ['lot'], { bid: 'azalea' }));
    expect(await part('bid/azalea')).toMatchObject({ standing: 'excluded' });
  });

  test('what a bidder was told of its low price stands beside what it said, and who was told of an exclusion', async () => {
    await told(need, like('LowBidNotified', { notification: 'n1', bid: 'azalea', lot: 'north' }));
    expect(await part('low-bid/n1')).toMatchObject({ of: 'north', bid: 'azalea', answer: null });
    await told(like('LowBidAnswered', { notification: 'n1', answer: 'Volunteers.', demonstrated: true }));
    expect(await part('low-bid/n1')).toMatchObject({
      of: 'north',
      answer: 'Volunteers.',
      demonstrated: true,
    });
    await told(bare('LowBidNotified', ['lot'], { notification: 'n2', bid: 'azalea' }));
    expect(await part('low-bid/n2')).toMatchObject({ of: null });
    await told(like('ExclusionNotified', { exclusionNotice: 't1', bid: 'azalea' }));
    expect(await part('exclusion-notice/t1')).toMatchObject({ of: null, bid: 'azalea' });
    await told(like('SubcontractorsChecked', { bid: 'azalea', debarred: [] }));
    expect(await part('subcontracting/azalea')).toMatchObject({ bid: 'azalea', debarred: [] });
  });

  test('what an enterprise was told of a subsidy stands apart, what followed with its award', async () => {
    await told(
      need,
      like('AssistanceNotified', { notification: 'n1', amount: 8_000_000 }),
      like('AssistanceConfirmed', { award: 'w1', confirmation: 'c1', amount: 8_000_000 }),
      like('SubsidyEntered', { award: 'w1', entry: 'e1', reference: 'SC1' }),
    );
    expect(await part('assistance-notice/n1')).toMatchObject({ of: null, amount: 8_000_000 });
    expect(await part('assistance-confirmation/c1')).toMatchObject({ of: 'w1', amount: 8_000_000 });
    expect(await part('subsidy-entry/e1')).toMatchObject({ of: 'w1', reference: 'SC1' });
  });

  test('an interest is settled for the lot it is about, and for the panel apart', async () => {
    await told(
      need,
      like('InterestManaged', { actor: 'ann', lot: 'north', handled: 'removed-from-lot' }),
      like('InterestManaged', { actor: 'ann', lot: 'south', handled: 'no-conflict' }),
      bare('InterestManaged', ['lot'], { actor: 'ann', handled: 'removed-from-panel' }),
    );
    expect(await part('interest-settled/ann/north')).toMatchObject({ handled: 'removed-from-lot' });
    expect(await part('interest-settled/ann/south')).toMatchObject({ handled: 'no-conflict' });
    expect(await part('interest-settled/ann/panel')).toMatchObject({ handled: 'removed-from-panel' });
  });

  test('say of a route what was said when it was chosen last, and nothing that was said of one before', async () => {
    const said = ['onOtherBasis', 'aggregation', 'buys', 'lightTouch'];
    await told(need, like('RouteChosen'));
    for (const field of said) expect((await part('route/route'))?.[field]).not.toBeNull();
    await told(bare('RouteChosen', said));
    expect(await part('route/route')).toMatchObject(Object.fromEntries(said.map((field) => [field, null])));
  });

  test('say what every step of planning settled and why', async () => {
    await told(
      need,
      ...['InstrumentChosen', 'RouteChosen', 'DirectAwardAuthorised', 'ConflictsAssessed'].map((type) =>
        like(type),
      ),
      ...['ProcurementTeamInvolved', 'ProcurementTeamInvolved'].map((type) => like(type)),
    );
    expect(await part('instrument/instrument')).toMatchObject(fixtureOf('InstrumentChosen'));
    const { profile: _profile, band: _band, ...chosen } = fixtureOf('RouteChosen');
    expect(await part('route/route')).toMatchObject(chosen);
    expect(await part('direct-award/direct-award')).toMatchObject(fixtureOf('DirectAwardAuthorised'));
    expect(await part('conflicts/conflicts')).toMatchObject(fixtureOf('ConflictsAssessed'));
    expect(await part('procurement-advice/000005')).toMatchObject(fixtureOf('ProcurementTeamInvolved'));
    expect(await part('procurement-advice/000006')).toBeDefined();
  });
});

test('scores are no part of the file, so that nobody sees another’s before all are locked', async () => {
  const scored = (assessor: string) => like('BidScored', { bid: 'azalea', lot: 'north', assessor });
  await told(need, scored('ann'), scored('bob'), like('ScoresLocked', { lot: 'north', assessor: 'ann' }));
  const { rationale } = (fixtureOf('BidScored')['scores'] as ReadonlyArray<JsonObject>)[0] ?? {};
  for (const collection of ['parts', 'commissions'])
    for (const { body } of (await world.documents('commission-file', collection)).values())
      expect(JSON.stringify(body)).not.toContain(rationale);
  expect([...(await world.documents('commission-file', 'scores')).keys()]).toEqual([
    `${reference}/north/azalea/ann`,
    `${reference}/north/azalea/bob`,
  ]);
  expect(await part('lock/north/ann')).toMatchObject({ assessor: 'ann' });
});

describe('commissions are listed', () => {
  beforeEach(async () => {
    const begin = (number: number) => `commission-BEDS-2026-000${number}`;
    for (const number of [1, 2, 3])
      await world.tell({
        stream: begin(number),
        event: like('NeedIdentified', { reference: `BEDS-2026-000${number}` }),
      });
    await world.tell({ stream: begin(1), event: event('ModerationOpened', { lot: 'north' }) });
  });
  const listed = async (phase?: string) =>
    (await world.find('commission-file', 'commissions', commissionsPage(1, phase))).map(({ id }) => id);

  test('the one changed last first, page by page', async () => {
    expect(await listed()).toEqual(['BEDS-2026-0001', 'BEDS-2026-0003', 'BEDS-2026-0002']);
  });

  test('of one phase', async () => {
    expect(await listed('analyse')).toEqual(['BEDS-2026-0003', 'BEDS-2026-0002']);
  });
});
