import { faultFinder } from '@commissioning/kernel';
import {
  bare,
  eventId,
  inStream,
  like,
  noon,
  numberBehind,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import { DecisionDocument, decisionLog, decisionsPage, HeldDecision } from '../src';

const ref = 'BEDS-PCC24-0072a';
const stream = `decision-${ref}`;
const taken = like('DecisionTaken');
const published = (...withheld: ReadonlyArray<string>) =>
  bare('DecisionPublished', ['awards'], {
    withheld: withheld.map((item) => ({
      item,
      ground: 'safety-of-a-person',
      inTheViewOf: 'chief-officer-of-police',
    })),
  });

const prior = (reference: string, otherwise: object = {}) => ({
  stream: `commission-${reference}`,
  event: like('PriorAwardRecorded', { reference, ...otherwise }),
});

let world: World;
beforeEach(() => {
  world = worldOf(decisionLog);
});
const log = () => world.documents('decision-log', 'decisions');
const only = async (): Promise<DecisionDocument> => {
  const [document] = [...(await log()).values()];
  return document?.body as unknown as DecisionDocument;
};

afterEach(async () => {
  for (const [collection, codec] of [
    ['decisions', DecisionDocument],
    ['pending', HeldDecision],
  ] as const)
    for (const { body } of (await world.documents('decision-log', collection)).values()) {
      expect(faultFinder(codec)(body)).toEqual([]);
    }
});

describe('the minutes of meetings', () => {
  const minuted = like('MinutesPublished', { decision: ref });

  test('stand in the decision that is public, one meeting after the other', async () => {
    await world.tell(...inStream(stream, taken, published()));
    expect((await only()).minutes).toEqual([]);
    await world.tell(
      ...inStream(
        stream,
        minuted,
        bare('MinutesPublished', ['document'], { decision: ref, minutes: 'panel' }),
      ),
    );
    expect((await only()).minutes).toMatchObject([
      {
        minutes: 'board-november',
        meeting: 'Commissioning board',
        publishedAt: 'website: Board minutes, November 2026',
        document: { mediaType: 'application/pdf' },
        withheld: [{ ground: 'safety-of-a-person' }],
      },
      { minutes: 'panel', document: null },
    ]);
  });
});

describe('a decision that a later one took the place of', () => {
  const later = 'BEDS-PCC24-0081';
  const superseded = like('DecisionSuperseded', { decision: ref, by: later, reason: 'The sum was too low.' });
  const publishedLater = inStream(
    `decision-${later}`,
    like('DecisionTaken', { decision: later }),
    bare('DecisionPublished', ['awards'], { decision: later, withheld: [] }),
  );

  test('says so, and the later one says whose place it took', async () => {
    await world.tell(...inStream(stream, taken, published()), ...publishedLater);
    await world.tell({ stream, event: superseded, at: noon('2026-12-01') });
    const documents = await log();
    expect(documents.get(ref)?.body).toMatchObject({
      superseded: { by: later, reason: 'The sum was too low.', on: '2026-12-01' },
      supersedes: [],
    });
    expect(documents.get(later)?.body).toMatchObject({ superseded: null, supersedes: [ref] });
  });

  test('says nothing before it is published itself', async () => {
    await world.tell(...inStream(stream, taken), ...publishedLater, { stream, event: superseded });
    expect([...(await log()).keys()]).toEqual([later]);
    await world.tell(...inStream(stream, published()));
    expect((await log()).get(ref)?.body).toMatchObject({ superseded: { by: later } });
  });
});

describe('a decision taken here', () => {
  test('is in the log from its publication, not before', async () => {
    await world.tell(...inStream(stream, taken));
    expect(await log()).toEqual(new Map());
    await world.tell(...inStream(stream, published()));
    expect([...(await log()).keys()]).toEqual([ref]);
    expect((await world.documents('decision-log', 'pending')).size).toBe(0);
  });

  test('says who decided in which capacity, why, on what advice, and what it authorises', async () => {
    await world.tell(
      { stream, event: taken, at: noon('2026-11-23') },
      { stream, event: published(), at: noon('2026-11-25') },
    );
    expect(await only()).toMatchObject({
      decision: ref,
      title: 'Support for people exploited sexually: awards',
      decidedOn: '2026-11-23',
      capacity: 'Police and Crime Commissioner',
      delegation: 'commissioner',
      reasons: 'The recommended bid ranked first and is within the envelope.',
      advice: ['finance', 'equality'],
      interestsDeclared: 1,
      publishedOn: '2026-11-25',
      origin: 'here',
    });
    expect((await only()).authorises).toEqual([
      'Award up to £40,000 to BEDS-azalea under BEDS-2026-0007',
      'Make no award under BEDS-2026-0007',
      'Accept £27,911.27 into BEDS-moj-victims-2026-27',
      'Vary triage of BEDS-2025-0003 up to £125,000',
      'Extend triage of BEDS-2025-0003',
      'Halt BEDS-2026-0011',
      'Cancel BEDS-2026-0012',
      'Set aside quotes.three-received for BEDS-2026-0007',
      'Lower the budget of BEDS-community-safety-2026-27 by £12,000',
      'Allocate up to £50,000 (10% of the budget) beyond BEDS-community-safety-2026-27 until 31 March 2027',
      'Carry £15,000 forward from BEDS-moj-victims-2026-27 to BEDS-moj-victims-2027-28',
      'Reallocate £27,064 of BEDS-moj-victims-2026-27 from BEDS-2026-0007 to BEDS-2026-0011',
    ]);
  });

  test('that concerns several commissions and funds stands once, and names each of them once', async () => {
    const concerned = ['BEDS-2026-0007', 'BEDS-2025-0003', 'BEDS-2026-0011', 'BEDS-2026-0012'];
    await world.tell(...inStream(stream, taken, published()));
    await world.tell(
      ...concerned.map((each) => ({
        stream: `commission-${each}`,
        event: like('DecisionPublished', { awards: [] }),
      })),
    );
    expect((await log()).size).toBe(1);
    expect(await only()).toMatchObject({
      commissions: concerned,
      funds: ['BEDS-moj-victims-2026-27', 'BEDS-community-safety-2026-27', 'BEDS-moj-victims-2027-28'],
    });
  });

  test('is not made public by what one of its commissions says', async () => {
    await world.tell({ stream, event: taken }, { stream: 'commission-BEDS-2026-0007', event: published() });
    expect(await log()).toEqual(new Map());
  });

  test('is public by the event of its publication, and names the event by which it was taken', async () => {
    await world.tell(...inStream(stream, taken, published()));
    const document = (await log()).get(ref);
    expect(document && numberBehind(document, '/reasons')).toBe(1);
    expect(document?.body['takenEvent']).toBe(eventId(0));
  });
});

describe('what is withheld of a decision', () => {
  const withheld = async (...items: ReadonlyArray<string>): Promise<DecisionDocument> => {
    await world.tell(...inStream(stream, taken, published(...items)));
    return only();
  };

  test('is named with its ground and in whose view it is', async () => {
    expect((await withheld('Address of the drop-in')).withheld).toEqual([
      {
        item: 'Address of the drop-in',
        ground: 'safety-of-a-person',
        inTheViewOf: 'chief-officer-of-police',
      },
    ]);
  });

  test('leaves the wording as it is where it is no part of the decision by name', async () => {
    expect((await withheld('Address of the drop-in')).background).not.toBeNull();
  });

  test.each([
    ['Background', { background: null }],
    ['reasons', { reasons: null }],
    ['title', { title: 'Withheld' }],
    ['authorises', { authorises: [], commissions: [], funds: [] }],
  ])('is left out where it is a part by name: %s', async (item, expected) => {
    const document = await withheld(item);
    expect(document).toMatchObject(expected);
    const text = JSON.stringify(document);
    const hidden = { Background: 'grant of 2023', reasons: 'ranked first', title: 'exploited' }[item];
    if (hidden !== undefined) expect(text).not.toContain(hidden);
  });

  test.each(['provider', 'recipient'])('leaves no provider named where it is the %s', async (item) => {
    const document = await withheld(item);
    expect(document.authorises[0]).toBe(
      'Award up to £40,000 to a provider whose name is withheld under BEDS-2026-0007',
    );
    expect(JSON.stringify(document)).not.toContain('azalea');
  });

  test('may be several parts at once, in whatever order they are named', async () => {
    expect(await withheld('authorises', 'provider', 'reasons')).toMatchObject({
      authorises: [],
      reasons: null,
      background: 'The grant of 2023 ends in March 2027.',
    });
  });
});

describe('a decision from before the record', () => {
  test('stands under the number and day of its source, with what the source says and no more', async () => {
    await world.tell(prior('BEDS-2023-0102'));
    expect([...(await log()).keys()]).toEqual(['before/PCC/D/102/2023-09-06']);
    expect(await only()).toMatchObject({
      decision: 'PCC/D/102',
      authorises: [
        'Award £40,000 to Azalea: Sexual exploitation support (drop-in, practical and emotional support)',
      ],
      commissions: ['BEDS-2023-0102'],
      reasons: null,
      capacity: null,
      interestsDeclared: null,
      origin: 'before',
      sources: ['https://www.bedfordshire.pcc.police.uk/pcc-d-102/'],
    });
  });

  test('that decided several awards and accepted funding is one decision', async () => {
    await world.tell(
      prior('BEDS-2023-0102'),
      prior('BEDS-2023-0103', { title: 'Outreach', amount: { basis: 'per annum', pence: 6_000_000 } }),
      {
        stream: 'fund-BEDS-moj-victims-2022-23',
        event: like('PriorFundingRecorded', { decision: 'PCC/D/102', decidedOn: '2023-09-06' }),
      },
    );
    expect((await log()).size).toBe(1);
    const document = await only();
    expect(document).toMatchObject({
      title: 'Several matters decided together',
      commissions: ['BEDS-2023-0102', 'BEDS-2023-0103'],
      funds: ['BEDS-moj-victims-2022-23'],
    });
    expect(document.authorises.slice(1)).toEqual([
      'Award £60,000 (per annum) to Azalea: Outreach',
      'Accept £68,551.32 from Ministry of Justice: Additional formula-based core funding 2022-23',
    ]);
    expect(document.sources).toHaveLength(2);
  });

  test('is another one where only the number is the same: numbers restart', async () => {
    await world.tell(prior('BEDS-2023-0102'), prior('BEDS-2025-0102', { decidedOn: '2025-06-02' }));
    expect((await log()).size).toBe(2);
  });

  test('of a sum that its source does not state says so', async () => {
    await world.tell(prior('BEDS-2023-0102', { amount: { basis: 'not stated' } }));
    expect((await only()).authorises[0]).toContain('Award a sum that is not stated to Azalea');
  });

  test('has no place in the log without a number', async () => {
    await world.tell({
      stream: 'commission-BEDS-2023-0102',
      event: bare('PriorAwardRecorded', ['decision'], { reference: 'BEDS-2023-0102' }),
    });
    expect(await log()).toEqual(new Map());
  });
});

test('the log is listed newest first, page by page, as at any moment', async () => {
  await world.tell(
    { ...prior('BEDS-2023-0102'), at: noon('2026-01-05') },
    { stream, event: taken, at: noon('2026-11-23') },
    { stream, event: published(), at: noon('2026-11-25') },
  );
  const listed = await world.find('decision-log', 'decisions', decisionsPage(1));
  expect(listed.map(({ id }) => id)).toEqual([ref, 'before/PCC/D/102/2023-09-06']);
  const then = await world.find(
    'decision-log',
    'decisions',
    decisionsPage(1, undefined, { asAt: '2026-11-24T00:00:00.000Z' as never }),
  );
  expect(then.map(({ id }) => id)).toEqual(['before/PCC/D/102/2023-09-06']);
});
