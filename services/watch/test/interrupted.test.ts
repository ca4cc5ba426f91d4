import { type Actor, type Role } from '@commissioning/kernel';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import type { ReadStore } from '@commissioning/read-store';
import type { CommandFailure } from '@services/commands';
import { watchOf } from '@services/watch';
import {
  approver,
  bidder,
  colleague,
  fund,
  handedIn,
  officer,
  type Process,
  processOver,
  publishRound,
  type Stores,
} from '../../commands/test/support/world';
import { anOffice } from './support/an-office';
import { dyingOver } from './support/dying';
import { stateOf } from './support/state-of';

// Whole stories, told again for each step at which the watch can die.
jest.setTimeout(30_000);

const commission = 'BEDS-2026-0001';
const budget = 10_000_000;
const envelope = 1_000_000;
const sum = (pence: number) => ({ pence, vat: 'outside' });
const person = (id: string, role: Role): Actor => ({ id, role }) as Actor;
const finance = person('finance-1', 'finance');
const assessors = [person('assessor-1', 'panel-member'), person('assessor-2', 'panel-member')];
const opening = '2026-10-19T09:00:00.000Z';

let stores: Stores;
let reads: ReadStore;
let office: Process;
const reported: Array<CommandFailure> = [];

const begin = async () => {
  reported.length = 0;
  ({ stores, reads, office } = await anOffice(budget));
};
beforeEach(begin);

const here = (who: Actor, action: string, command: object) =>
  office.done(who, 'commission', commission, action, command);

const watchWith = (
  over: { readonly reads?: ReadStore; readonly execute?: Process['commands']['execute'] } = {},
) => {
  const { commands } = processOver(stores, opening);
  return watchOf({
    ...stores,
    reads: over.reads ?? reads,
    commands: over.execute === undefined ? commands : { ...commands, execute: over.execute },
    report: ({ failure }) => void reported.push(failure),
  });
};

const inFund = async () => {
  const { reserved, committed, paid } = await stateOf(stores, 'fund', fund);
  return { reserved, committed, paid };
};

const inCommission = () => stateOf(stores, 'commission', commission);

const total = (sums: ReadonlyArray<{ readonly amount: number }>): number =>
  sums.reduce((before, { amount }) => before + amount, 0);

/**
 * The fund holds what the commission says: set aside what is promised to nobody, owed and paid what its awards that stand
 * come to, and nothing of what went back. Gives what the fund has reserved, committed and paid.
 */
const addsUp = async () => {
  await watchWith().catchUp();
  expect(reported).toEqual([]);
  const sums = await inFund();
  const { allocations, awards } = await inCommission();
  const promised = total(
    [...awards.values()]
      .filter(({ declined }) => declined === undefined)
      .flatMap(({ paidFrom }) => [...paidFrom]),
  );
  const held =
    total([...allocations.values()]) -
    total([...allocations.values()].flatMap(({ releases }) => [...releases.values()]));
  expect(sums.committed + sums.paid).toBe(promised);
  expect(sums.reserved).toBe(held - promised);
  return sums;
};

/** What the fund has available, as it tells somebody who asks for too much. */
const available = async () => {
  await office.ask(officer, 'commission', 'BEDS-2026-0099', 'identify-need', {
    title: 'Another need',
    summary: 'It asks what there is.',
    objectives: ['prevention'],
    themes: [],
    areas: [],
  });
  const asked = await office.failed(officer, 'commission', 'BEDS-2026-0099', 'allocate-funding', {
    allocation: 'probe',
    fund,
    amount: 100_000_000,
  });
  return asked._tag === 'Refused' ? asked.refusal.facts['available'] : asked;
};

const clubs = ['birch', 'cedar', 'azalea'];
const price = 400_000;

const bidsHandedIn = async () => {
  for (const club of clubs) {
    await office.done(officer, 'provider', `BEDS-${club}`, 'register-provider', {
      name: `The club of BEDS-${club}`,
      sector: 'voluntary-community-social-enterprise',
      local: true,
    });
    await here(
      { ...bidder, id: `bidder-${club}` } as Actor,
      'receive-bid',
      handedIn(`bid-${club}`, `BEDS-${club}`, price),
    );
  }
};

const scoreOf: Readonly<Record<string, number>> = { birch: 4, cedar: 3, azalea: 2 };

/** Opened, scored, moderated and ranked: birch, cedar, azalea. */
const ranked = async () => {
  await here(officer, 'open-bids', { openers: [officer.id, colleague.id] });
  for (const assessor of assessors) {
    await here(assessor, 'declare-interests', { stage: 'bidders', interests: [] });
    for (const club of clubs)
      await here(assessor, 'score-bid', {
        bid: `bid-${club}`,
        lot: 'main',
        scores: ['quality', 'value', 'social'].map((criterion) => ({
          criterion,
          score: scoreOf[club],
          rationale: 'It says how.',
          passage: 'Section 2',
        })),
      });
    await here(assessor, 'lock-scores', { lot: 'main' });
  }
  await here(officer, 'open-moderation', { lot: 'main' });
  await here(officer, 'complete-evaluation', { lot: 'main' });
};

const recommended = async (club: string, reserves?: ReadonlyArray<string>) => {
  const provider = `BEDS-${club}`;
  await here(officer, 'recommend-award', {
    recommendation: `recommend-${club}`,
    lot: 'main',
    provider,
    bid: `bid-${club}`,
    amount: sum(price),
    reasons: 'It comes next in the ranking.',
    ...(reserves === undefined ? {} : { reserves }),
  });
  await here(officer, 'assess-subsidy', { provider, isSubsidy: false, reason: 'A charity.' });
  await here(officer, 'complete-diligence', {
    provider,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'Sound.',
    goodUntil: '2027-08-31',
  });
};

const decided = async (decision: string, authorises: ReadonlyArray<object>, published = true) => {
  await office.done(approver, 'decision', decision, 'take-decision', {
    title: 'Youth activities',
    delegation: 'commissioner',
    background: 'A round was held.',
    reasons: 'As recommended.',
    advice: [],
    interests: [],
    authorises,
  });
  if (published)
    await office.done(officer, 'decision', decision, 'publish-decision', {
      channel: 'website',
      reference: decision,
      withheld: [],
    });
};

const term = { starts: '2026-12-01', ends: '2027-03-31' };

const awardTo = (club: string, decision: string) =>
  ({
    award: `award-${club}`,
    lot: 'main',
    decision,
    provider: `BEDS-${club}`,
    bid: `bid-${club}`,
    amount: sum(price),
    years: [{ year: '2026-27', amount: price }],
    term,
    extensionOptions: [],
    title: 'Fridays',
    purpose: 'Somewhere to go on Fridays.',
    outcomes: ['Young people feel they belong.'],
    conditions: [],
    statutoryReasons: { crimeAndDisorderReduction: 'Fewer are out at night.' },
    paidFrom: [{ allocation: 'round', amount: price }],
  }) as const;

const awarded = async (club: string, decision: string) => {
  await decided(decision, [
    { act: 'award', commission, provider: `BEDS-${club}`, lot: 'main', upTo: sum(price) },
  ]);
  await here(approver, 'award-grant', awardTo(club, decision));
};

const declined = () =>
  here(officer, 'decline-award', {
    award: 'award-birch',
    cause: 'declined',
    reason: 'It lost the worker it had counted on.',
    declinedOn: '2026-10-19',
  });

const called = () =>
  here(officer, 'call-reserve', { call: 'first-call', inPlaceOf: 'award-birch', bid: 'bid-cedar' });

const paid = async () => {
  await here(officer, 'sign-agreement', {
    award: 'award-cedar',
    signedOn: '2026-10-19',
    amount: sum(price),
    term,
  });
  await here(approver, 'approve-payment', {
    award: 'award-cedar',
    payment: 'whole',
    amount: sum(price),
    for: 'The whole grant',
  });
  await here(finance, 'record-payment', {
    award: 'award-cedar',
    payment: 'whole',
    amount: sum(price),
    paidOn: '2026-10-19',
  });
};

const untilDeclined = async () => {
  await publishRound(office, commission, envelope);
  // An award waits for what its fund says of the money.
  await watchWith().catchUp();
  await bidsHandedIn();
  office.setClock(opening);
  await ranked();
  await recommended('birch', ['bid-cedar', 'bid-azalea']);
  await awarded('birch', 'BEDS-PCC24-0901');
};

describe('an award that its winner declines', () => {
  it('leaves its money to the reserve that is called, and each pound is in one place all the time', async () => {
    await publishRound(office, commission, envelope);
    expect(await addsUp()).toEqual({ reserved: envelope, committed: 0, paid: 0 });
    await bidsHandedIn();
    office.setClock(opening);
    await ranked();
    await recommended('birch', ['bid-cedar', 'bid-azalea']);
    await awarded('birch', 'BEDS-PCC24-0901');
    expect(await addsUp()).toEqual({ reserved: envelope - price, committed: price, paid: 0 });

    await declined();
    expect(await addsUp()).toEqual({ reserved: envelope, committed: 0, paid: 0 });
    // Set aside for this commission still: nobody else could have taken it in between.
    expect(await available()).toBe(budget - envelope);

    await called();
    expect(
      await office.failed(
        approver,
        'commission',
        commission,
        'award-grant',
        awardTo('cedar', 'BEDS-PCC24-0901'),
      ),
    ).toMatchObject({ _tag: 'Refused' });
    await recommended('cedar');
    await awarded('cedar', 'BEDS-PCC24-0902');
    expect(await addsUp()).toEqual({ reserved: envelope - price, committed: price, paid: 0 });

    for (const club of clubs)
      await here(officer, 'give-feedback', { lot: 'main', bid: `bid-${club}`, feedback: 'Thank you.' });
    await paid();
    expect(await addsUp()).toEqual({ reserved: envelope - price, committed: 0, paid: price });
    expect(await available()).toBe(budget - envelope);
  });

  it('is given back once, though the fund has not heard of the award when it is declined', async () => {
    await untilDeclined();
    await declined();
    await called();
    await recommended('cedar');
    await awarded('cedar', 'BEDS-PCC24-0902');
    await paid();
    const before = await inFund();
    expect(before).toEqual({ reserved: envelope, committed: 0, paid: 0 });
    expect(await addsUp()).toEqual({ reserved: envelope - price, committed: 0, paid: price });
    await watchWith({ reads: openMemoryReadStore() }).catchUp();
    expect(await addsUp()).toEqual({ reserved: envelope - price, committed: 0, paid: price });
  });

  it.each(['before', 'after'] as const)(
    'is given back once, wherever the watch dies: %s a step',
    async (when) => {
      for (let step = 1; ; step += 1) {
        await begin();
        await untilDeclined();
        await declined();
        const { died, ...dying } = dyingOver(stores, reads, opening, step, when);
        await watchWith(dying)
          .catchUp()
          .catch(() => undefined);
        expect(await addsUp()).toEqual({ reserved: envelope, committed: 0, paid: 0 });
        if (!died()) break;
        expect(step).toBeLessThan(20);
      }
    },
  );
});

describe('a process that is halted', () => {
  const halt = 'BEDS-PCC24-0910';
  const cancel = 'BEDS-PCC24-0911';
  const halted = async () => {
    await decided(halt, [{ act: 'halt', commission }]);
    await here(officer, 'halt-commission', {
      halt: 'no-grant-yet',
      decision: halt,
      reason: 'The Ministry has not confirmed its grant.',
    });
  };
  const refusedUnder = async (who: Actor, action: string, command: object) => {
    const failure = await office.failed(who, 'commission', commission, action, command);
    return failure._tag === 'Refused' ? failure.refusal.rule.id : failure._tag;
  };
  const openers = { openers: [officer.id, colleague.id] };

  it('and cancelled gives back every penny, its bids never opened', async () => {
    await publishRound(office, commission, envelope);
    await bidsHandedIn();
    expect(await addsUp()).toEqual({ reserved: envelope, committed: 0, paid: 0 });

    await halted();
    await here({ ...bidder, id: 'bidder-azalea' } as Actor, 'withdraw-bid', { bid: 'bid-azalea' });
    office.setClock(opening);
    expect(await refusedUnder(officer, 'open-bids', openers)).toBe('halt.deadline-extended');
    await here(officer, 'add-evidence', {
      evidence: 'ministry',
      kind: 'qualitative',
      contributor: 'Ministry of Justice',
      source: 'Letter of 15 October',
      finding: 'The grant will not be paid.',
    });
    expect(await addsUp()).toEqual({ reserved: envelope, committed: 0, paid: 0 });

    await decided(cancel, [{ act: 'cancel', commission }]);
    await here(approver, 'cancel-commission', {
      cancellation: 'no-grant',
      decision: cancel,
      reason: 'The Ministry withdrew its grant.',
    });
    expect(await addsUp()).toEqual({ reserved: 0, committed: 0, paid: 0 });
    expect(await available()).toBe(budget);
    expect(await refusedUnder(officer, 'open-bids', openers)).toBe('cancel.nothing-follows');

    await here(officer, 'record-insight', { insight: 'first', text: 'Ask for the grant letter first.' });
    await here(officer, 'close-commission', {
      outcome: 'no-award',
      summary: 'The Ministry withdrew its grant.',
      lessons: [],
    });
    const { closed, opened: bidsOpened } = await inCommission();
    expect(closed?.outcome).toBe('no-award');
    expect(bidsOpened).toBe(false);
    expect(await addsUp()).toEqual({ reserved: 0, committed: 0, paid: 0 });
  });

  it('and resumed opens its bids once the deadline is extended for all', async () => {
    await publishRound(office, commission, envelope);
    await bidsHandedIn();
    await halted();
    office.setClock(opening);
    await here(approver, 'resume-commission', {
      halt: 'no-grant-yet',
      decision: halt,
      reason: 'The Ministry confirmed it.',
    });
    expect(await refusedUnder(officer, 'open-bids', openers)).toBe('halt.deadline-extended');
    await here(officer, 'amend-spec', {
      amendment: 'extension',
      change: 'Bids may be handed in until 2 November.',
      reason: 'The round was halted when it would have closed.',
      closes: '2026-11-02T11:00:00.000Z',
    });
    office.setClock('2026-11-02T11:00:01.000Z');
    await here(officer, 'open-bids', openers);
    expect((await inCommission()).opened).toBe(true);
  });

  it('cancelled after an award that nobody signed gives that back too', async () => {
    await untilDeclined();
    expect(await addsUp()).toEqual({ reserved: envelope - price, committed: price, paid: 0 });
    await decided(cancel, [{ act: 'cancel', commission }], false);
    await here(approver, 'cancel-commission', {
      cancellation: 'no-grant',
      decision: cancel,
      reason: 'The Ministry withdrew its grant.',
    });
    expect(await addsUp()).toEqual({ reserved: 0, committed: 0, paid: 0 });
    expect(await available()).toBe(budget);
  });
});
