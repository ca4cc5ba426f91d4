import { type DomainEvent, faultFinder } from '@commissioning/kernel';
import { bedfordshireRules } from '@commissioning/domain';
import {
  like,
  event,
  eventId,
  inStream,
  noon,
  momentOf,
  numberBehind,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import { duties, dutiesPage, type DutiesAsked, DutyDocument } from '../src';

const commission = 'BEDS-2026-0007';
const stream = `duties-${commission}`;
const rules = bedfordshireRules.at(-1);
const adopted = event('RulesAdopted', rules as object);

const about = (rule: string, subject: string, due: string) => ({ duty: `${rule}/${subject}/${due}`, rule });
const fellDue = (rule: string, subject: string, due: string, owedBy: string): DomainEvent =>
  like('DutyFellDue', { ...about(rule, subject, due), subject, from: '2026-08-01', due, owedBy });
const missed = (rule: string, subject: string, due: string, escalatedTo?: string): DomainEvent =>
  event('DutyMissed', {
    ...about(rule, subject, due),
    due,
    ...(escalatedTo === undefined ? {} : { escalatedTo }),
  });
const met = (rule: string, subject: string, due: string, on: string): DomainEvent =>
  event('DutyMet', { ...about(rule, subject, due), due, on, metBy: eventId(900) });

const invoice = ['pay-invoice', 'w1/i1', '2026-09-30'] as const;
const ofReturn = ['return-kpis', 'w1/q1', '2026-08-21'] as const;
const question = ['answer-question', 'one', '2026-12-01'] as const;

let world: World;
beforeEach(async () => {
  world = worldOf(duties);
  await world.tell(...inStream('rulebook-BEDS', adopted));
});

const all = async (): Promise<ReadonlyArray<DutyDocument>> =>
  [...(await world.documents('duties', 'duties')).values()].map(
    ({ body }) => body as unknown as DutyDocument,
  );
const asked = async (of: Omit<DutiesAsked, 'limit'>) =>
  (await world.find('duties', 'duties', dutiesPage({ limit: 1, ...of }))).map(({ body }) => body['duty']);

afterEach(async () => {
  for (const document of await all()) expect(faultFinder(DutyDocument)(document)).toEqual([]);
});

describe('a duty', () => {
  test('says what is owed by when, by whom, in the words of its rule', async () => {
    await world.tell(...inStream(stream, fellDue(...invoice, 'finance')));
    expect(await all()).toEqual([
      {
        owedFor: commission,
        commission,
        duty: 'pay-invoice/w1/i1/2026-09-30',
        rule: 'pay-invoice',
        sentence: 'A valid invoice is paid within 30 days beginning with the day on which it is received.',
        source: 'Procurement Act 2023 ss.68, 88; before it Public Contracts Regulations 2015 reg 113',
        subject: 'w1/i1',
        from: '2026-08-01',
        due: '2026-09-30',
        owedBy: 'finance',
        liesWith: 'finance',
        standing: 'due',
        metOn: null,
        ruleBookVersion: 5,
      },
    ]);
  });

  test('that is met in time was met, one that is met late was met late', async () => {
    await world.tell(
      ...inStream(
        stream,
        fellDue(...invoice, 'finance'),
        fellDue(...ofReturn, 'provider'),
        missed(...ofReturn, 'commissioning-officer'),
        met(...invoice, '2026-09-20'),
        met(...ofReturn, '2026-08-25'),
      ),
    );
    expect(await all()).toMatchObject([
      { standing: 'met', metOn: '2026-09-20', liesWith: 'finance' },
      { standing: 'met-late', metOn: '2026-08-25', owedBy: 'provider', liesWith: 'commissioning-officer' },
    ]);
  });

  test('that was missed lies with whom it went to, or where it was', async () => {
    await world.tell(
      ...inStream(
        stream,
        fellDue(...invoice, 'finance'),
        fellDue(...ofReturn, 'provider'),
        missed(...invoice),
        missed(...ofReturn, 'commissioning-officer'),
      ),
    );
    expect(await all()).toMatchObject([
      { standing: 'overdue', owedBy: 'finance', liesWith: 'finance' },
      { standing: 'overdue', owedBy: 'provider', liesWith: 'commissioning-officer' },
    ]);
  });

  test('that lapsed is owed no more', async () => {
    const { duty, rule } = about(...question);
    await world.tell(
      ...inStream(
        stream,
        fellDue(...question, 'commissioning-officer'),
        event('DutyLapsed', { duty, rule, lapsedBy: eventId(900) }),
      ),
    );
    expect(await all()).toMatchObject([{ standing: 'lapsed', metOn: null }]);
  });

  test('of a body for itself is of no commission', async () => {
    await world.tell(
      ...inStream('duties-BEDS', fellDue('payments-compliance', '2026-09-30', '2026-10-29', 'finance')),
      ...inStream(stream, fellDue(...invoice, 'finance')),
    );
    expect(await all()).toContainEqual(
      expect.objectContaining({
        owedFor: 'BEDS',
        commission: null,
        sentence: expect.stringContaining('within 30 days beginning with its last day') as string,
        subject: '2026-09-30',
        due: '2026-10-29',
      }),
    );
    expect(await asked({ commission: 'BEDS' })).toEqual(['payments-compliance/2026-09-30/2026-10-29']);
    expect(await asked({ commission })).toEqual(['pay-invoice/w1/i1/2026-09-30']);
    expect(await asked({ commission: 'HERTS' })).toEqual([]);
  });

  test('names the event behind its standing', async () => {
    await world.tell(...inStream(stream, fellDue(...invoice, 'finance'), missed(...invoice)));
    const [document] = [...(await world.documents('duties', 'duties')).values()];
    expect(document && numberBehind(document, '/standing')).toBe(2);
    expect(document && numberBehind(document, '/due')).toBe(1);
  });
});

describe('duties', () => {
  beforeEach(async () => {
    await world.tell(
      { stream, event: fellDue(...ofReturn, 'provider'), at: noon('2026-08-01') },
      { stream, event: missed(...ofReturn, 'commissioning-officer'), at: noon('2026-08-22') },
      { stream, event: fellDue(...invoice, 'finance'), at: noon('2026-09-01') },
      { stream, event: met(...invoice, '2026-09-20'), at: noon('2026-09-20') },
      {
        stream: 'duties-BEDS-2026-0008',
        event: fellDue(...question, 'commissioning-officer'),
        at: noon('2026-11-24'),
      },
    );
  });
  const overdue = about(...ofReturn).duty;
  const done = about(...invoice).duty;
  const due = about(...question).duty;

  test('come by the day they are due, page by page', async () => {
    expect(await asked({})).toEqual([overdue, done, due]);
  });

  test('are found by commission, by who is to act, by standing and by day', async () => {
    expect(await asked({ commission })).toEqual([overdue, done]);
    expect(await asked({ owner: 'commissioning-officer' })).toEqual([overdue, due]);
    expect(await asked({ owner: 'provider' })).toEqual([]);
    expect(await asked({ standing: 'open' })).toEqual([overdue, due]);
    expect(await asked({ standing: 'due' })).toEqual([due]);
    expect(await asked({ standing: 'overdue', owner: 'commissioning-officer' })).toEqual([overdue]);
    expect(await asked({ standing: 'met' })).toEqual([done]);
    expect(await asked({ standing: 'met-late' })).toEqual([]);
    expect(await asked({ dueBy: '2026-09-30' })).toEqual([overdue, done]);
    expect(await asked({ dueBy: '2026-09-29', standing: 'open' })).toEqual([overdue]);
  });

  test('are as they stood at a moment', async () => {
    const at = { knownAt: momentOf(noon('2026-08-10')) };
    expect(await asked({ standing: 'due', at })).toEqual([overdue]);
    expect(await asked({ standing: 'overdue', at })).toEqual([]);
  });
});
