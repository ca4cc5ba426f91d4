import { type DomainEvent, faultFinder } from '@commissioning/kernel';
import type { Moment } from '@commissioning/read-store';
import {
  fixtureOf,
  inStream,
  like,
  momentOf,
  noon,
  numberBehind,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  AmendmentDocument,
  ClarificationDocument,
  HowFound,
  NoticeDocument,
  ofOpportunity,
  opportunities,
  opportunitiesPage,
  type OpportunityDocument,
  OpportunityDocument as OpportunityCodec,
  type OpportunityStanding,
  ResultDocument,
  standingAt,
} from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';

const opens = '2026-12-01T09:00:00.000Z';
const closes = '2027-01-15T12:00:00.000Z';
const spec = (more: object = {}) => like('SpecPublished', { opens, closes, ...more });
const award = (id: string, more: object = {}) =>
  like('GrantAwarded', {
    award: id,
    lot: 'north',
    decision,
    recipient: { provider: 'BEDS-village-hall', name: 'Village Hall Trust' },
    amount: { pence: 2_500_000, vat: 'outside' },
    ...more,
  });
const noAward = (lot: string) => like('NoAwardMade', { lot, decision, reason: 'No bid passed.' });
const publication = (awards: ReadonlyArray<string>, more: object = {}) =>
  like('DecisionPublished', { decision, awards, withheld: [], ...more });

let world: World;
beforeEach(() => {
  world = worldOf(opportunities);
});

const told = (...events: ReadonlyArray<DomainEvent>) => world.tell(...inStream(stream, ...events));
const documents = (collection: string, at?: Moment) => world.documents('opportunities', collection, at);
const theOne = async (at?: Moment): Promise<OpportunityDocument> =>
  (await documents('opportunities', at)).get(reference)?.body as unknown as OpportunityDocument;
const results = async (): Promise<ReadonlyArray<ResultDocument>> =>
  (await world.find('opportunities', 'results', ofOpportunity(reference, 100))).map(
    ({ body }) => body as unknown as ResultDocument,
  );
const became = async () => (await theOne()).lots.map((lot) => [lot.id, lot.became]);

const codecs = {
  opportunities: OpportunityCodec,
  clarifications: ClarificationDocument,
  amendments: AmendmentDocument,
  notices: NoticeDocument,
  results: ResultDocument,
};
afterEach(async () => {
  for (const [collection, codec] of Object.entries(codecs))
    for (const { body } of (await documents(collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
});

describe('an opportunity', () => {
  test('is there from the publication of its specification, and not while its route is being chosen', async () => {
    await told(like('InstrumentChosen'), like('RouteChosen'));
    expect((await documents('opportunities')).size).toBe(0);
    for (const { body } of (await documents('pending')).values())
      expect(faultFinder(HowFound)(body)).toEqual([]);
    await told(spec());
    expect([...(await documents('opportunities')).keys()]).toEqual([reference]);
  });

  test('says what is needed, in which lots, how bids are judged, who may bid and by when', async () => {
    await told(like('InstrumentChosen', { instrument: 'grant' }), like('RouteChosen'), spec());
    const { title, need, criteria, scale, lots } = like('SpecPublished').data as OpportunityDocument;
    expect(await theOne()).toMatchObject({
      commission: reference,
      title,
      need,
      outcomes: ['People are safer and feel it.', 'People cope and recover.'],
      lots: lots.map((lot) => ({ ...lot, became: null, awards: [] })),
      criteria,
      scale,
      instrument: 'grant',
      route: 'Three written quotes, one of them from a local provider',
      competition: 'quotes',
      opens,
      closes,
      until: closes,
      ended: null,
    });
  });

  test('says why it is open for fewer days than is usual, where it is', async () => {
    const electronic = { electronic: true, allDocumentsAtOnce: true };
    const shortened = { because: 'urgency', reason: 'The shelter closes in March.' };
    await told(spec({ tendering: { ...electronic, shortened } }));
    expect(await theOne()).toMatchObject({ closes, shortened });
    await told(spec({ tendering: electronic }));
    expect(await theOne()).toMatchObject({ closes, shortened: null });
    await told(spec({ tendering: undefined }));
    expect(await theOne()).toMatchObject({ closes, shortened: null });
  });

  describe('with totals that were settled for an award', () => {
    const matrix = { withConditionsFrom: 50, recommendedFrom: 70 };
    const routed = (name: string) =>
      like('RouteChosen', { profile: { ...(fixtureOf('RouteChosen')['profile'] as object), name } });

    test('says them with its specification, and nothing of them before', async () => {
      await told(routed('Round'), like('AwardMatrixSet', matrix));
      expect((await documents('opportunities')).size).toBe(0);
      await told(spec());
      expect((await theOne()).matrix).toEqual(matrix);
    });

    test('has them for the route they were settled for alone', async () => {
      await told(routed('Round'), like('AwardMatrixSet', matrix), routed('Round'), spec());
      expect((await theOne()).matrix).toEqual(matrix);
      await told(routed('Tender'), spec());
      expect((await theOne()).matrix).toBeNull();
    });

    test('has none where none were', async () => {
      await told(spec());
      expect((await theOne()).matrix).toBeNull();
    });
  });

  test('has its deadlines as amended for everybody, and keeps what they were before', async () => {
    await world.tell(
      { stream, event: spec(), at: noon('2026-11-30') },
      { stream, event: like('SpecAmended', { closes: '2027-01-22T12:00:00.000Z' }), at: noon('2027-01-04') },
    );
    expect(await theOne()).toMatchObject({
      closes: '2027-01-22T12:00:00.000Z',
      until: '2027-01-22T12:00:00.000Z',
      clarificationsUntil: '2027-01-15T17:00:00.000Z',
    });
    expect(await theOne({ asAt: momentOf(noon('2027-01-03')) })).toMatchObject({ closes, until: closes });
    expect([...(await documents('amendments')).keys()]).toEqual([`${reference}/a1`]);
  });

  test('has a digest over sealed bids once bidding is closed, and what it is over once they are opened', async () => {
    const { digest, salt, commitments } = fixtureOf('BiddingClosed');
    const at = '2027-01-15T12:00:00.001Z';
    await told(spec());
    await world.tell({ stream, event: like('BiddingClosed'), at });
    expect((await theOne()).closing).toEqual({ digest, at, opened: null });
    expect(JSON.stringify(await theOne())).not.toContain((commitments as ReadonlyArray<string>)[0]);
    await world.tell({ stream, event: like('BidsOpened'), at: noon('2027-01-18') });
    expect((await theOne()).closing).toEqual({ digest, at, opened: { salt, commitments } });
    expect((await theOne({ asAt: momentOf(noon('2027-01-16')) })).closing?.opened).toBeNull();
  });

  test('whose deadline is extended after bidding was closed takes bids again', async () => {
    const at = '2027-01-15T12:00:00.001Z';
    await told(spec());
    await world.tell(
      { stream, event: like('BiddingClosed'), at },
      { stream, event: like('SpecAmended', { closes: '2027-01-22T12:00:00.000Z' }), at: noon('2027-01-17') },
    );
    expect((await theOne()).closing).toBeNull();
  });

  test('takes no bid once its commission has ended, though its deadline is still to come', async () => {
    await told(spec());
    await world.tell({
      stream,
      event: like('CommissionClosed', { outcome: 'no-award' }),
      at: '2026-12-10T10:00:00.000Z',
    });
    expect(await theOne()).toMatchObject({
      closes,
      until: '2026-12-10T10:00:00.000Z',
      ended: { outcome: 'no-award', on: '2026-12-10' },
    });
    await world.tell({
      stream,
      event: like('SpecAmended', { closes: '2027-02-01T12:00:00.000Z' }),
      at: '2026-12-11T10:00:00.000Z',
    });
    expect((await theOne()).until).toBe('2026-12-10T10:00:00.000Z');
  });

  test('that is cancelled takes no bid from then on, and stays cancelled when its file is closed', async () => {
    await told(spec());
    const at = '2026-12-10T10:00:00.000Z';
    const event = like('CommissionCancelled', { whole: true, lots: ['north', 'south'] });
    await world.tell({ stream, event, at });
    const over = { until: at, ended: { outcome: 'cancelled', on: '2026-12-10' } };
    expect(await theOne()).toMatchObject(over);
    expect((await theOne()).lots.every((lot) => lot.became === 'cancelled')).toBe(true);
    const closing = like('CommissionClosed', { outcome: 'no-award' });
    await world.tell({ stream, event: closing, at: noon('2026-12-20') });
    expect(await theOne()).toMatchObject(over);
  });

  test('of which one lot is cancelled goes on with the others', async () => {
    await told(spec(), like('CommissionCancelled', { whole: false, lots: ['north'] }));
    expect(await became()).toContainEqual(['north', 'cancelled']);
    expect(await theOne()).toMatchObject({ until: closes, ended: null });
  });

  test('says that it is halted while it is', async () => {
    await world.tell(
      { stream, event: spec(), at: noon('2026-11-30') },
      { stream, event: like('CommissionHalted', { halt: 'h1', lots: ['north'] }), at: noon('2026-12-02') },
    );
    expect((await theOne()).halts).toEqual([{ halt: 'h1', since: '2026-12-02', lots: ['north'] }]);
    await told(like('CommissionResumed', { halt: 'h1' }));
    expect((await theOne()).halts).toEqual([]);
    expect((await theOne()).until).toBe(closes);
  });

  test('tells everybody what was asked and answered, and not who asked', async () => {
    await told(spec(), like('ClarificationAsked'), like('ClarificationAnswered'));
    const [answer] = [...(await documents('clarifications')).values()];
    expect(answer?.body).toMatchObject({
      asked: 'Does a consortium count as one bidder?',
      answer: 'Yes; one member signs for all.',
    });
  });

  test('names its notices', async () => {
    await told(spec(), like('NoticePublished'));
    expect([...(await documents('notices')).keys()]).toEqual([`${reference}/uk4`]);
  });

  test('is the same to the letter, whether bids came in or not', async () => {
    const other = worldOf(opportunities);
    const at = { asAt: momentOf(noon('2027-01-10')) };
    const spoken = [
      { stream, event: spec(), at: noon('2026-12-01'), number: 1 },
      { stream, event: like('ClarificationAnswered'), at: noon('2027-01-04'), number: 2 },
    ] as const;
    await world.tell(...spoken);
    await other.tell(
      spoken[0],
      { stream, event: like('BidReceived'), at: noon('2026-12-20'), number: 3 },
      { stream, event: like('BidWithdrawn'), at: noon('2026-12-21'), number: 4 },
      { stream, event: like('LateBidRefused'), at: noon('2026-12-22'), number: 5 },
      spoken[1],
    );
    for (const { name } of opportunities.collections.filter(({ temporal }) => temporal)) {
      const [one, two] = [
        await world.documents('opportunities', name, at),
        await other.documents('opportunities', name, at),
      ];
      const told = ([id, { body, lineage, since }]: readonly [string, { since: { recordedAt: string } }] &
        readonly [string, { body: unknown; lineage: unknown }]) => [id, body, lineage, since.recordedAt];
      expect([...two].map(told)).toEqual([...one].map(told));
    }
  });
});

describe('what became of an opportunity', () => {
  test('is not known before the decision is published', async () => {
    await told(spec(), award('w1'), noAward('south'));
    expect(await became()).toEqual([
      ['north', null],
      ['south', null],
    ]);
    expect(await results()).toEqual([]);
  });

  test('is known lot by lot from then on: who was awarded what, and what ended without an award and why', async () => {
    await told(spec(), award('w1'), noAward('south'), publication(['w1']));
    expect(await became()).toEqual([
      ['north', 'awarded'],
      ['south', 'no-award'],
    ]);
    expect(await results()).toMatchObject([
      {
        became: 'awarded',
        lots: [{ lot: 'north', title: 'Bedford Borough and Central Bedfordshire', reason: null }],
        award: 'w1',
        provider: 'Village Hall Trust',
        amount: { pence: 2_500_000, vat: 'outside' },
        decision,
      },
      { became: 'no-award', lots: [{ lot: 'south', title: 'Luton', reason: 'No bid passed.' }] },
    ]);
  });

  test('leaves out what the decision withholds, and names it with its ground', async () => {
    const withheld = [
      { item: 'Provider', ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' },
    ];
    await told(spec(), award('w1'), publication(['w1'], { withheld }));
    const [result] = await results();
    expect(result).toMatchObject({ provider: 'Withheld', withheld });
    expect(JSON.stringify(result)).not.toContain('Village Hall');
  });

  test('of an award that came to nothing leaves its lot undecided, unless another stands', async () => {
    const declined = (id: string) =>
      like('AwardDeclined', { award: id, lot: 'north', declinedOn: '2027-02-10' });
    await told(spec(), award('w1'), award('w2'), publication(['w1', 'w2']), declined('w1'));
    expect(await became()).toContainEqual(['north', 'awarded']);
    expect((await results()).map((each) => [each.award, each.declinedOn])).toEqual([
      ['w1', '2027-02-10'],
      ['w2', null],
    ]);
    await told(declined('w2'));
    expect(await became()).toContainEqual(['north', null]);
  });

  test('of an award that came to nothing before its decision was published settles nothing', async () => {
    await told(
      spec(),
      award('w1'),
      like('AwardDeclined', { award: 'w1', lot: 'north', declinedOn: '2027-02-10' }),
    );
    expect(await results()).toEqual([]);
    await told(publication(['w1']));
    expect(await became()).toContainEqual(['north', null]);
    expect(await results()).toMatchObject([{ award: 'w1', declinedOn: '2027-02-10' }]);
  });

  test('is not said of an award that no specification was published for', async () => {
    await told(award('w1'), publication(['w1']));
    expect(await results()).toEqual([]);
    expect((await documents('opportunities')).size).toBe(0);
  });

  test('is not released by another decision, nor by the decision’s own stream', async () => {
    await told(spec(), award('w1'), noAward('south'), publication(['w2'], { decision: 'BEDS-PCC24-0041' }));
    await world.tell({ stream: `decision-${decision}`, event: publication(['w1']) });
    expect(await results()).toEqual([]);
  });

  test('says by which event', async () => {
    await told(spec(), award('w1'), publication(['w1']));
    const document = (await documents('opportunities')).get(reference);
    expect(document && numberBehind(document, '/lots/0/became')).toBe(2);
    expect(document && numberBehind(document, '/need')).toBe(0);
  });
});

describe('opportunities are listed', () => {
  const listed = async (standing: OpportunityStanding | 'all', day: string, instrument?: string) => {
    const now = momentOf(day);
    const asked = { standing, now, limit: 1, ...(instrument === undefined ? {} : { instrument }) };
    return (await world.find('opportunities', 'opportunities', opportunitiesPage(asked))).map(({ id }) =>
      id.slice(-1),
    );
  };

  beforeEach(async () => {
    for (const [number, from, to] of [
      [1, '2026-12-01T09:00:00.000Z', '2027-01-20T12:00:00.000Z'],
      [2, '2026-12-01T09:00:00.000Z', '2027-01-10T12:00:00.000Z'],
      [3, '2027-01-05T09:00:00.000Z', '2027-02-10T12:00:00.000Z'],
    ] as const)
      await world.tell(
        ...inStream(
          `commission-BEDS-2026-000${number}`,
          like('InstrumentChosen', { instrument: number === 2 ? 'contract' : 'grant' }),
          spec({ opens: from, closes: to }),
        ),
      );
  });

  test('those that are open, the next deadline first, page by page', async () => {
    expect(await listed('open', noon('2027-01-02'))).toEqual(['2', '1']);
    expect(await listed('open', noon('2027-01-06'))).toEqual(['2', '1', '3']);
  });

  test('as open up to and including the last moment, as closed a millisecond later', async () => {
    expect(await listed('open', '2027-01-10T12:00:00.000Z')).toContain('2');
    expect(await listed('closed', '2027-01-10T12:00:00.000Z')).toEqual([]);
    expect(await listed('open', '2027-01-10T12:00:00.001Z')).not.toContain('2');
    expect(await listed('closed', '2027-01-10T12:00:00.001Z')).toEqual(['2']);
    expect(await listed('forthcoming', '2027-01-05T08:59:59.999Z')).toEqual(['3']);
    expect(await listed('forthcoming', '2027-01-05T09:00:00.000Z')).toEqual([]);
  });

  test('each under one standing at any moment, the one that is said of it', async () => {
    for (const moment of [noon('2026-11-01'), opens, noon('2027-01-06'), closes, noon('2028-01-01')]) {
      const now = momentOf(moment);
      for (const standing of ['open', 'forthcoming', 'closed'] as const)
        for (const id of await listed(standing, moment)) {
          const { body } = (await documents('opportunities')).get(`BEDS-2026-000${id}`) ?? {};
          expect(standingAt(body as unknown as OpportunityDocument, now)).toBe(standing);
        }
      const all = await Promise.all(
        (['open', 'forthcoming', 'closed'] as const).map((each) => listed(each, moment)),
      );
      expect(all.flat().toSorted()).toEqual(['1', '2', '3']);
    }
  });

  test('of one instrument', async () => {
    expect(await listed('all', noon('2027-01-02'), 'contract')).toEqual(['2']);
    expect(await listed('open', noon('2027-01-02'), 'grant')).toEqual(['1']);
  });
});
