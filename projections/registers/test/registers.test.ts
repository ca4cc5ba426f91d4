import { faultFinder } from '@commissioning/kernel';
import {
  eventId,
  inStream,
  like,
  momentOf,
  noon,
  numberBehind,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import { EntryDocument, entrySeen, OpeningDocument, registerEntries, registers, readsRegister } from '../src';

const commission = 'BEDS-2026-0007';
const stream = `commission-${commission}`;

let world: World;
beforeEach(() => {
  world = worldOf(registers);
});

const entries = async (name: Parameters<typeof registerEntries>[0], more: object = {}) =>
  (await world.find('registers', 'entries', registerEntries(name, { limit: 100, ...more }))).map(
    ({ body }) => body,
  );

afterEach(async () => {
  for (const [collection, codec] of [
    ['entries', EntryDocument],
    ['openings', OpeningDocument],
  ] as const)
    for (const { body } of (await world.documents('registers', collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
});

describe('the register of exceptions', () => {
  test('has each rule set aside, with its ground, who authorised it and the decision, newest first', async () => {
    await world.tell(
      { stream, event: like('ExceptionRecorded'), at: noon('2026-11-23') },
      { stream, event: like('ExceptionRecorded', { rule: 'quotes.one-local' }), at: noon('2026-11-24') },
    );
    expect(await entries('exceptions')).toMatchObject([
      { rule: 'quotes.one-local', on: '2026-11-24' },
      {
        commission,
        rule: 'quotes.three-received',
        ground: 'Two of three invited declined, and the need does not wait.',
        authorisedBy: 'approver-1',
        decision: 'BEDS-PCC24-0074',
        by: 'officer-1',
        role: 'commissioning-officer',
        event: eventId(0),
      },
    ]);
  });

  test('can be read as it stood, and for one commission', async () => {
    const other = 'commission-BEDS-2026-0008';
    await world.tell(
      { stream, event: like('ExceptionRecorded'), at: noon('2026-11-23') },
      { stream: other, event: like('ExceptionRecorded'), at: noon('2026-11-25') },
    );
    expect(await entries('exceptions', { commission: 'BEDS-2026-0008' })).toHaveLength(1);
    const before = { at: { asAt: momentOf(noon('2026-11-24')) } };
    expect(await entries('exceptions', before)).toMatchObject([{ commission }]);
  });
});

test('the register of the clock has what it said when it was confirmed, and by which other one', async () => {
  const by = { id: 'administrator-1', role: 'administrator' };
  const at = noon('2027-01-04');
  await world.tell({ stream: 'clock-BEDS-2027', event: like('ClockConfirmed'), at, by });
  expect(await entries('clock')).toMatchObject([
    {
      commission: null,
      by: 'administrator-1',
      recordedAt: momentOf(at),
      read: '2027-01-04T08:58:00.000Z',
      reason: 'Nothing was recorded from 11 December to 4 January: the office was closed, and then moved.',
    },
  ]);
});

describe('the register of direct awards', () => {
  test('has the ground and what shows it, each time one was allowed', async () => {
    await world.tell(...inStream(stream, like('DirectAwardAuthorised'), like('DirectAwardAuthorised')));
    expect(await entries('direct-awards')).toMatchObject([
      { commission, ground: 'continuation' },
      { commission, ground: 'continuation' },
    ]);
  });
});

describe('the register of access', () => {
  test('has who was shown what, by whom it was and not by what noted it', async () => {
    const noting = { id: 'system:access', role: 'system' };
    await world.tell(
      { stream: 'access-BEDS-2026-11-30', event: like('ItemViewed'), by: noting },
      {
        stream: 'access-BEDS-2026-11-30',
        event: like('ItemViewed', { what: 'register', of: 'interests', kinds: ['interests'] }),
        by: noting,
      },
    );
    expect(await entries('access')).toMatchObject([
      { commission: null, what: 'register', of: 'interests' },
      {
        commission,
        by: 'officer-1',
        role: 'commissioning-officer',
        what: 'file',
        kinds: ['heard', 'interest-settled'],
      },
    ]);
    expect(await entries('access', { commission })).toHaveLength(1);
    expect(readsRegister('auditor', 'access')).toBe(true);
    expect(readsRegister('commissioning-officer', 'access')).toBe(false);
  });
});

describe('the register of interests', () => {
  test('has for each person what they declared last at each stage, and everything that was settled', async () => {
    await world.tell(
      ...inStream(
        stream,
        like('InterestDeclared', { stage: 'general', interests: [] }),
        like('InterestDeclared'),
        like('InterestManaged'),
        like('InterestDeclared', { actor: 'panel-3', stage: 'general', interests: [] }),
      ),
    );
    const found = await entries('interests');
    expect(found).toHaveLength(2);
    expect(found.find(({ person }) => person === 'panel-2')).toMatchObject({
      general: [],
      bidders: [{ nature: 'Volunteered for the bidder until March 2024.', provider: 'BEDS-azalea' }],
      settled: [{ handled: 'removed-from-lot', lot: 'south', by: 'officer-1' }],
    });
    expect(found.find(({ person }) => person === 'panel-3')).toMatchObject({ bidders: null, settled: [] });
    const document = (await world.documents('registers', 'entries')).get(`interests/${commission}/panel-2`);
    if (document === undefined) throw new Error('there is none');
    expect(numberBehind(document, '/bidders')).toBe(1);
    expect(numberBehind(document, '/settled/0')).toBe(2);
  });
});

describe('the register of what was withheld', () => {
  test('has each item of a decision once, however many commissions tell of its publication', async () => {
    const published = like('DecisionPublished');
    await world.tell({ stream: 'decision-BEDS-PCC24-0072a', event: published }, { stream, event: published });
    expect(await entries('withholdings')).toMatchObject([
      {
        decision: 'BEDS-PCC24-0072a',
        item: 'Address of the drop-in',
        ground: 'safety-of-a-person',
        inTheViewOf: 'chief-officer-of-police',
      },
    ]);
  });

  test('has what was withheld later, of which award and until when', async () => {
    await world.tell({
      stream,
      event: like('ItemWithheld', {
        award: 'w1',
        item: 'provider',
        formedOn: '2027-05-10',
        until: '2027-06-30',
      }),
    });
    const [entry] = await entries('withholdings');
    expect(entry).toMatchObject({ commission, decision: null, award: 'w1', item: 'provider' });
    expect(entry).toMatchObject({ until: '2027-06-30', formedOn: '2027-05-10' });
  });
});

describe('the register of refusals', () => {
  const refused = (action: string) => ({
    stream: 'refusals-BEDS-2026',
    event: like('CommandRefused', { action }),
  });

  test('has who asked for what, of which commission, and which rule said no', async () => {
    await world.tell(refused('publish-spec'));
    expect(await entries('refusals')).toMatchObject([
      {
        commission,
        action: 'publish-spec',
        rule: 'bid.before-deadline',
        strength: 'integrity',
        field: '/bid',
        by: 'officer-1',
        competing: false,
      },
    ]);
  });

  test.each([
    'receive-bid',
    'withdraw-bid',
    'refuse-late-bid',
    'ask-clarification',
    'receive-quote',
    'decline-quote',
  ])('tells of %s once the bids of the commission have been opened, and not before', async (action) => {
    await world.tell(refused(action), refused('publish-spec'));
    const shown = async () => {
      const opened = new Set((await world.documents('registers', 'openings')).keys());
      const found = (await entries('refusals')) as unknown as ReadonlyArray<EntryDocument>;
      return found.filter(entrySeen(opened)).length;
    };
    expect(await shown()).toBe(1);
    await world.tell({ stream: 'commission-BEDS-2026-0008', event: like('BidsOpened') });
    expect(await shown()).toBe(1);
    await world.tell({ stream, event: like('BidsOpened') });
    expect(await shown()).toBe(2);
  });
});

describe('the register of erasures', () => {
  it('has whom, where, on which ground and by whom; and what was held meanwhile', async () => {
    const provider = 'provider-BEDS-azalea';
    const by = { id: 'admin-1', role: 'administrator' };
    await world.tell(
      { stream: provider, event: like('RecordsHeld'), by },
      { stream: provider, event: like('HoldLifted'), by },
      { stream: provider, event: like('PersonErased'), by },
    );
    expect(await entries('erasures')).toMatchObject([
      {
        commission: null,
        provider: 'BEDS-azalea',
        what: 'erased',
        person: 'clerk',
        ground: 'objection',
        requestedOn: '2027-02-01',
        file: 'dsr-2027-004',
        hold: null,
        reason: null,
        by: 'admin-1',
        role: 'administrator',
      },
      { what: 'lifted', hold: 'challenge-2027', reason: 'The challenge was withdrawn.' },
      { what: 'held', hold: 'challenge-2027', person: null, ground: null },
    ]);
  });
});

test('each register is for those alone who look into it', () => {
  const roles = [
    'auditor',
    'approver',
    'commissioning-officer',
    'finance',
    'administrator',
    'provider',
    'public',
  ] as const;
  const readers = (name: Parameters<typeof readsRegister>[1]) =>
    roles.filter((role) => readsRegister(role, name));
  expect(readers('exceptions')).toEqual(['auditor', 'approver', 'commissioning-officer', 'finance']);
  expect(readers('interests')).toEqual(['auditor', 'approver', 'commissioning-officer']);
  expect(readers('refusals')).toEqual(['auditor']);
  expect(readers('erasures')).toEqual(['auditor', 'approver', 'administrator']);
  expect(readers('clock')).toEqual(['auditor', 'approver', 'administrator']);
});
