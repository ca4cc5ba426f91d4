import type { CalendarDate } from '@commissioning/kernel';
import { faultFinder } from '@commissioning/kernel';
import {
  bare,
  event,
  eventId,
  inStream,
  like,
  momentOf,
  noon,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  ConsultationDocument,
  consultationsPage,
  consultationStandingOn,
  opportunities,
  type OpportunityStanding,
} from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
let world: World;
beforeEach(() => {
  world = worldOf(opportunities);
});

const opened = (consultation: string, from: string, until: string, more: object = {}) =>
  like('ConsultationOpened', { consultation, from, until, ...more });
const listed = async (standing: OpportunityStanding | 'all', today: string) =>
  (
    await world.find(
      'opportunities',
      'consultations',
      consultationsPage({ standing, today: today as CalendarDate, limit: 100 }),
    )
  ).map(({ body }) => body['consultation']);
const all = async (): Promise<ReadonlyArray<ConsultationDocument>> =>
  [...(await world.documents('opportunities', 'consultations')).values()].map(
    ({ body }) => body as unknown as ConsultationDocument,
  );
const one = async (): Promise<ConsultationDocument> => {
  const [document] = await all();
  if (document === undefined) throw new Error('Nothing is asked');
  return document;
};

afterEach(async () => {
  for (const document of await all()) expect(faultFinder(ConsultationDocument)(document)).toEqual([]);
});

test('a consultation is public from its opening: what is asked, of whom, until when and how to answer', async () => {
  await world.tell(
    ...inStream(
      stream,
      like('NeedIdentified'),
      bare('ConsultationOpened', ['document', 'reference'], { consultation: 'winter' }),
    ),
  );
  expect(await one()).toMatchObject({
    commission: reference,
    consultation: 'winter',
    consulted: ['public', 'service-users'],
    until: '2027-01-15',
    answer: expect.stringContaining('By the form') as string,
    reference: null,
    document: null,
    withdrawn: null,
    heldOn: null,
  });
  // Nothing else of a commission that is not public is told by it.
  const everything = await Promise.all(
    ['opportunities', 'consultations', 'notices', 'results'].map(async (each) => [
      ...(await world.documents('opportunities', each)).values(),
    ]),
  );
  expect(everything.flat()).toHaveLength(1);
});

test('consultations are listed while answers are taken, those that end next first', async () => {
  await world.tell(
    ...inStream(
      stream,
      opened('long', '2026-11-16', '2027-01-15'),
      opened('short', '2026-11-20', '2026-12-04'),
      opened('later', '2026-12-01', '2026-12-20'),
    ),
  );
  expect(await listed('open', '2026-11-23')).toEqual(['short', 'long']);
  expect(await listed('forthcoming', '2026-11-23')).toEqual(['later']);
  expect(await listed('open', '2026-12-04')).toEqual(['short', 'later', 'long']);
  expect(await listed('open', '2026-12-05')).toEqual(['later', 'long']);
  expect(await listed('closed', '2026-12-05')).toEqual(['short']);
  expect(await listed('open', '2027-01-15')).toEqual(['long']);
  expect(await listed('closed', '2027-01-16')).toEqual(['long', 'later', 'short']);
  expect(await listed('all', '2026-11-01')).toEqual(['long', 'later', 'short']);
});

test('one that is extended is listed longer, and says why', async () => {
  await world.tell(
    ...inStream(
      stream,
      opened('winter', '2026-11-16', '2027-01-15'),
      like('ConsultationExtended', { consultation: 'winter', until: '2027-01-29', reason: 'Snow.' }),
    ),
  );
  expect(await one()).toMatchObject({
    until: '2027-01-29',
    extended: [{ until: '2027-01-29', reason: 'Snow.' }],
  });
  expect(await listed('open', '2027-01-29')).toEqual(['winter']);
});

test('one that is withdrawn is over on the day of it, and says why; its first last day stays', async () => {
  await world.tell(
    { stream, event: opened('winter', '2026-11-16', '2027-01-15'), at: noon('2026-11-16') },
    {
      stream,
      event: like('ConsultationWithdrawn', { consultation: 'winter', reason: 'Asked elsewhere.' }),
      at: noon('2026-12-10'),
    },
  );
  expect(await listed('open', '2026-12-10')).toEqual([]);
  expect(await listed('closed', '2026-12-10')).toEqual(['winter']);
  expect(await one()).toMatchObject({
    until: '2027-01-15',
    withdrawn: { reason: 'Asked elsewhere.', on: '2026-12-10' },
  });
});

test('one that was held says so; one that nobody was asked openly is not listed', async () => {
  await world.tell(
    ...inStream(
      stream,
      opened('winter', '2026-11-16', '2026-11-20'),
      like('ConsultationHeld', { consultation: 'winter' }),
      like('ConsultationHeld', { consultation: 'quiet' }),
    ),
  );
  expect(await all()).toHaveLength(1);
  expect((await one()).heldOn).toBe('2026-11-23');
});

test('a slip in what is asked is put right', async () => {
  await world.tell(
    ...inStream(
      stream,
      opened('winter', '2026-11-16', '2027-01-15', { title: 'What would hlep' }),
      event('EntryCorrected', {
        correction: 'c1',
        entry: eventId(0),
        of: 'ConsultationOpened',
        changes: [{ field: '/title', public: { from: 'What would hlep', to: 'What would help' } }],
        names: [{ field: 'consultation', id: 'winter' }],
        otherNames: [],
        reason: 'Letters were swapped.',
      }),
    ),
  );
  expect((await one()).title).toBe('What would help');
});

test('is as it stood at a moment', async () => {
  await world.tell(
    { stream, event: opened('winter', '2026-11-16', '2026-12-01'), at: noon('2026-11-16') },
    {
      stream,
      event: like('ConsultationExtended', { consultation: 'winter', until: '2026-12-20' }),
      at: noon('2026-11-30'),
    },
  );
  const at = { knownAt: momentOf(noon('2026-11-20')) };
  const before = await world.documents('opportunities', 'consultations', at);
  expect(before.get(`${reference}/winter`)?.body).toMatchObject({ until: '2026-12-01' });
});

test.each([
  ['2026-11-29', 'forthcoming'],
  ['2026-11-30', 'open'],
  ['2027-01-15', 'open'],
  ['2027-01-16', 'closed'],
])('on %s it is %s: its first and its last day count', (today, standing) => {
  const dates = { from: '2026-11-30', listedUntil: '2027-01-15' } as ConsultationDocument;
  expect(consultationStandingOn(dates, today as CalendarDate)).toBe(standing);
});
