import { bedfordshireRules, type RuleBookData } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import type { RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import {
  approver,
  bidder,
  colleague,
  establish,
  finance,
  freshStores,
  handedIn,
  logOf,
  need,
  officer,
  type Process,
  processOver,
  publishRound,
  streamOf,
} from '../../commands/test/support/world';
import { otherRules } from '../src/other-rules';
import { sweep } from '../src/sweep';
import { plant } from './support/planting';

const [, , , , latest] = bedfordshireRules;
if (latest === undefined) throw new Error('there is no version 5');
/** No other contract could reasonably be one with it. */
const alone = { others: [], reason: 'Bought once a year.' };
const today = '2026-09-01T10:00:00.000Z';

let world: Process;
beforeEach(async () => {
  world = processOver(freshStores());
  await establish(world);
});

/** A commission with a route by three quotes for a contract of so many pence. */
const planned = async (reference: string, pence: number): Promise<void> => {
  const here = (action: string, command: unknown) =>
    world.done(officer, 'commission', reference, action, command);
  await here('identify-need', { ...need, standingAssessment: 'Victims’ needs assessment 2026' });
  await here('choose-instrument', {
    instrument: 'contract',
    legalPower: 'victims-services',
    reason: 'A specified service for a price.',
  });
  await here('choose-route', {
    profile: 'three-quotes',
    value: { pence, vat: 'including' },
    estimate: 'As the present service costs.',
    regime: 'below-threshold',
    aggregation: alone,
  });
};

/** The rules in force, with the band of three quotes ending earlier. */
const lowered = (upTo: number, more: Partial<RuleBookData> = {}): RuleBookData => ({
  ...latest,
  version: 6,
  name: 'A candidate',
  bands: latest.bands.map((band) => (band.id === 'three-quotes' ? ({ ...band, upTo } as typeof band) : band)),
  ...more,
});

const under = async (candidate: unknown) => {
  const other = await otherRules(world, 'BEDS', { candidate });
  if (E.isLeft(other)) throw new Error(other.left.join('; '));
  return sweep(world, other.right);
};

describe('what was decided here', () => {
  it('is decided again to the same events, refusals aside', async () => {
    await publishRound(world, 'BEDS-2026-0001');
    await world.done(
      bidder,
      'commission',
      'BEDS-2026-0001',
      'receive-bid',
      handedIn('bid-1', 'BEDS-azalea', 400_000),
    );
    await world.failed(officer, 'commission', 'BEDS-2026-0001', 'open-bids', { openers: [officer.id] });
    const log = await logOf(world.events);
    const swept = await sweep(world);
    // The sealed bid is not told of, nor counted, while nobody may know that there is one.
    expect(swept).toMatchObject({ events: log.length - 1, breaches: { count: 0, first: [] } });
    expect(swept.notDecided).toEqual([
      {
        why: 'a refusal is what deciding came to, and not itself decided',
        acts: 1,
        types: ['CommandRefused'],
      },
    ]);
    expect(swept.same).toBe(swept.acts - 1);
    expect(swept.under).toBeUndefined();
  });

  it('may have seen other streams at earlier revisions than they are at now', async () => {
    const decision = 'BEDS-PCC24-0901';
    const raise = (amount: number) => ({
      act: 'accept-funding',
      fund: 'BEDS-community-safety-2026-27',
      amount: { pence: amount, vat: 'outside' },
    });
    const said = {
      title: 'More',
      delegation: 'commissioner',
      background: 'A second sum.',
      reasons: 'Needed.',
      advice: [],
      interests: [],
    };
    await world.done(approver, 'decision', decision, 'take-decision', {
      ...said,
      authorises: [raise(5_000)],
    });
    const tranche = { tranche: 'second', amount: 5_000, conditions: [], decision };
    await world.done(finance, 'fund', 'BEDS-community-safety-2026-27', 'accept-funding', tranche);
    await world.done(officer, 'decision', decision, 'publish-decision', {
      channel: 'website',
      reference: 'D901',
      withheld: [],
    });
    expect((await sweep(world)).breaches.count).toBe(0);
  });
});

describe('what was written to the log past the rules', () => {
  const route = (profile: object, pence: number) => ({
    profile,
    band: latest.bands[1],
    value: { pence, vat: 'including' },
    estimate: 'As before.',
    regime: 'below-threshold',
    aggregation: alone,
  });
  const threeQuotes = latest.profiles.find(({ id }) => id === 'three-quotes') as object;
  const stream = 'commission-BEDS-2026-0001';

  it('is named with the rule that refuses it, the facts and the event', async () => {
    await planned('BEDS-2026-0001', 4_000_000);
    const event = await plant(world, stream, 'RouteChosen', route(threeQuotes, 6_000_001), {
      actor: officer,
      recordedAt: today,
    });
    const { breaches, same, acts } = await sweep(world);
    expect(breaches).toMatchObject({ count: 1, byRule: { 'route.meets-band': 1 } });
    expect(breaches.first).toMatchObject([
      {
        kind: 'refused',
        action: 'choose-route',
        stream,
        revision: 3,
        event,
        types: ['RouteChosen.v2'],
        rule: { id: 'route.meets-band', strength: 'policy' },
        field: '/profile',
        facts: { value: 6_000_001 },
        actor: officer.id,
      },
    ]);
    expect(same).toBe(acts - 1);
  });

  it('an award without a decision that authorises it is one, and what follows is judged by itself', async () => {
    await publishRound(world, 'BEDS-2026-0001');
    const sum = { pence: 400_000, vat: 'outside' };
    await plant(
      world,
      stream,
      'GrantAwarded',
      {
        award: 'w1',
        lot: 'main',
        decision: 'BEDS-PCC24-0900',
        amount: sum,
        years: [{ year: '2026-27', amount: 400_000 }],
        term: { starts: '2026-12-01', ends: '2027-03-31' },
        extensionOptions: [],
        title: 'Youth activities',
        purpose: 'Somewhere to go.',
        outcomes: ['They belong.'],
        conditions: [],
        statutoryReasons: { crimeAndDisorderReduction: 'Less trouble.' },
        recipient: { provider: 'BEDS-azalea', name: 'Azalea' },
        legalPower: 'crime-and-disorder-reduction-grant',
        paidFrom: [{ allocation: 'round', fund: 'BEDS-community-safety-2026-27', amount: 400_000 }],
      },
      { actor: officer, recordedAt: today },
    );
    await world.done(officer, 'commission', 'BEDS-2026-0001', 'record-insight', {
      insight: 'after',
      text: 'Groups want to meet in the evening.',
    });
    const { breaches } = await sweep(world);
    expect(breaches.count).toBe(1);
    expect(breaches.first).toMatchObject([{ kind: 'refused', action: 'award-grant' }]);
  });

  it('what is lawful and recorded otherwise than it follows is named too', async () => {
    await planned('BEDS-2026-0001', 4_000_000);
    const fewerSteps = { ...threeQuotes, steps: [] };
    await plant(world, stream, 'RouteChosen', route(fewerSteps, 3_000_000), {
      actor: officer,
      recordedAt: today,
    });
    expect((await sweep(world)).breaches.first).toMatchObject([
      { kind: 'recorded-otherwise', action: 'choose-route', facts: {} },
    ]);
  });

  it('so is what the role may not do, and what says another version of the rules than was in force', async () => {
    await planned('BEDS-2026-0001', 4_000_000);
    const insight = { insight: 'one', text: 'Two of three have a waiting list.' };
    await plant(world, stream, 'InsightRecorded', insight, { actor: finance, recordedAt: today });
    const other = { ...insight, insight: 'two' };
    await plant(world, stream, 'InsightRecorded', other, {
      actor: officer,
      recordedAt: today,
      ruleBookVersion: 4,
    });
    const { breaches } = await sweep(world);
    expect(breaches.byRule).toEqual({ 'not-allowed': 1, 'wrong-version': 1 });
    expect(breaches.first).toMatchObject([
      { kind: 'not-allowed', facts: { role: 'finance' } },
      { kind: 'wrong-version', facts: { said: 4, inForce: 5 } },
    ]);
  });

  it('the same said twice is nothing to do, and so recorded otherwise', async () => {
    await planned('BEDS-2026-0001', 4_000_000);
    const insight = { insight: 'one', text: 'Two of three have a waiting list.' };
    await world.done(officer, 'commission', 'BEDS-2026-0001', 'record-insight', insight);
    await plant(world, stream, 'InsightRecorded', insight, { actor: colleague, recordedAt: today });
    expect((await sweep(world)).breaches.first).toMatchObject([{ kind: 'recorded-otherwise' }]);
  });
});

describe('what competes', () => {
  const stream = 'commission-BEDS-2026-0001';
  const late = {
    bid: 'late',
    via: 'here',
    closed: '2026-10-16T11:00:00.000Z',
    received: '2026-10-17T11:00:00.000Z',
  };

  it('is told of to nobody before the opening, also where it should never have been recorded', async () => {
    await publishRound(world, 'BEDS-2026-0001');
    const before = await sweep(world);
    await plant(world, stream, 'LateBidRefused', late, { actor: officer, recordedAt: today });
    expect(await sweep(world)).toEqual(before);
    await plant(
      world,
      stream,
      'BidsOpened',
      { openers: [officer.id], bids: [] },
      { actor: officer, recordedAt: today },
    );
    const { breaches } = await sweep(world);
    expect(breaches.first.map(({ types }) => types)).toEqual([['LateBidRefused'], ['BidsOpened']]);
  });
});

describe('what cannot be decided again', () => {
  /** The same log, with the values beside some events taken away. */
  const withoutValues = (events: EventStore, taken: (event: RecordedEvent) => boolean): EventStore => {
    const bare = (event: RecordedEvent): RecordedEvent => {
      if (!taken(event)) return event;
      const { private: _gone, ...rest } = event;
      return rest;
    };
    async function* reading(pages: AsyncIterable<ReadonlyArray<RecordedEvent>>) {
      for await (const page of pages) yield page.map(bare);
    }
    return {
      ...events,
      readStream: (...of) => reading(events.readStream(...of)),
      readAll: (...of) => reading(events.readAll(...of)),
    };
  };

  it('is said, with the reason; what follows is decided on what is left, and never found a breach for want of it', async () => {
    await planned('BEDS-2026-0001', 4_000_000);
    await planned('BEDS-2026-0002', 4_000_000);
    const stream = 'commission-BEDS-2026-0001';
    const taken = (event: RecordedEvent) => event.stream === stream && event.type === 'NeedIdentified';
    const swept = await sweep({ ...world, events: withoutValues(world.events, taken) });
    expect(swept.breaches.count).toBe(0);
    expect(swept.notDecided).toEqual([
      {
        why: 'a value of it was taken away, or cannot be read',
        acts: 1,
        types: ['NeedIdentified'],
      },
    ]);
  });

  it('nor is what only differs because something that it rests on was taken away', async () => {
    await publishRound(world, 'BEDS-2026-0001');
    const stream = 'commission-BEDS-2026-0001';
    const taken = (event: RecordedEvent) => event.stream === stream && event.type === 'RouteChosen.v2';
    const swept = await sweep({ ...world, events: withoutValues(world.events, taken) });
    expect(swept.breaches.first).toEqual([]);
    expect(swept.notDecided.map(({ why }) => why)).toEqual([
      'a value of it was taken away, or cannot be read',
      'something that it rests on was taken away, or cannot be read',
    ]);
  });
});

describe('a long log', () => {
  it('gives the same whether every stream is kept or none', async () => {
    for (const number of [1, 2, 3]) await planned(`BEDS-2026-000${number}`, number * 2_000_000);
    await publishRound(world, 'BEDS-2026-0004');
    const other = await otherRules(world, 'BEDS', { candidate: lowered(5_000_000) });
    if (E.isLeft(other)) throw new Error(other.left.join('; '));
    expect(await sweep(world, other.right, 1)).toEqual(await sweep(world, other.right, 1_000));
  });
});

describe('under other rules', () => {
  it('exactly the decisions are named that a lower band would have refused', async () => {
    await planned('BEDS-2026-0001', 5_000_000);
    await planned('BEDS-2026-0002', 5_000_001);
    await planned('BEDS-2026-0003', 6_000_000);
    const swept = await under(lowered(5_000_000));
    expect(swept.breaches.count).toBe(0);
    expect(swept.under).toMatchObject({
      rules: { version: 6, name: 'A candidate' },
      refused: { count: 2, byRule: { 'route.meets-band': 2 } },
      // The routes that are still allowed would be pinned with the lower band.
      otherwise: 1,
    });
    const named = swept.under?.refused.first.map(({ stream, types, facts }) => [
      stream,
      types,
      facts['value'],
    ]);
    expect(named).toEqual([
      ['commission-BEDS-2026-0002', ['RouteChosen.v2'], 5_000_001],
      ['commission-BEDS-2026-0003', ['RouteChosen.v2'], 6_000_000],
    ]);
  });

  it('a route is pinned as those rules have it, and what follows is held against that', async () => {
    await publishRound(world, 'BEDS-2026-0001');
    const profiles = latest.profiles.map((profile) =>
      profile.id === 'grant-round' ? { ...profile, minimumDaysOpen: 60 } : profile,
    );
    const swept = await under(lowered(6_000_000, { profiles } as Partial<RuleBookData>));
    expect(swept.under?.refused.byRule).toEqual({ 'spec.open-long-enough': 1 });
    expect(swept.under?.refused.first).toMatchObject([{ action: 'publish-spec' }]);
  });

  it('an adopted version can be asked about by its number', async () => {
    await planned('BEDS-2026-0001', 5_000_001);
    const first = await otherRules(world, 'BEDS', { version: 1 });
    if (E.isLeft(first)) throw new Error(first.left.join('; '));
    const { under: asked } = await sweep(world, first.right);
    const routes = asked?.refused.first.filter(({ action }) => action === 'choose-route');
    expect(routes).toMatchObject([{ rule: { id: 'route.meets-band' } }]);
  });

  it('what the rules of its day refuse already is a breach, and not named twice', async () => {
    await planned('BEDS-2026-0001', 4_000_000);
    const threeQuotes = latest.profiles.find(({ id }) => id === 'three-quotes') as object;
    const chosen = {
      profile: threeQuotes,
      band: latest.bands[1],
      value: { pence: 7_000_000, vat: 'including' },
    };
    const rest = { estimate: 'As before.', regime: 'below-threshold', aggregation: alone };
    await plant(
      world,
      'commission-BEDS-2026-0001',
      'RouteChosen',
      { ...chosen, ...rest },
      { actor: officer, recordedAt: today },
    );
    const swept = await under(lowered(5_000_000));
    expect([swept.breaches.count, swept.under?.refused.count]).toEqual([1, 0]);
  });

  it.each([
    ['of another shape', { ...lowered(5_000_000), bands: 'none' }, '/bands'],
    ['with a field that no rule book has', { ...lowered(5_000_000), colour: 'blue' }, '/colour'],
    ['whose bands do not follow on', lowered(1), 'rulebook.bands-ascend'],
  ])('a candidate %s is none', async (_, candidate, said) => {
    const other = await otherRules(world, 'BEDS', { candidate });
    expect(E.isLeft(other) && other.left.join(' ')).toContain(said);
  });

  it('there is no version that nobody adopted', async () => {
    const other = await otherRules(world, 'BEDS', { version: 9 });
    expect(E.isLeft(other) && other.left.join(' ')).toContain('adopted are: 1, 2, 3, 4, 5');
  });
});

it('nothing is recorded by a sweep', async () => {
  await planned('BEDS-2026-0001', 4_000_000);
  const before = (await logOf(world.events)).length;
  await under(lowered(5_000_000));
  expect((await logOf(world.events)).length).toBe(before);
  expect(await streamOf(world.events, 'refusals-BEDS')).toEqual([]);
});
