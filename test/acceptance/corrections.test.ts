import { type DomainEvent, type Json, type JsonObject } from '@commissioning/kernel';
import { commissionFile, type Competition, partSeen, type PartDocument } from '@projections/commission-file';
import { decisionLog } from '@projections/decision-log';
import { funds } from '@projections/funds';
import { opportunities } from '@projections/opportunities';
import { performance, publicPerformance } from '@projections/performance';
import { promises } from '@projections/promises';
import { providerRecord } from '@projections/provider-record';
import { publicRegister } from '@projections/public-register';
import { registerEntries, registers } from '@projections/registers';
import { specifiedInformation } from '@projections/specified-information';
import { bare, event, eventId, like, noon, type World, worldOf } from '../support/read-models';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';
const need = bare('NeedIdentified', ['predecessor'], {
  reference,
  title: 'Suport for families',
  summary: 'Families wait.',
});

let world: World;
beforeEach(() => {
  world = worldOf(
    commissionFile,
    publicRegister,
    decisionLog,
    opportunities,
    specifiedInformation,
    registers,
    funds,
    providerRecord,
    promises,
    performance,
    publicPerformance,
  );
});

/** A correction of the n-th event told, of one field under one class. */
const correction = (
  number: number,
  of: string,
  field: string,
  values: Readonly<Record<string, { readonly from: string; readonly to: string }>>,
  names: Readonly<Record<string, string>> = {},
): DomainEvent =>
  event('EntryCorrected', {
    correction: `c${number}`,
    entry: eventId(number),
    of,
    changes: [{ field, ...values }],
    names: Object.entries(names).map(([each, id]) => ({ field: each, id })),
    otherNames: [],
    reason: 'A letter was left out.',
  });
const title = correction(0, 'NeedIdentified', '/title', {
  released: { from: 'Suport for families', to: 'Support for families' },
});

const tell = (day: string, ...events: ReadonlyArray<DomainEvent>) =>
  world.tell(...events.map((each) => ({ stream, event: each, at: noon(day) })));
const document = async (
  projection: string,
  collection: string,
  id: string,
): Promise<JsonObject | undefined> => (await world.documents(projection, collection)).get(id)?.body;
const publicText = async (): Promise<string> => {
  const collections = ['commissions', 'entries', 'steps'].map((each) =>
    world.documents('public-register', each),
  );
  const found = (await Promise.all(collections)).flatMap((documents) => [...documents.values()]);
  return JSON.stringify(found.map(({ body }): Json => body));
};

test('what is not public yet is not made so by being put right; once it is, it is right, and says so', async () => {
  await tell('2026-11-23', need);
  await tell('2026-11-24', title);
  expect(await publicText()).toBe('[]');
  await tell('2026-11-25', like('SpecPublished'));
  expect(await document('public-register', 'commissions', reference)).toMatchObject({
    title: 'Support for families',
    corrections: [{ field: 'title', on: '2026-11-24' }],
  });
  expect(await publicText()).not.toContain('Suport');
  expect(await publicText()).not.toContain('left out');
});

test('what is public is put right where it stands, and the story says so', async () => {
  await tell('2026-11-23', need, like('SpecPublished'), like('CommissionClosed', { summary: 'It endet.' }));
  await tell('2026-11-24', title);
  await tell(
    '2026-11-25',
    correction(2, 'CommissionClosed', '/summary', { released: { from: 'It endet.', to: 'It ended.' } }),
  );
  expect(await document('public-register', 'commissions', reference)).toMatchObject({
    title: 'Support for families',
    closed: { summary: 'It ended.' },
    corrections: [
      { field: 'title', on: '2026-11-24' },
      { field: 'summary', on: '2026-11-25' },
    ],
  });
  expect(await document('public-register', 'steps', `${reference}/closed`)).toMatchObject({
    detail: 'It ended.',
  });
  expect(await document('public-register', 'steps', `${reference}/corrected/c0`)).toMatchObject({
    what: 'Slip put right',
    detail: 'title',
    on: '2026-11-24',
  });
});

test('a correction of what the public never reads is nowhere for it', async () => {
  await tell(
    '2026-11-23',
    need,
    like('SpecPublished'),
    like('InsightRecorded', { insight: 'i1', text: 'Evenigs.' }),
  );
  const before = await publicText();
  await tell(
    '2026-11-24',
    correction(
      2,
      'InsightRecorded',
      '/text',
      { official: { from: 'Evenigs.', to: 'Evenings.' } },
      { insight: 'i1' },
    ),
  );
  expect(await publicText()).toBe(before);
});

test('the reference of a notice is right in the story and with the opportunity', async () => {
  const notice = bare('NoticePublished', ['noEngagementNotice', 'reservedFor', 'leftOut'], {
    notice: 'n1',
    kind: 'UK4',
    reference: '2026/S 0001',
  });
  await tell('2026-11-23', need, like('SpecPublished'), notice);
  await tell(
    '2026-11-24',
    correction(
      2,
      'NoticePublished',
      '/reference',
      { public: { from: '2026/S 0001', to: '2026/S 0010' } },
      { notice: 'n1' },
    ),
  );
  expect(await document('public-register', 'steps', `${reference}/notice/n1`)).toMatchObject({
    detail: 'UK4: 2026/S 0010',
  });
  const [noticed] = [...(await world.documents('opportunities', 'notices')).values()];
  expect(noticed?.body).toMatchObject({ reference: '2026/S 0010' });
});

test('the file shows a part as it is right, with what stood there first, why and by whom', async () => {
  await tell('2026-11-23', need, like('EvidenceAdded', { evidence: 'e1', source: 'Court lists 2024' }));
  await tell('2026-11-24', title);
  const source = { from: 'Court lists 2024', to: 'Court lists 2025' };
  await tell(
    '2026-11-24',
    correction(1, 'EvidenceAdded', '/source', { official: source }, { evidence: 'e1' }),
  );
  const told = {
    reason: 'A letter was left out.',
    at: '2026-11-24T12:00:00.000Z',
    by: 'officer-1',
  };
  expect(await document('commission-file', 'commissions', reference)).toMatchObject({
    title: 'Support for families',
    phase: 'analyse',
  });
  expect(await document('commission-file', 'parts', `${reference}/evidence/e1`)).toMatchObject({
    source: 'Court lists 2025',
    corrections: [{ correction: 'c1', fields: [{ field: '/source', ...source }], ...told }],
  });
  const part = (await document(
    'commission-file',
    'parts',
    `${reference}/need/need`,
  )) as unknown as PartDocument;
  expect(part).toMatchObject({ title: 'Support for families', corrections: [{ correction: 'c0', ...told }] });
  const administrator = { id: 'admin-1', role: 'administrator' } as unknown as Parameters<typeof partSeen>[0];
  const open = { opened: null, closes: null, halts: [], cancelled: false } as unknown as Competition;
  const seen = partSeen(administrator, open)(part);
  expect(seen).toMatchObject({ title: 'Support for families', corrections: [{ correction: 'c0' }] });
  expect(JSON.stringify(seen)).not.toContain('left out');
});

test('a field that was changed since by an entry of its own stays as it is', async () => {
  await tell('2026-11-23', need);
  await tell('2026-11-24', title, title);
  expect(await document('commission-file', 'parts', `${reference}/need/need`)).toMatchObject({
    title: 'Support for families',
  });
  const late = correction(0, 'NeedIdentified', '/title', {
    released: { from: 'Suport for families', to: 'Late' },
  });
  await tell('2026-11-25', late);
  expect(await document('commission-file', 'parts', `${reference}/need/need`)).toMatchObject({
    title: 'Support for families',
  });
});

test('a decision is right in the log and in the list, and what is withheld of it stays withheld', async () => {
  const tellDecision = (id: string, day: string, ...events: ReadonlyArray<DomainEvent>) =>
    world.tell(...events.map((each) => ({ stream: `decision-${id}`, event: each, at: noon(day) })));
  const put = correction(0, 'DecisionTaken', '/title', { released: { from: 'Suport', to: 'Support' } });
  const withheld = [{ item: 'title', ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' }];
  for (const id of [decision, 'BEDS-PCC24-0041'])
    await tellDecision(id, '2026-11-23', like('DecisionTaken', { decision: id, title: 'Suport' }));
  await tellDecision(
    decision,
    '2026-11-24',
    bare('DecisionPublished', ['awards'], { decision, withheld: [] }),
    put,
  );
  expect(await document('decision-log', 'decisions', decision)).toMatchObject({
    title: 'Support',
    corrections: [{ field: 'title', on: '2026-11-24' }],
  });
  expect(await document('specified-information', 'entries', `decisions/${decision}`)).toMatchObject({
    title: 'Support',
  });
  await tellDecision(
    'BEDS-PCC24-0041',
    '2026-11-25',
    put,
    bare('DecisionPublished', ['awards'], { decision: 'BEDS-PCC24-0041', withheld }),
    correction(1, 'DecisionTaken', '/title', { released: { from: 'Support', to: 'Supports' } }),
  );
  expect(await document('decision-log', 'decisions', 'BEDS-PCC24-0041')).toMatchObject({ title: 'Withheld' });
  expect(await document('specified-information', 'entries', 'decisions/BEDS-PCC24-0041')).toMatchObject({
    title: 'Withheld',
  });
});

test('where a decision was published is right in the log and in the list', async () => {
  const tellDecision = (...events: ReadonlyArray<DomainEvent>) =>
    world.tell(
      ...events.map((each) => ({ stream: `decision-${decision}`, event: each, at: noon('2026-11-23') })),
    );
  await tellDecision(
    like('DecisionTaken', { decision }),
    bare('DecisionPublished', ['awards'], { decision, withheld: [], channel: 'website', reference: '/04' }),
    correction(1, 'DecisionPublished', '/reference', { public: { from: '/04', to: '/040' } }, { decision }),
  );
  expect(await document('decision-log', 'decisions', decision)).toMatchObject({
    publishedAt: 'website: /040',
    corrections: [{ field: 'reference', on: '2026-11-23' }],
  });
  expect(await document('specified-information', 'entries', `decisions/${decision}`)).toMatchObject({
    publishedAt: 'website: /040',
  });
});

test('the title of an award brought in is right wherever the award is shown', async () => {
  const [wrong, right] = ['Sanctury scheme', 'Sanctuary scheme'];
  const prior = (award: string, of: string, title: string) =>
    like('PriorAwardRecorded', {
      reference: of,
      award,
      title,
      decision: 'PCC/D/102',
      decidedOn: '2023-05-04',
    });
  const put = correction(
    0,
    'PriorAwardRecorded',
    '/title',
    { public: { from: wrong, to: right } },
    { reference, award: 'w1', decision: 'PCC/D/102', decidedOn: '2023-05-04' },
  );
  const log = 'before/PCC/D/102/2023-05-04';
  await tell('2026-11-23', prior('w1', reference, wrong));
  await tell('2026-11-24', put);
  expect(await document('commission-file', 'commissions', reference)).toMatchObject({ title: right });
  expect(await document('commission-file', 'parts', `${reference}/award/w1`)).toMatchObject({ title: right });
  expect(await document('public-register', 'commissions', reference)).toMatchObject({ title: right });
  expect(await document('public-register', 'entries', `${reference}/w1`)).toMatchObject({
    title: right,
    corrections: [{ field: 'title', on: '2026-11-24' }],
  });
  expect(await document('provider-record', 'awards', `${reference}/w1`)).toMatchObject({ title: right });
  expect(await document('promises', 'awards', `${reference}/w1`)).toMatchObject({ title: right });
  expect(await document('performance', 'awards', `${reference}/w1`)).toMatchObject({ title: right });
  const decided = (await document('decision-log', 'decisions', log)) as unknown as {
    readonly authorises: ReadonlyArray<string>;
  };
  expect(decided).toMatchObject({ title: right, corrections: [{ field: 'title', on: '2026-11-24' }] });
  expect(decided.authorises).toEqual([expect.stringMatching(/: Sanctuary scheme$/)]);
  const everything = await Promise.all(
    [
      ['public-register', 'commissions'],
      ['public-register', 'entries'],
      ['decision-log', 'decisions'],
      ['promises', 'awards'],
      ['performance', 'awards'],
      ['provider-record', 'awards'],
      ['specified-information', 'pending'],
    ].map(async ([of = '', collection = '']) => [...(await world.documents(of, collection)).values()]),
  );
  expect(JSON.stringify(everything.flat().map(({ body }) => body))).not.toContain(wrong);

  // Another award of the same decision, called as the first one was by mistake, keeps its name.
  await world.tell({ stream: 'commission-BEDS-2026-0008', event: prior('w2', 'BEDS-2026-0008', wrong) });
  expect(await document('decision-log', 'decisions', log)).toMatchObject({
    title: 'Several matters decided together',
    authorises: [expect.stringContaining(right), expect.stringContaining(wrong)],
  });
});

test('funds, what funders gave before, and providers are right where they are shown', async () => {
  const fund = 'BEDS-community-safety-2026-27';
  const costCode = { from: 'CS-11', to: 'CS-10' };
  await world.tell(
    { stream: `fund-${fund}`, event: like('FundOpened', { fund, costCode: 'CS-11' }) },
    { stream: `fund-${fund}`, event: like('PriorFundingRecorded', { fund, id: 'p1', note: 'Paid in Mai.' }) },
    {
      stream: 'provider-BEDS-hall',
      event: like('ProviderRegistered', { provider: 'BEDS-hall', name: 'Vilage Hall' }),
    },
    {
      stream: `fund-${fund}`,
      event: correction(0, 'FundOpened', '/costCode', { public: costCode }, { fund }),
    },
    {
      stream: `fund-${fund}`,
      event: correction(
        1,
        'PriorFundingRecorded',
        '/note',
        { public: { from: 'Paid in Mai.', to: 'Paid in May.' } },
        { id: 'p1' },
      ),
    },
    {
      stream: 'provider-BEDS-hall',
      event: correction(2, 'ProviderRegistered', '/name', {
        official: { from: 'Vilage Hall', to: 'Village Hall' },
      }),
    },
  );
  const corrected = (field: string) => ({ corrections: [{ field, on: '2026-11-23' }] });
  expect(await document('funds', 'funds', fund)).toMatchObject({
    costCode: 'CS-10',
    ...corrected('costCode'),
  });
  expect(await document('funds', 'prior', `${fund}/p1`)).toMatchObject({
    note: 'Paid in May.',
    ...corrected('note'),
  });
  expect(await document('provider-record', 'providers', 'BEDS-hall')).toMatchObject({
    name: 'Village Hall',
    ...corrected('name'),
  });
});

test('the register of corrections has each, in whichever stream it stands', async () => {
  await tell('2026-11-23', need);
  await tell('2026-11-24', title);
  const found = await world.find('registers', 'entries', registerEntries('corrections', { limit: 10 }));
  expect(found.map(({ body }) => body)).toMatchObject([
    {
      register: 'corrections',
      commission: reference,
      stream,
      entry: eventId(0),
      of: 'NeedIdentified',
      fields: [{ field: '/title', from: 'Suport for families', to: 'Support for families' }],
      reason: 'A letter was left out.',
      by: 'officer-1',
      on: '2026-11-24',
    },
  ]);
});
