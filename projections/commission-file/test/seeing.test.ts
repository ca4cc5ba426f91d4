import { eventDefinitions, type PanelReading } from '@commissioning/domain';
import type { JsonObject, Role } from '@commissioning/kernel';
import { fixtureOf, like, noon, opened, type Telling } from '../../../test/support/read-models';
import {
  type Competition,
  eventSeen,
  type FileDocument,
  fileSeen,
  PartKind,
  type PartDocument,
  partSeen,
  type Reader,
  readsFiles,
} from '../src';

const commission = 'BEDS-2026-0007';
const lots = { north: 'north', south: 'south' } as const;

const reader = (role: Role, panel?: PanelReading): Reader => ({
  id: 'ann' as Reader['id'],
  role,
  ...(panel === undefined ? {} : { panel }),
});
const everywhere: PanelReading = { declared: true, freeIn: () => true };
const undeclared: PanelReading = { declared: false, freeIn: () => true };
const notInNorth: PanelReading = { declared: true, freeIn: (lot) => lot !== lots.north };

const within: Readonly<Record<string, Reader>> = {
  officer: reader('commissioning-officer'),
  approver: reader('approver'),
  auditor: reader('auditor'),
  finance: reader('finance'),
  administrator: reader('administrator'),
  panel: reader('panel-member', everywhere),
};

const before: Competition = {
  opened: null,
  closes: noon('2026-12-01') as Competition['now'],
  halts: [],
  cancelled: false,
  now: noon('2026-11-30') as Competition['now'],
};
const after: Competition = {
  ...before,
  opened: noon('2026-12-02') as Competition['now'],
  now: noon('2026-12-02') as Competition['now'],
};

const part = (kind: string, fields: object = {}): PartDocument =>
  ({ commission, kind, id: `a-${kind}`, of: null, ...fields }) as PartDocument;

const kinds = Object.keys(PartKind.keys) as ReadonlyArray<PartDocument['kind']>;

describe('which roles read which kind of part', () => {
  const all = ['officer', 'approver', 'auditor', 'finance', 'administrator', 'panel'];
  const onTheMatter = ['officer', 'approver', 'auditor'];
  const published = 'need specification lot award-matrix amendment question notice';
  const money =
    'instrument route allocation release funding-conditions exception subsidy diligence award no-award publication standstill ' +
    'agreement return invoice payment closing challenge dispute recovery breach variation extension termination ' +
    'co-commissioner contribution contribution-receipt contribution-withdrawal ' +
    'assistance-notice assistance-confirmation subsidy-entry';
  const competing =
    'panel-member quote bid exclusion lock moderation movement evaluation recommendation reserve';
  const each = (names: string, who: ReadonlyArray<string>) =>
    Object.fromEntries(names.split(' ').map((kind) => [kind, who]));
  const expected: Readonly<Record<string, ReadonlyArray<string>>> = {
    ...each(kinds.join(' '), onTheMatter),
    ...each(published, all),
    ...each(money, [...onTheMatter, 'finance']),
    ...each(competing, [...onTheMatter, 'panel']),
    ...each('halt cancellation', [...onTheMatter, 'finance', 'panel']),
  };

  test.each(kinds)('%s', (kind) => {
    const seenBy = Object.entries(within)
      .filter(([, who]) => partSeen(who, after)(part(kind)) !== undefined)
      .map(([name]) => name);
    expect(seenBy.toSorted()).toEqual(expected[kind]?.toSorted());
  });

  test('finance reads a challenge, and not which bid had been left out', () => {
    const challenged = part('challenge', { about: 'That it was left out.', exclusionOf: 'azalea' });
    const seenBy = (name: string) => partSeen(within[name] as Reader, after)(challenged);
    expect(seenBy('officer')).toEqual(challenged);
    expect(seenBy('finance')).toEqual(part('challenge', { about: 'That it was left out.' }));
  });

  test.each(['public', 'provider', 'system'] as const)('%s reads none', (role) => {
    expect(readsFiles(role)).toBe(false);
    for (const kind of kinds) expect(partSeen(reader(role), after)(part(kind))).toBeUndefined();
  });

  test('but whoever declared an interest reads what they declared and how it was settled', () => {
    const own = [part('interests', { id: 'ann' }), part('interest-settled', { actor: 'ann' })];
    const others = [part('interests', { id: 'bob' }), part('interest-settled', { actor: 'bob' })];
    for (const who of ['finance', 'panel']) {
      const seen = partSeen(within[who] as Reader, after);
      expect(own.map(seen)).toEqual(own);
      expect(others.map(seen)).toEqual([undefined, undefined]);
    }
  });
});

describe('before bids are opened', () => {
  test.each(Object.keys(within))('%s sees nothing of one, however it stands', (name) => {
    const seen = partSeen(within[name] as Reader, before);
    for (const standing of ['sealed', 'withdrawn', 'late, unopened'])
      expect(seen(part('bid', { standing }))).toBeUndefined();
  });

  test.each(Object.keys(within))('%s sees in the history that none came, left or was late', (name) => {
    const tellings: ReadonlyArray<Telling> = ['BidReceived', 'BidWithdrawn', 'LateBidRefused'].map(
      (type) => ({ stream: `commission-${commission}`, event: like(type) }),
    );
    for (const event of opened(tellings, 'sensitive'))
      expect(eventSeen(within[name] as Reader, before)(event as never)).toBe(false);
  });

  test('the passing of the deadline opens nothing', () => {
    const closed = { ...before, now: noon('2027-01-01') as Competition['now'] };
    expect(partSeen(within['officer'] as Reader, closed)(part('bid'))).toBeUndefined();
  });
});

describe('before quotes close', () => {
  const quote = part('quote', {
    invited: { provider: 'BEDS-azalea', name: 'Azalea' },
    local: true,
    standing: 'received',
    from: { provider: 'BEDS-azalea', name: 'Azalea' },
    amount: { pence: 400_000, vat: 'outside' },
    lot: 'north',
    for: 'All of it.',
  });
  const { invited: _invited, ...unasked } = quote;

  test('an officer sees who was invited, and not whether they answered', () => {
    const seen = partSeen(within['officer'] as Reader, before);
    expect(seen(quote)).toEqual(part('quote', { invited: quote['invited'], local: true }));
    expect(seen(unasked as PartDocument)).toBeUndefined();
  });

  test('the history has the invitations alone', () => {
    const tellings = ['QuoteInvited', 'QuoteReceived', 'QuoteDeclined'].map((type) => ({
      stream: `commission-${commission}`,
      event: like(type),
    }));
    const events = opened(tellings, 'sensitive');
    const seen = (competition: Competition) =>
      events.filter((event) => eventSeen(within['officer'] as Reader, competition)(event as never)).length;
    expect([seen(before), seen(after)]).toEqual([1, 3]);
    expect(events.some((event) => eventSeen(within['finance'] as Reader, after)(event as never))).toBe(false);
  });

  test('a quote on a route that names no closing time is seen as it comes', () => {
    expect(partSeen(within['officer'] as Reader, { ...before, closes: null })(quote)).toEqual(quote);
  });

  test('a member of the panel who has not declared sees whose it is', () => {
    expect(partSeen(reader('panel-member', undeclared), after)(quote)).toEqual(
      part('quote', { invited: quote['invited'], from: quote['from'], standing: 'received' }),
    );
    expect(partSeen(within['panel'] as Reader, after)(quote)).toEqual(quote);
  });
});

test('how many committed themselves is told with the bids, and not before', () => {
  const closed = part('bidding-closed', { digest: 'd', salt: 's', commitments: ['a', 'b'] });
  const officer = within['officer'] as Reader;
  expect([partSeen(officer, before)(closed), partSeen(officer, after)(closed)]).toEqual([undefined, closed]);
});

describe('a member of the panel', () => {
  const [openedBid] = fixtureOf('BidsOpened')['bids'] as ReadonlyArray<JsonObject>;
  const offer = (lot: string) => ({ lot, price: { pence: 1, vat: 'outside' } });
  const bid = part('bid', {
    ...openedBid,
    id: 'azalea',
    standing: 'opened',
    offers: [offer(lots.north), offer(lots.south)],
  });

  test('reads of a bid whose it is, to declare against it, and the rest once that is done', () => {
    const whose = {
      commission,
      kind: 'bid',
      id: 'azalea',
      of: null,
      bidder: bid['bidder'],
      standing: 'opened',
    };
    expect(partSeen(reader('panel-member', undeclared), after)(bid)).toEqual(whose);
    expect(partSeen(reader('panel-member', everywhere), after)(bid)).toEqual(bid);
  });

  test('reads nothing that a bid offers in a lot an interest bars them from', () => {
    const seen = partSeen(reader('panel-member', notInNorth), after);
    expect(seen(bid)?.['offers']).toEqual([offer(lots.south)]);
    expect(seen({ ...bid, offers: [offer(lots.north)] })).not.toHaveProperty('offers');
    expect(seen({ ...bid, offers: [offer(lots.north)] })).not.toHaveProperty('promises');
  });

  test.each(['exclusion', 'lock', 'moderation', 'movement', 'evaluation', 'recommendation'])(
    'reads a %s of the lots that are theirs, once they have declared',
    (kind) => {
      const [north, south] = [part(kind, { of: lots.north }), part(kind, { of: lots.south })];
      expect([north, south].map(partSeen(reader('panel-member', notInNorth), after))).toEqual([
        undefined,
        south,
      ]);
      expect([north, south].map(partSeen(reader('panel-member', undeclared), after))).toEqual([
        undefined,
        undefined,
      ]);
    },
  );

  test('reads that a bid was left out of every lot once they have declared', () => {
    const everyLot = part('exclusion', { bid: 'azalea', ground: 'Excluded supplier' });
    expect(partSeen(reader('panel-member', undeclared), after)(everyLot)).toBeUndefined();
    expect(partSeen(reader('panel-member', notInNorth), after)(everyLot)).toEqual(everyLot);
  });

  test('is not told revisions or when the file changed last, which count sealed bids', () => {
    const file = { reference: commission, title: 'T', revision: 12, changedAt: noon('2026-12-01') };
    const seen = fileSeen(within['panel'] as Reader, file as unknown as FileDocument);
    expect(seen).toEqual({ reference: commission, title: 'T' });
    expect(fileSeen(within['officer'] as Reader, file as unknown as FileDocument)).toEqual(file);
  });
});

test('quotes whose closing time fell into a halt have not closed: it is extended first', () => {
  const quote = part('quote', { invited: {}, from: {}, standing: 'received' });
  const seen = (from: string, until: string | null, cancelled = false) => {
    const halt = { halt: 'h1', from: noon(from), until: until && noon(until) };
    const halts = [halt] as unknown as Competition['halts'];
    return partSeen(within['officer'] as Reader, { ...after, halts, cancelled })(quote)?.['standing'];
  };
  expect(seen('2026-11-30', null)).toBeUndefined();
  expect(seen('2026-11-30', '2026-12-01')).toBeUndefined();
  expect(seen('2026-11-30', null, true)).toBe('received');
  expect(seen('2026-11-29', '2026-11-30')).toBe('received');
  expect(seen('2026-12-02', null)).toBe('received');
});

test('those who pay see how both halves of a return stand, and none of what measures and users say', () => {
  const kpi = {
    standing: 'accepted',
    values: [{ kpi: 'k', comment: 'A victim said' }],
    userFeedback: 'Thanks',
  };
  const financial = { standing: 'accepted', lines: [] };
  const seen = partSeen(
    within['finance'] as Reader,
    after,
  )(part('return', { due: '2027-07-21', kpi, financial }));
  expect(seen).toEqual(part('return', { due: '2027-07-21', kpi: { standing: 'accepted' }, financial }));
});

describe('the history', () => {
  const seenBy = (role: Role): ReadonlyArray<string> =>
    opened(
      eventDefinitions
        .filter(({ aggregate }) => aggregate === 'commission')
        .map(({ type }) => ({ stream: `commission-${commission}`, event: like(type) })),
      'sensitive',
    )
      .filter((event) => eventSeen(reader(role), after)(event as never))
      .map(({ type }) => type);

  test('of an auditor has every event, once bids are opened', () => {
    expect(seenBy('auditor')).toHaveLength(
      eventDefinitions.filter(({ aggregate }) => aggregate === 'commission').length,
    );
  });

  test('of finance has what is paid and nothing of who competed or how they were scored', () => {
    const types = seenBy('finance');
    expect(types).toEqual(expect.arrayContaining(['FundingAllocated', 'GrantAwarded', 'PaymentMade']));
    for (const type of ['BidReceived', 'BidsOpened', 'BidScored', 'ScoreModerated', 'InterestDeclared'])
      expect(types).not.toContain(type);
  });

  test('of an administrator has what is public', () => {
    expect(seenBy('administrator').toSorted()).toEqual(
      [
        'NeedIdentified',
        'AwardMatrixSet',
        'SpecPublished',
        'SpecAmended',
        'ClarificationAsked',
        'ClarificationAnswered',
        'NoticePublished',
        'EntryCorrected',
      ].toSorted(),
    );
  });
});
