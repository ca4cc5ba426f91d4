import { fold, type ProviderRef } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { registeredProvider } from '../src/commission/purchase/providers';
import { EntryCorrected } from '../src/corrections/events';
import { changeDetails } from '../src/provider/change-details';
import { ProviderDetailsChanged } from '../src/provider/details-events';
import { checkDiligence } from '../src/provider/check-diligence';
import { claimIdentifier } from '../src/provider/claim-identifier';
import {
  DiligenceChecked,
  IdentifierClaimed,
  type ProviderEvent,
  ProviderExcluded,
  ProviderRegistered,
  ProviderReinstated,
} from '../src/provider/events';
import { excludeProvider } from '../src/provider/exclude-provider';
import { registerProvider } from '../src/provider/register-provider';
import { reinstateProvider } from '../src/provider/reinstate-provider';
import { detailsOf, provider } from '../src/provider/state';
import { bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { made } from './support/made';
import { approver, contextOf, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(provider);
const rules = bedfordshireRules.at(-1);

const details = {
  provider: 'BEDS-pertenhall-parish',
  name: 'Pertenhall and Swineshead Parish Council',
  sector: 'public',
  local: true,
};
const registered = made(ProviderRegistered, details);
const known = recorded([registered]);

describe('registering a provider', () => {
  test('needs no identifier', () => {
    given().when(registerProvider, details).then(registered);
  });

  test('may name a person to write to', () => {
    const withContact = {
      ...details,
      contact: { person: 'clerk', name: 'A Clerk', email: 'clerk@example.org' },
    };
    given().when(registerProvider, withContact).then(made(ProviderRegistered, withContact));
  });

  test('is done once: the reference stands for one organisation', () => {
    given(...known)
      .when(registerProvider, { ...details, local: false })
      .refused('entry.said-once', {}, '/provider');
  });
});

describe('details of a provider', () => {
  const changing = { change: 'renamed', changedOn: '2026-11-01', name: 'Pertenhall Parish Council' };
  const changed = made(ProviderDetailsChanged, changing);

  test('are otherwise from a day on; what is not named stays', () => {
    given(...known)
      .when(changeDetails, changing, contextOf())
      .then(changed);
    const state = fold(provider, provider.initial, recorded([registered, changed]));
    expect(detailsOf(state)).toEqual({ ...details, name: 'Pertenhall Parish Council' });
    expect(state.registered?.name).toBe(details.name);
  });

  test('are what whoever awards or asks to quote goes by', () => {
    const moved = made(ProviderDetailsChanged, { change: 'moved', changedOn: '2026-11-02', local: false });
    const state = fold(provider, provider.initial, recorded([registered, changed, moved]));
    const around = contextOf({ providers: new Map([[details.provider, state]]) });
    expect(registeredProvider(around, details.provider as ProviderRef)).toEqual(
      E.right({
        named: { provider: details.provider, name: 'Pertenhall Parish Council' },
        local: false,
      }),
    );
  });

  test('are said once under an id, on a day that has come, and say something else', () => {
    const asking = (command: object) =>
      given(...recorded([registered, changed])).when(changeDetails, command, contextOf());
    asking({ ...changing, name: 'Another' }).refused('entry.said-once', {}, '/change');
    asking({ change: 'c2', changedOn: '2026-11-24', local: false }).refused(
      'dates.not-in-the-future',
      { day: '2026-11-24', today: '2026-11-23' },
      '/changedOn',
    );
    asking({ change: 'c2', changedOn: '2026-11-02' }).refused('provider.something-changed');
    asking({ change: 'c2', changedOn: '2026-11-02', sector: 'public', local: false }).refused(
      'provider.something-changed',
      { asBefore: ['sector'] },
      '/sector',
    );
    given().when(changeDetails, changing, contextOf()).refused('provider.registered');
  });

  test('stay as they were changed where the first entry is put right later', () => {
    const corrected = made(EntryCorrected, {
      correction: 'c1',
      entry: '00000000-0000-7000-8000-000000000000',
      of: 'ProviderRegistered',
      changes: [
        { field: '/name', official: { from: details.name, to: 'Pertenhall and Swineshead Council' } },
      ],
      names: [],
      otherNames: [],
      reason: 'A word too much.',
    });
    const events = recorded<ProviderEvent>([registered, changed, corrected]);
    expect(detailsOf(fold(provider, provider.initial, events))?.name).toBe('Pertenhall Parish Council');
  });
});

describe('an identifier', () => {
  const claim = { identifier: { scheme: 'GB-CHC', value: '1095642' } };
  const claimed = made(IdentifierClaimed, claim);

  test('is claimed by a provider that is registered', () => {
    given(...known)
      .when(claimIdentifier, claim)
      .then(claimed);
    given().when(claimIdentifier, claim).refused('provider.registered');
  });

  test('is held by one provider of the body', () => {
    const holder = fold(provider, provider.initial, recorded([registered, claimed]));
    given(...known)
      .when(claimIdentifier, claim, contextOf({ providers: new Map([['BEDS-azalea', holder]]) }))
      .refused(
        'provider.identifier-claimed-once',
        { heldBy: 'BEDS-azalea', identifier: 'GB-CHC:1095642' },
        '/identifier',
      );
  });

  test('is looked for among the providers before it is claimed', () => {
    const state = fold(provider, provider.initial, known);
    const command = { identifier: { scheme: 'GB-CHC', value: '1' } } as Parameters<
      typeof claimIdentifier.needs
    >[0];
    expect(claimIdentifier.needs(command, state)).toEqual({ identifiers: ['GB-CHC:1'] });
  });

  test('is one of as many as an organisation has', () => {
    const company = { identifier: { scheme: 'GB-COH', value: '04414524' } };
    given(...known, ...recorded([claimed], {}, 1))
      .when(claimIdentifier, company)
      .then(made(IdentifierClaimed, company));
  });
});

describe('a diligence check', () => {
  const finding = {
    check: 'd1',
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'Accounts filed; safeguarding policy seen.',
    checkedOn: '2026-11-23',
    goodUntil: '2027-11-23',
    upTo: 6_000_000,
  };
  const context = contextOf(rules === undefined ? {} : { rules });

  test('is recorded with the day until which it holds', () => {
    given(...known)
      .when(checkDiligence, finding, context)
      .then(made(DiligenceChecked, finding));
  });

  test('holds for twelve months by the rules, and not a day longer', () => {
    given(...known)
      .when(checkDiligence, { ...finding, goodUntil: '2027-11-24' }, context)
      .refused(
        'diligence.life',
        { longest: '2027-11-23', checkedOn: '2026-11-23', goodUntil: '2027-11-24' },
        '/goodUntil',
      );
    given(...known)
      .when(checkDiligence, { ...finding, goodUntil: '2026-11-22' }, context)
      .refused('diligence.life', {}, '/goodUntil');
    const oneDay = { ...finding, goodUntil: '2026-11-23' };
    given(...known)
      .when(checkDiligence, oneDay, context)
      .then(made(DiligenceChecked, oneDay));
  });

  test('of 29 February holds until 28 February', () => {
    const leapDay = { ...finding, checkedOn: '2024-02-29', goodUntil: '2025-02-28' };
    given(...known)
      .when(checkDiligence, leapDay, context)
      .then(made(DiligenceChecked, leapDay));
    given(...known)
      .when(checkDiligence, { ...leapDay, goodUntil: '2025-03-01' }, context)
      .refused('diligence.life');
  });

  test('was not made tomorrow', () => {
    given(...known)
      .when(checkDiligence, { ...finding, checkedOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/checkedOn');
  });

  test('stays as it was found', () => {
    given(...known, ...recorded([made(DiligenceChecked, finding)], {}, 1))
      .when(checkDiligence, { ...finding, outcome: 'unsatisfactory' }, context)
      .refused('entry.said-once', {}, '/check');
  });

  test('needs rules, and a provider', () => {
    given(...known)
      .when(checkDiligence, finding)
      .refused('rulebook.adopted');
    given().when(checkDiligence, finding, context).refused('provider.registered');
  });
});

describe('an exclusion', () => {
  const context = contextOf({ actor: approver });
  const until = (day: string) => ({ ground: 'Grave professional misconduct.', until: day });
  const excluded = made(ProviderExcluded, until('2026-12-31'));

  test('has a ground, and an end or none', () => {
    for (const command of [{ ground: 'Debarred.' }, until('2026-11-23')])
      given(...known)
        .when(excludeProvider, command, context)
        .then(made(ProviderExcluded, command));
    given().when(excludeProvider, { ground: 'Debarred.' }, context).refused('provider.registered');
  });

  test('does not lie in the past', () => {
    given(...known)
      .when(excludeProvider, until('2026-11-22'), context)
      .refused('provider.exclusion-lies-ahead', { until: '2026-11-22', today: '2026-11-23' }, '/until');
  });

  test('stands until it is lifted', () => {
    given(...known, ...recorded([excluded], {}, 1))
      .when(excludeProvider, { ground: 'Debarred.' }, context)
      .refused('provider.excluded-once', { until: '2026-12-31' });
  });

  test('stands on its last day', () => {
    given(...known, ...recorded([made(ProviderExcluded, until('2026-11-23'))], {}, 1))
      .when(excludeProvider, { ground: 'Debarred.' }, context)
      .refused('provider.excluded-once', { until: '2026-11-23' });
  });

  test('that has run out makes way for another', () => {
    given(...known, ...recorded([made(ProviderExcluded, until('2026-11-22'))], {}, 1))
      .when(excludeProvider, { ground: 'Debarred.' }, context)
      .then(made(ProviderExcluded, { ground: 'Debarred.' }));
  });

  test('is lifted by reinstating, once', () => {
    const reinstated = made(ProviderReinstated, { reason: 'Self-cleaning shown.' });
    given(...known, ...recorded([excluded], {}, 1))
      .when(reinstateProvider, reinstated.data, context)
      .then(reinstated);
    given(...known)
      .when(reinstateProvider, reinstated.data, context)
      .refused('provider.reinstated-while-excluded');
    given(...known, ...recorded([excluded, reinstated], {}, 1))
      .when(reinstateProvider, { reason: 'Another reason.' }, context)
      .refused('provider.reinstated-while-excluded');
    given(...known, ...recorded([excluded, reinstated, excluded], {}, 1))
      .when(reinstateProvider, reinstated.data, context)
      .then(reinstated);
  });
});
