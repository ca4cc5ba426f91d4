import { setTimeout as pause } from 'node:timers/promises';
import { registry } from '@commissioning/domain';
import { type EventStore, EventStoreError } from '@commissioning/event-store';
import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { type KeyStore, memoryKeys, openData, subjectIn } from '@commissioning/record';
import { erasuresOf } from '@services/watch';
import * as E from 'fp-ts/Either';
import { administrator, freshStores, officer, processOver } from '../../commands/test/support/world';

const stream = 'provider-BEDS-azalea';
const clerk = subjectIn(stream, 'clerk');
const registration = {
  name: 'Azalea',
  sector: 'private',
  local: false,
  contact: { person: 'clerk', name: 'Anne Clerk', email: 'anne@example.org' },
};
const erasing = { person: 'clerk', ground: 'objection' };

/** Keys that cannot be destroyed as often as it says: as a disk that is full, or a process that dies there. */
const failing = (keys: KeyStore, times: number): KeyStore => {
  let left = times;
  return {
    ...keys,
    destroyKeyOf: (subject) => {
      left -= 1;
      if (left >= 0) throw new Error('EIO: the disk did not take it');
      keys.destroyKeyOf(subject);
    },
  };
};

const contactsIn = async (events: EventStore, keys: KeyStore): Promise<ReadonlyArray<unknown>> => {
  const found = [];
  for await (const page of events.readStream(stream))
    for (const event of page) {
      const { contact } = openData(registry, keys, event, 'personal');
      if (contact !== undefined) found.push(contact);
    }
  return found;
};

const typesIn = async (events: EventStore): Promise<ReadonlyArray<string>> => {
  const types = [];
  for await (const page of events.readStream(stream)) types.push(...page.map(({ type }) => type));
  return types;
};

const unreadable = [{ person: 'clerk', name: '[erased]', email: '[erased]' }];

const begun = async (keys: KeyStore) => {
  const stores = { ...freshStores(), keys };
  const office = processOver(stores);
  await office.done(officer, 'provider', 'BEDS-azalea', 'register-provider', registration);
  return { stores, office };
};

describe('an erasure', () => {
  it('has destroyed the key by the time it is answered, and memory holds nothing of the person', async () => {
    const { stores, office } = await begun(memoryKeys());
    expect(await contactsIn(stores.events, stores.keys)).toEqual([registration.contact]);
    await office.done(administrator, 'provider', 'BEDS-azalea', 'erase-person', erasing);
    expect(stores.keys.isDestroyed(clerk)).toBe(true);
    expect(await contactsIn(stores.events, stores.keys)).toEqual(unreadable);
    // What the office held of the provider would still know the contact to be the same.
    const same = { change: 'c1', changedOn: '2026-09-01', contact: registration.contact };
    expect(await office.failed(officer, 'provider', 'BEDS-azalea', 'change-details', same)).toMatchObject({
      refusal: { rule: { id: 'erasure.not-named-again' } },
    });
  });

  it('is for an administrator, and noted as theirs', async () => {
    const { stores, office } = await begun(memoryKeys());
    expect(await office.failed(officer, 'provider', 'BEDS-azalea', 'erase-person', erasing)).toMatchObject({
      _tag: 'NotAllowed',
    });
    expect(stores.keys.isDestroyed(clerk)).toBe(false);
  });

  it('that is refused destroys nothing', async () => {
    const { stores, office } = await begun(memoryKeys());
    const hold = { hold: 'claim', reason: 'A claim was issued.' };
    await office.done(administrator, 'provider', 'BEDS-azalea', 'hold-records', hold);
    expect(
      await office.failed(administrator, 'provider', 'BEDS-azalea', 'erase-person', erasing),
    ).toMatchObject({ refusal: { rule: { id: 'erasure.nothing-held' }, facts: { holds: ['claim'] } } });
    expect(stores.keys.isDestroyed(clerk)).toBe(false);
  });

  it('whose process stopped before the key was gone is not acknowledged; asked again, it is carried out once', async () => {
    const keys = memoryKeys();
    const { stores, office } = await begun(failing(keys, 2));
    const again = { commandId: 'erase-the-clerk' };
    const ask = () => office.ask(administrator, 'provider', 'BEDS-azalea', 'erase-person', erasing, again);
    await expect(ask()).rejects.toThrow('EIO');
    await expect(ask()).rejects.toThrow('EIO');
    expect(keys.isDestroyed(clerk)).toBe(false);
    expect(E.isRight(await ask())).toBe(true);
    expect(keys.isDestroyed(clerk)).toBe(true);
    expect(await typesIn(stores.events)).toEqual(['ProviderRegistered', 'PersonErased']);
  });

  it('that stopped there is carried out at the next start, though nobody asks again', async () => {
    const keys = memoryKeys();
    const { stores, office } = await begun(failing(keys, 1));
    await expect(
      office.ask(administrator, 'provider', 'BEDS-azalea', 'erase-person', erasing),
    ).rejects.toThrow('EIO');
    const reported: Array<unknown> = [];
    const report = (about: unknown): void => void reported.push(about);
    await erasuresOf({ events: stores.events, keys, report }).catchUp();
    expect(await contactsIn(stores.events, keys)).toEqual(unreadable);
    expect(reported).toEqual([]);
  });

  it('is carried out again where the keys were put back from a copy made before it', async () => {
    const salt = memoryKeys().saltKey;
    const { stores, office } = await begun(memoryKeys(salt));
    const key = stores.keys.keyOf(clerk) as Uint8Array;
    await office.done(administrator, 'provider', 'BEDS-azalea', 'erase-person', erasing);
    let putBack: Uint8Array | undefined = key;
    const older: KeyStore = {
      ...memoryKeys(salt),
      keyOf: () => putBack,
      isDestroyed: () => putBack === undefined,
      destroyKeyOf: (subject) => {
        expect(subject).toBe(clerk);
        putBack = undefined;
      },
    };
    expect(await contactsIn(stores.events, older)).toEqual([registration.contact]);
    await erasuresOf({ events: stores.events, keys: older, report: () => undefined }).catchUp();
    expect(await contactsIn(stores.events, older)).toEqual(unreadable);
  });

  it('that the disk does not take is reported, and tried again until it does', async () => {
    const keys = memoryKeys();
    const { stores, office } = await begun(failing(keys, 1));
    await expect(
      office.ask(administrator, 'provider', 'BEDS-azalea', 'erase-person', erasing),
    ).rejects.toThrow('EIO');
    const [reported, stopping] = [new Array<unknown>(), new AbortController()];
    const report = (about: unknown): void => void reported.push(about);
    const running = erasuresOf({ events: stores.events, keys: failing(keys, 1), report }).run(
      stopping.signal,
    );
    while (!keys.isDestroyed(clerk)) await pause(10);
    expect(reported).toEqual([{ event: null, reason: 'EIO: the disk did not take it' }]);
    stopping.abort();
    await running;
  });

  it('is looked for once where a start has caught up before it goes on, and from the beginning after a failure', async () => {
    const keys = memoryKeys();
    const { stores, office } = await begun(keys);
    await office.done(administrator, 'provider', 'BEDS-azalea', 'erase-person', erasing);
    const asked: Array<string | undefined> = [];
    let isAway = false;
    const events: EventStore = {
      ...stores.events,
      follow: (options) => {
        asked.push(options.after);
        if (isAway) throw new Error('away');
        return stores.events.follow(options);
      },
    };
    const erasures = erasuresOf({ events, keys, report: () => void (isAway = false) });
    await erasures.catchUp();
    isAway = true;
    const stopping = new AbortController();
    const running = erasures.run(stopping.signal);
    while (asked.length < 3) await pause(10);
    stopping.abort();
    await running;
    const head = await stores.events.head();
    expect(asked).toEqual([undefined, E.isRight(head) ? head.right : 'no head', undefined]);
  });

  it('cannot be looked for in a log that is away, and says so', async () => {
    const events = openMemoryEventStore();
    await events.close();
    await expect(
      erasuresOf({ events, keys: memoryKeys(), report: () => undefined }).catchUp(),
    ).rejects.toThrow(EventStoreError);
  });
});
