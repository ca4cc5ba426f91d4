import type { CommissionEvent } from '../src/commission/events';
import {
  ChallengeRaised,
  ChallengeResolved,
  SuspensionLifted,
} from '../src/commission/purchase/challenge-events';
import { endStandstill } from '../src/commission/purchase/end-standstill';
import { AgreementSigned, NoAwardMade, StandstillEnded } from '../src/commission/purchase/events';
import { liftSuspension } from '../src/commission/purchase/lift-suspension';
import { raiseChallenge } from '../src/commission/purchase/raise-challenge';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { resolveChallenge } from '../src/commission/purchase/resolve-challenge';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { closeCommission } from '../src/commission/review/close-commission';
import {
  awardedToBirch,
  contractTo,
  evaluated,
  inStandstill,
  officer,
  officerOn,
  on,
  paidFrom,
  signable,
  signing,
} from './support/awarded-tender';
import { made } from './support/made';
import { afterHappened, planned } from './support/tender';

const claiming = {
  challenge: 'claim',
  by: 'provider',
  means: 'court-proceedings',
  receivedOn: '2026-12-03',
  suspends: 'automatic',
  about: 'How its bid was scored for social value.',
  challenger: 'The cedar',
  lot: 'north',
};
const complaining = { ...claiming, means: 'complaint', suspends: 'none' };
const claimed = made(ChallengeRaised, claiming);
const asOfficer = (day: string) => on(day, [], { actor: officer });

const lifting = {
  challenge: 'claim',
  by: 'court',
  liftedOn: '2026-12-10',
  reason: 'Damages would be enough.',
};
const lifted = made(SuspensionLifted, lifting);
const resolving = {
  challenge: 'claim',
  outcome: 'dismissed',
  resolvedOn: '2026-12-10',
  finding: 'No breach.',
};
const resolved = (more: object = {}) => made(ChallengeResolved, { ...resolving, ...more });
const setAside = { outcome: 'upheld', remedy: 'award-set-aside' };

describe('raising a challenge', () => {
  const raise = (change: object, day = '2026-12-03', history = inStandstill) =>
    afterHappened(...history).when(raiseChallenge, { ...claiming, ...change }, asOfficer(day));

  test('says by whom in what role, against what, when it came, and whether signing waits', () => {
    raise({}).then(claimed);
    raise(complaining).then(made(ChallengeRaised, complaining));
    const { lot: _lot, ...unnamed } = claiming;
    afterHappened(...inStandstill)
      .when(raiseChallenge, { ...unnamed, award: 'w1' }, asOfficer('2026-12-03'))
      .then(made(ChallengeRaised, { ...unnamed, award: 'w1' }));
  });

  test('suspends of itself by proceedings during the standstill of a public contract, both its days counted', () => {
    raise({ suspends: 'none' }).refused(
      'challenge.suspends-by-the-act',
      { automatic: true, means: 'court-proceedings', receivedOn: '2026-12-03', regime: 'light-touch' },
      '/suspends',
    );
    raise({ receivedOn: '2026-11-26', suspends: 'none' }).refused('challenge.suspends-by-the-act');
    raise({ receivedOn: '2026-12-08', suspends: 'none' }, '2026-12-20').refused(
      'challenge.suspends-by-the-act',
    );
  });

  test('suspends by nothing else of itself: no complaint, no other day, no other lot, no grant', () => {
    const refused = (change: object, history = inStandstill) =>
      raise(change, '2026-12-20', history).refused('challenge.suspends-by-the-act', { automatic: false });
    refused({ means: 'complaint' });
    refused({ receivedOn: '2026-12-09' });
    refused({ receivedOn: '2026-11-25' });
    refused({ lot: 'south' });
    refused({}, awardedToBirch);
    const grant = planned({ instrument: 'grant' });
    refused({}, [...officerOn('2026-11-01', ...grant), ...inStandstill.slice(grant.length)]);
  });

  test('otherwise suspends where it is said why', () => {
    raise({ ...complaining, suspends: 'stated' }).refused('challenge.suspension-explained', {}, '/because');
    const stated = { ...complaining, suspends: 'stated', because: 'The scores are being looked at again.' };
    raise(stated).then(made(ChallengeRaised, stated));
  });

  test('is about a lot and an award there are, on a day that has been, once', () => {
    raise({ lot: 'east' }).refused('lot.known');
    raise({ award: 'w9' }).refused('award.known');
    raise({ receivedOn: '2026-12-04' }).refused(
      'dates.not-in-the-future',
      { day: '2026-12-04', today: '2026-12-03' },
      '/receivedOn',
    );
    afterHappened(...inStandstill, ...officerOn('2026-12-03', claimed))
      .when(raiseChallenge, { ...claiming, about: 'Something else.' }, asOfficer('2026-12-03'))
      .refused('entry.said-once', {}, '/challenge');
  });
});

const ending = (...more: ReadonlyArray<CommissionEvent>) =>
  afterHappened(...inStandstill, ...officerOn('2026-12-10', ...more)).when(
    endStandstill,
    { lot: 'north' },
    asOfficer('2026-12-10'),
  );
const sign = (...more: ReadonlyArray<CommissionEvent>) =>
  afterHappened(...signable, ...officerOn('2026-12-10', ...more)).when(
    signAgreement,
    signing('w1', '2026-12-10'),
    asOfficer('2026-12-10'),
  );
const ended = made(StandstillEnded, { lot: 'north', lastDay: '2026-12-08' });
const signed = made(AgreementSigned, signing('w1', '2026-12-10'));

describe('while a challenge suspends it', () => {
  test('no standstill ends and nothing is signed', () => {
    ending(claimed).refused('challenge.suspends-signature', { lot: 'north', challenges: ['claim'] });
    sign(claimed).refused('challenge.suspends-signature', { lot: 'north', challenges: ['claim'] });
  });

  test('both go on once the court lifts it, or the challenge ends', () => {
    for (const over of [[lifted], [resolved()], [resolved({ outcome: 'withdrawn' })]]) {
      ending(claimed, ...over).then(ended);
      sign(claimed, ...over).then(signed);
    }
    sign(claimed, resolved({ outcome: 'upheld', remedy: 'damages' })).then(signed);
  });

  test('both go on under one that suspends nothing, or is about another lot or award', () => {
    sign(made(ChallengeRaised, complaining)).then(signed);
    sign(made(ChallengeRaised, { ...claiming, lot: 'south' })).then(signed);
    sign(made(ChallengeRaised, { ...claiming, lot: undefined, award: 'w2' })).then(signed);
  });

  test('one that names neither lot nor award is about all of them', () => {
    sign(made(ChallengeRaised, { ...claiming, lot: undefined })).refused('challenge.suspends-signature');
  });

  test('an award that is to be set aside is not signed, however the suspension ended', () => {
    sign(claimed, lifted, resolved(setAside)).refused('challenge.suspends-signature');
  });

  test('what comes after an award that was set aside is in nobody’s way', () => {
    const declined = made(AwardDeclined, {
      award: 'w1',
      lot: 'north',
      cause: 'set-aside',
      reason: 'As ordered.',
      declinedOn: '2026-12-10',
      givenBack: paidFrom(10_000_000),
      challenge: 'claim',
    });
    ending(claimed, resolved(setAside)).refused('challenge.suspends-signature');
    ending(claimed, resolved(setAside), declined).then(ended);
  });
});

describe('lifting a suspension', () => {
  const lift = (change: object, ...more: ReadonlyArray<CommissionEvent>) =>
    afterHappened(...inStandstill, ...officerOn('2026-12-03', ...more)).when(
      liftSuspension,
      { ...lifting, ...change },
      asOfficer('2026-12-10'),
    );

  test('is the court’s, where it came of itself', () => {
    lift({}, claimed).then(lifted);
    lift({ by: 'body' }, claimed).refused('challenge.lifted-by-court', { by: 'body' }, '/by');
    const stated = made(ChallengeRaised, { ...complaining, suspends: 'stated', because: 'We look again.' });
    lift({ by: 'body' }, stated).then(made(SuspensionLifted, { ...lifting, by: 'body' }));
  });

  test('is of a suspension there is, by a challenge that goes on, once, in the order of days', () => {
    lift({}).refused('challenge.known', { challenge: 'claim' }, '/challenge');
    lift({}, made(ChallengeRaised, complaining)).refused(
      'challenge.suspension-to-lift',
      { suspends: 'none' },
      '/challenge',
    );
    lift({}, claimed, resolved()).refused('challenge.unresolved', { outcome: 'dismissed' }, '/challenge');
    lift({ reason: 'Something else.' }, claimed, lifted).refused('entry.said-once', {}, '/challenge');
    lift({ liftedOn: '2026-12-11' }, claimed).refused(
      'dates.not-in-the-future',
      { day: '2026-12-11', today: '2026-12-10' },
      '/liftedOn',
    );
    lift({ liftedOn: '2026-12-02' }, claimed).refused(
      'challenge.in-order-of-days',
      { receivedOn: '2026-12-03', day: '2026-12-02' },
      '/liftedOn',
    );
  });
});

describe('resolving a challenge', () => {
  const resolve = (change: object, ...more: ReadonlyArray<CommissionEvent>) =>
    afterHappened(...signable, ...officerOn('2026-12-10', ...more)).when(
      resolveChallenge,
      { ...resolving, ...change },
      asOfficer('2026-12-10'),
    );

  test('says the outcome, and what follows where it was upheld', () => {
    resolve({}, claimed).then(resolved());
    resolve({ outcome: 'upheld', remedy: 'damages' }, claimed).then(
      resolved({ outcome: 'upheld', remedy: 'damages' }),
    );
    resolve({ outcome: 'settled' }, claimed).then(resolved({ outcome: 'settled' }));
    resolve({ outcome: 'upheld' }, claimed).refused(
      'challenge.remedy-fits-outcome',
      { outcome: 'upheld', remedy: null },
      '/remedy',
    );
    resolve({ remedy: 'damages' }, claimed).refused('challenge.remedy-fits-outcome', {}, '/remedy');
  });

  test('sets an award aside that was made and not signed', () => {
    resolve(setAside, claimed).then(resolved(setAside));
    resolve(setAside, claimed, signed).refused('challenge.set-aside-before-signature', {}, '/remedy');
    const another = contractTo('cedar', 'w2', 'BEDS-PCC24-0073');
    resolve(setAside, claimed, signed, another).then(resolved(setAside));
    resolve(setAside, made(ChallengeRaised, { ...claiming, lot: 'south' })).refused(
      'challenge.set-aside-before-signature',
    );
  });

  test('is of a challenge there is, once, in the order of days', () => {
    resolve({}).refused('challenge.known');
    resolve({ finding: 'A breach.' }, claimed, resolved()).refused('entry.said-once', {}, '/challenge');
    resolve({ resolvedOn: '2026-12-11' }, claimed).refused(
      'dates.not-in-the-future',
      { day: '2026-12-11', today: '2026-12-10' },
      '/resolvedOn',
    );
    resolve({ resolvedOn: '2026-12-02' }, claimed).refused(
      'challenge.in-order-of-days',
      { receivedOn: '2026-12-03', day: '2026-12-02' },
      '/resolvedOn',
    );
  });
});

test('a commission does not close before every challenge has come to its end', () => {
  const closing = { outcome: 'no-award', summary: 'Nobody passed.', lessons: [] };
  const ended = ['north', 'south'].map((lot) =>
    made(NoAwardMade, { lot, decision: 'BEDS-PCC24-0075', reason: 'Nobody passed.' }),
  );
  const close = (...more: ReadonlyArray<CommissionEvent>) =>
    afterHappened(...officerOn('2026-12-10', ...evaluated, ...ended, ...more)).when(
      closeCommission,
      closing,
      asOfficer('2026-12-10'),
    );
  const complained = made(ChallengeRaised, complaining);
  close(complained).refused('closing.challenges-resolved', { challenges: ['claim'] });
  expect(close(complained, resolved()).decided._tag).toBe('Right');
});
