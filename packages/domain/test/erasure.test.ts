import { fold } from '@commissioning/kernel';
import { changeDetails } from '../src/provider/change-details';
import { ProviderDetailsChanged } from '../src/provider/details-events';
import { erasePerson } from '../src/provider/erase-person';
import { type ProviderEvent, ProviderRegistered } from '../src/provider/events';
import { holdRecords } from '../src/provider/hold-records';
import { liftHold } from '../src/provider/lift-hold';
import { HoldLifted, PersonErased, RecordsHeld } from '../src/provider/person-events';
import { provider } from '../src/provider/state';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(provider);

const details = {
  provider: 'BEDS-pertenhall-parish',
  name: 'Pertenhall and Swineshead Parish Council',
  sector: 'public',
  local: true,
};

describe('a person named in the record of a provider', () => {
  const contact = { person: 'clerk', name: 'A Clerk', email: 'clerk@example.org' };
  const named = made(ProviderRegistered, { ...details, contact });
  const successor = made(ProviderDetailsChanged, {
    change: 'new-clerk',
    changedOn: '2026-11-01',
    contact: { person: 'treasurer', name: 'A Treasurer' },
  });
  const erasing = { person: 'clerk', ground: 'objection', requestedOn: '2026-11-02', file: 'dsr-4' };
  const gone = made(PersonErased, erasing);
  const holding = { hold: 'challenge', reason: 'A challenge to the award of lot 2.' };
  const lifting = { hold: 'challenge', reason: 'It was withdrawn.' };
  const [held, lifted] = [made(RecordsHeld, holding), made(HoldLifted, lifting)];

  test('is erased once, on a stated ground; asked again, on whichever, there is nothing to do', () => {
    given(...recorded([named]))
      .when(erasePerson, erasing, contextOf())
      .then(gone);
    given(...recorded([named, gone]))
      .when(erasePerson, { person: 'clerk', ground: 'retention-ended' }, contextOf())
      .then();
  });

  test('is somebody the record names, and did not ask for it in the future', () => {
    given(...recorded([named, successor]))
      .when(erasePerson, { ...erasing, person: 'nobody' }, contextOf())
      .refused('erasure.person-is-named', { person: 'nobody' }, '/person');
    given(...recorded([named]))
      .when(erasePerson, { ...erasing, requestedOn: '2027-11-24' }, contextOf())
      .refused('dates.not-in-the-future', {}, '/requestedOn');
    given(...recorded([named, successor]))
      .when(erasePerson, { person: 'treasurer', ground: 'no-longer-needed' }, contextOf())
      .then(made(PersonErased, { person: 'treasurer', ground: 'no-longer-needed' }));
  });

  test('goes on being named where something else of the provider changed', () => {
    const renamed = made(ProviderDetailsChanged, {
      change: 'renamed',
      changedOn: '2026-11-01',
      name: 'Pertenhall Parish Council',
    });
    given(...recorded([named, renamed]))
      .when(erasePerson, erasing, contextOf())
      .then(gone);
    const anonymous = made(ProviderRegistered, details);
    given(...recorded([anonymous, successor]))
      .when(erasePerson, erasing, contextOf())
      .refused('erasure.person-is-named', { person: 'clerk' }, '/person');
  });

  test('is not erased while the records are held, and is once no hold stands', () => {
    given(...recorded([named, held]))
      .when(erasePerson, erasing, contextOf())
      .refused('erasure.nothing-held', { holds: ['challenge'] });
    given(...recorded([named, held, lifted]))
      .when(erasePerson, erasing, contextOf())
      .then(gone);
    const another = made(RecordsHeld, { hold: 'audit', reason: 'The external audit of 2026-27.' });
    given(...recorded([named, held, another, lifted]))
      .when(erasePerson, erasing, contextOf())
      .refused('erasure.nothing-held', { holds: ['audit'] });
  });

  test('is not named again under the same id once erased; somebody else is', () => {
    const naming = (person: string) => ({
      change: 'again',
      changedOn: '2026-11-03',
      contact: { person, name: 'A Person' },
    });
    given(...recorded([named, gone]))
      .when(changeDetails, naming('clerk'), contextOf())
      .refused('erasure.not-named-again', { person: 'clerk' }, '/contact/person');
    given(...recorded([named, gone]))
      .when(changeDetails, naming('treasurer'), contextOf())
      .then(made(ProviderDetailsChanged, naming('treasurer')));
  });

  test('is out of what is held in memory with the event; all else stays', () => {
    const before = fold(provider, provider.initial, recorded<ProviderEvent>([named, successor]));
    const after = fold(provider, provider.initial, recorded<ProviderEvent>([named, successor, gone]));
    expect(JSON.stringify([...after.changes, after.registered])).not.toMatch(/A Clerk|clerk@/);
    expect(after.registered?.contact).toEqual({ person: 'clerk', name: '[erased]', email: '[erased]' });
    expect(after.changes).toEqual(before.changes);
    const treasurer = made(PersonErased, { person: 'treasurer', ground: 'no-longer-needed' });
    const { changes } = fold(
      provider,
      provider.initial,
      recorded<ProviderEvent>([named, successor, treasurer]),
    );
    expect(changes.get('new-clerk')?.contact).toStrictEqual({ person: 'treasurer', name: '[erased]' });
    expect({ ...after, registered: undefined, erasures: undefined }).toEqual({
      ...before,
      registered: undefined,
      erasures: undefined,
    });
  });

  test('a hold is placed and lifted once, and lifted where it was placed', () => {
    given(...recorded([named]))
      .when(holdRecords, holding)
      .then(held);
    given(...recorded([named, held]))
      .when(holdRecords, holding)
      .then();
    given(...recorded([named, held]))
      .when(holdRecords, { ...holding, reason: 'Another.' })
      .refused('entry.said-once', {}, '/hold');
    given(...recorded([named, held]))
      .when(liftHold, lifting)
      .then(lifted);
    given(...recorded([named, held, lifted]))
      .when(liftHold, lifting)
      .then();
    given(...recorded([named, held, lifted]))
      .when(liftHold, { ...lifting, reason: 'Another.' })
      .refused('entry.said-once', {}, '/hold');
    given(...recorded([named]))
      .when(liftHold, lifting)
      .refused('erasure.hold-is-there', { hold: 'challenge' }, '/hold');
  });
});
