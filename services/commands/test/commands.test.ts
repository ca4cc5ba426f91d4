import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { parseStreamName } from '@commissioning/kernel';
import {
  chainHashOf,
  contentHashOf,
  falseOpenings,
  openData,
  type RecordedEvent,
  requestHashOf,
  startOfChain,
  subjectIn,
} from '@commissioning/record';
import { registry } from '@commissioning/domain';
import { begin, checkBeginning } from '@services/commands';
import * as E from 'fp-ts/Either';
import {
  administrator,
  bidder,
  colleague,
  establish,
  evidence,
  freshCommandId,
  freshStores,
  fund,
  logOf,
  need,
  officer,
  type Process,
  processOver,
  type Stores,
  streamOf,
  theme,
} from './support/world';
import { beforeAppends, under } from './support/weather';

const commission = 'BEDS-2026-0001';
const stream = `commission-${commission}`;

let stores: Stores;
let office: Process;

beforeEach(async () => {
  stores = freshStores();
  office = processOver(stores);
  await establish(office);
});

const identified = (process = office, reference = commission) =>
  process.done(officer, 'commission', reference, 'identify-need', need);

const typesOf = (events: ReadonlyArray<RecordedEvent>) => events.map(({ type }) => type);

describe('a command id', () => {
  it('gives the same answer again and records nothing more', async () => {
    await identified();
    const commandId = freshCommandId();
    const ask = (process: Process) =>
      process.done(officer, 'commission', commission, 'add-evidence', evidence('one'), { commandId });
    const first = await ask(office);
    const again = await ask(office);
    expect(first).toMatchObject({
      revision: 1,
      repeated: false,
      events: [{ type: 'EvidenceAdded', revision: 1 }],
    });
    expect(again).toEqual({ ...first, repeated: true });
    await office.done(officer, 'commission', commission, 'add-evidence', evidence('two'));
    expect(await ask(office)).toEqual({ ...first, repeated: true });
    expect(await ask(processOver(stores))).toEqual({ ...first, repeated: true });
    expect(typesOf(await streamOf(stores.events, stream))).toEqual([
      'NeedIdentified',
      'EvidenceAdded',
      'EvidenceAdded',
    ]);
  });

  it('is refused for anything else than it was used for', async () => {
    await identified();
    const commandId = freshCommandId();
    await office.done(officer, 'commission', commission, 'add-evidence', evidence('one'), { commandId });
    for (const process of [office, processOver(stores)])
      expect(
        await process.failed(officer, 'commission', commission, 'add-evidence', evidence('other'), {
          commandId,
        }),
      ).toEqual({ _tag: 'CommandIdReused', commandId });
    expect(await streamOf(stores.events, stream)).toHaveLength(2);
  });

  it('of a command with several events answers with all of them', async () => {
    const commandId = freshCommandId();
    const grant = {
      ...need,
      standingAssessment: 'Road safety needs assessment 2025',
      provider: 'BEDS-parish',
      amount: 300_000,
      for: 'A speed indicator',
      fund,
      profile: 'small-direct-grant',
      legalPower: 'crime-and-disorder-reduction-grant',
      ground: 'small-sum',
      evidence: 'Two catalogue prices',
      reasons: 'The parish owns the street furniture.',
      interests: [],
      subsidy: { isSubsidy: false, reason: 'A public body' },
      diligence: { outcome: 'satisfactory', finding: 'A parish council', goodUntil: '2027-08-31' },
    };
    const { themes: _themes, ...command } = grant;
    await office.done(officer, 'provider', 'BEDS-parish', 'register-provider', {
      name: 'Example Parish Council',
      sector: 'public',
      local: true,
    });
    const ask = (process: Process) =>
      begin(process, 'BEDS' as never, 2026, {
        action: 'request-direct-grant',
        command,
        commandId: commandId as never,
        actor: officer,
      })();
    const first = await ask(office);
    if (E.isLeft(first)) throw new Error(JSON.stringify(first.left));
    expect(first.right.events.length).toBeGreaterThan(5);
    expect(await ask(processOver(stores))).toEqual(E.right({ ...first.right, repeated: true }));
  });

  it('finds the reference under which it began a commission, after a new start too', async () => {
    const beginning = (commandId: string, title = 'A need') => ({
      action: 'identify-need',
      command: { ...need, title },
      commandId: commandId as never,
      actor: officer,
    });
    const ids = ['begin-the-first', 'begin-the-second', 'begin-the-third'];
    for (const id of ids)
      expect(E.isRight(await begin(office, 'BEDS' as never, 2026, beginning(id))())).toBe(true);
    const restarted = processOver(stores);
    for (const [index, id] of ids.entries())
      expect(await begin(restarted, 'BEDS' as never, 2026, beginning(id))()).toMatchObject({
        right: { reference: `BEDS-2026-000${index + 1}`, repeated: true },
      });
    expect(await begin(restarted, 'BEDS' as never, 2026, beginning('begin-the-third', 'Another'))()).toEqual(
      E.left({ _tag: 'CommandIdReused', commandId: 'begin-the-third' }),
    );
    expect(await begin(restarted, 'BEDS' as never, 2026, beginning('begin-the-fourth'))()).toMatchObject({
      right: { reference: 'BEDS-2026-0004', repeated: false },
    });
  });

  it('of a refused command is refused again, and the refusal is noted once', async () => {
    await identified();
    const commandId = freshCommandId();
    for (const process of [office, office, processOver(stores)])
      expect(
        await process.failed(officer, 'commission', commission, 'allocate-funding', tooMuch, { commandId }),
      ).toMatchObject({ _tag: 'Refused', refusal: { rule: { id: 'funding.available' } } });
    expect(await streamOf(stores.events, 'refusals-BEDS-2026')).toHaveLength(1);
  });
});

const tooMuch = { allocation: 'all', fund, amount: 10_000_001, theme };

describe('a command is understood or not', () => {
  it('by the roles its action is for', async () => {
    await identified();
    expect(await office.failed(bidder, 'commission', commission, 'add-evidence', evidence('one'))).toEqual({
      _tag: 'NotAllowed',
      action: 'add-evidence',
      role: 'provider',
      allowed: ['commissioning-officer'],
    });
  });

  it('by the name of its action', async () => {
    const failure = await office.failed(officer, 'commission', commission, 'make-coffee', {});
    expect(failure).toMatchObject({ _tag: 'UnknownAction', action: 'make-coffee' });
    expect(failure).toHaveProperty('known', expect.arrayContaining(['identify-need', 'publish-spec']));
  });

  it('by its shape: each fault with its place', async () => {
    await identified();
    const wrong = { ...evidence('One!'), kind: 'hearsay', finding: '' };
    const failure = await office.failed(officer, 'commission', commission, 'add-evidence', wrong);
    expect(failure).toMatchObject({ _tag: 'Malformed' });
    expect(
      (failure as { faults: ReadonlyArray<{ pointer: string }> }).faults.map(({ pointer }) => pointer),
    ).toEqual(['/evidence', '/kind', '/finding']);
    for (const nothing of [undefined, null, 'text', 7, []])
      expect(await office.failed(officer, 'commission', commission, 'add-evidence', nothing)).toMatchObject({
        _tag: 'Malformed',
      });
  });

  it('by holding no field its action does not know', async () => {
    await identified();
    const misspelt = { ...evidence('one'), documnet: 'oops' };
    expect(await office.failed(officer, 'commission', commission, 'add-evidence', misspelt)).toEqual({
      _tag: 'Malformed',
      faults: [{ pointer: '/documnet', expected: 'no such field', found: 'a field of this name' }],
    });
  });

  it('by naming what it is for alike in its address and in itself', async () => {
    const wrong = { ...need, reference: 'BEDS-2026-0009' };
    expect(await office.failed(officer, 'commission', commission, 'identify-need', wrong)).toMatchObject({
      _tag: 'Malformed',
      faults: [{ pointer: '/reference', found: '"BEDS-2026-0009"' }],
    });
  });

  it('by taking effect no later than now', async () => {
    const later = { effectiveAt: '2026-09-01T09:00:00.001Z' as never };
    expect(
      await office.failed(officer, 'commission', commission, 'identify-need', need, later),
    ).toMatchObject({
      _tag: 'Malformed',
      faults: [{ pointer: '/effectiveAt' }],
    });
    const before = { effectiveAt: '2026-08-01T00:00:00.000Z' as never };
    await office.done(officer, 'commission', commission, 'identify-need', need, before);
    const [event] = await streamOf(stores.events, stream);
    expect(event?.metadata).toMatchObject({
      recordedAt: '2026-09-01T09:00:00.000Z',
      effectiveAt: '2026-08-01T00:00:00.000Z',
    });
  });

  it('by there being something it is for', async () => {
    expect(await office.failed(officer, 'commission', commission, 'add-evidence', evidence('one'))).toEqual({
      _tag: 'NotFound',
      stream,
    });
  });
});

describe('the revision a command names', () => {
  it('must be the one the stream is at', async () => {
    await identified();
    const ask = (revision: number) =>
      office.ask(officer, 'commission', commission, 'add-evidence', evidence(`at-${revision + 1}`), {
        revision,
      });
    expect(await ask(1)).toEqual(E.left({ _tag: 'Stale', stream, named: 1, actual: 0 }));
    expect(E.isRight(await ask(0))).toBe(true);
    expect(await ask(0)).toEqual(E.left({ _tag: 'Stale', stream, named: 0, actual: 1 }));
  });

  it('still holds when somebody else appended between reading and recording', async () => {
    await identified();
    const other = processOver(stores);
    const events = beforeAppends(stores.events, 1, () =>
      other.done(colleague, 'commission', commission, 'add-evidence', evidence('theirs')),
    );
    const mine = processOver({ ...stores, events });
    expect(
      await mine.failed(officer, 'commission', commission, 'add-evidence', evidence('mine'), { revision: 0 }),
    ).toEqual({ _tag: 'Stale', stream, named: 0, actual: 1 });
  });
});

describe('somebody else who appends meanwhile', () => {
  const raced = async (times: number) => {
    await identified();
    const other = processOver(stores);
    let theirs = 0;
    const events = beforeAppends(stores.events, times, () =>
      other.done(colleague, 'commission', commission, 'add-evidence', evidence(`theirs-${(theirs += 1)}`)),
    );
    return processOver({ ...stores, events });
  };
  const mine = ['commission', commission, 'add-evidence', evidence('mine')] as const;

  it('makes the command be decided again on what then stands', async () => {
    const process = await raced(2);
    expect(await process.done(officer, ...mine)).toMatchObject({ revision: 3 });
    expect(await streamOf(stores.events, stream)).toHaveLength(4);
  });

  it('keeps it from being recorded when it never ends', async () => {
    const process = await raced(3);
    expect(await process.failed(officer, ...mine)).toEqual({ _tag: 'Contended', stream, attempts: 3 });
    expect(await streamOf(stores.events, stream)).toHaveLength(4);
  });

  it('can make what would have been accepted be refused', async () => {
    await identified();
    const other = processOver(stores);
    const same = { ...evidence('mine'), finding: 'Something else' };
    const events = beforeAppends(stores.events, 1, () =>
      other.done(colleague, 'commission', commission, 'add-evidence', same),
    );
    const process = processOver({ ...stores, events });
    expect(await process.failed(officer, ...mine)).toMatchObject({
      _tag: 'Refused',
      refusal: { rule: { id: 'entry.said-once' } },
    });
  });
});

it('never lets the time of record go back within a stream, though the clock does', async () => {
  await identified();
  office.setClock('2026-08-31T09:00:00.000Z');
  await office.done(officer, 'commission', commission, 'add-evidence', evidence('one'));
  await office.failed(officer, 'commission', commission, 'allocate-funding', tooMuch);
  office.setClock('2026-08-30T09:00:00.000Z');
  await processOver(stores, '2026-08-30T09:00:00.000Z').done(
    officer,
    'commission',
    commission,
    'add-evidence',
    evidence('two'),
  );
  await identified(office, 'BEDS-2026-0002');
  await office.failed(officer, 'commission', 'BEDS-2026-0002', 'allocate-funding', tooMuch);
  const last = new Map<string, string>();
  for (const { stream: of, metadata } of await logOf(stores.events)) {
    expect(metadata.recordedAt >= (last.get(of) ?? '')).toBe(true);
    last.set(of, metadata.recordedAt);
  }
  expect(last.get('refusals-BEDS-2026')).toBe('2026-09-01T09:00:00.000Z');
});

describe('a refusal', () => {
  it('is recorded in a stream of the body and year, with its rule and its facts', async () => {
    await identified();
    const failure = await office.failed(officer, 'commission', commission, 'allocate-funding', tooMuch);
    expect(failure).toMatchObject({
      _tag: 'Refused',
      ruleBookVersion: expect.any(Number) as number,
      refusal: { rule: { id: 'funding.available' }, facts: { asked: 10_000_001, available: 10_000_000 } },
    });
    const [event, ...more] = await streamOf(stores.events, 'refusals-BEDS-2026');
    expect(more).toEqual([]);
    if (event === undefined) throw new Error('no refusal was recorded');
    const facts = '{"asked":10000001,"available":10000000}';
    expect(openData(registry, stores.keys, event, 'official')).toEqual({
      action: 'allocate-funding',
      stream,
      rule: 'funding.available',
      strength: 'integrity',
      facts,
      field: '/amount',
    });
    // The facts are for those who work on the matter: the public view holds a commitment in their place.
    expect(openData(registry, stores.keys, event, 'released')['facts']).toEqual({
      $commitment: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(JSON.stringify({ ...event, private: undefined })).not.toContain('10000001');
    expect(event.metadata.actor).toEqual(officer);
  });

  it('is noted, every one of them, however many there are at once', async () => {
    const references = Array.from(
      { length: 20 },
      (_each, index) => `BEDS-2026-${String(index + 1).padStart(4, '0')}`,
    );
    for (const reference of references) await identified(office, reference);
    const all = await Promise.all(
      references.map((reference) =>
        office.failed(officer, 'commission', reference, 'allocate-funding', tooMuch),
      ),
    );
    expect(all.map(({ _tag }) => _tag)).toEqual(references.map(() => 'Refused'));
    expect(await streamOf(stores.events, 'refusals-BEDS-2026')).toHaveLength(20);
  });

  it('stands though it could not be written down', async () => {
    await identified();
    const events = under(stores.events, ['lost']);
    const process = processOver({ ...stores, events });
    expect(
      await process.failed(officer, 'commission', commission, 'allocate-funding', tooMuch),
    ).toMatchObject({
      _tag: 'Refused',
    });
    expect(await streamOf(stores.events, 'refusals-BEDS-2026')).toEqual([]);
  });
});

describe('looking whether a command would be accepted', () => {
  it('says what would be recorded, and records nothing: no event, no refusal, no document, no key', async () => {
    await identified();
    const before = await logOf(stores.events);
    const look = (action: string, command: unknown) =>
      office.commands.check(office.request(officer, 'commission', commission, action, command))();
    expect(await look('add-evidence', evidence('one'))).toEqual(E.right(['EvidenceAdded']));
    expect(await look('allocate-funding', tooMuch)).toMatchObject({ left: { _tag: 'Refused' } });
    expect(await look('add-evidence', {})).toMatchObject({ left: { _tag: 'Malformed' } });
    const beginning = {
      action: 'identify-need',
      command: need,
      commandId: 'look-only' as never,
      actor: officer,
    };
    expect(await checkBeginning(office, 'BEDS' as never, 2026, beginning)()).toEqual(
      E.right(['NeedIdentified']),
    );
    expect(await logOf(stores.events)).toEqual(before);
    expect(await identified()).toMatchObject({ events: [] });
  });
});

describe('what is recorded with each event', () => {
  it('is the rules it was decided under and what was read to decide, at which revisions', async () => {
    await identified();
    const given = { correlationId: 'a-case', causationId: 'an-event', commandId: freshCommandId() };
    await office.done(
      officer,
      'commission',
      commission,
      'allocate-funding',
      { allocation: 'first', fund, amount: 100, theme },
      given,
    );
    const [, event] = await streamOf(stores.events, stream);
    const revisionOf = async (name: string) => (await streamOf(stores.events, name)).length - 1;
    expect(event?.metadata).toMatchObject({
      body: 'BEDS',
      actor: officer,
      commandId: given.commandId,
      correlationId: 'a-case',
      causationId: 'an-event',
      ruleBookVersion: (await streamOf(stores.events, 'rulebook-BEDS')).length - 1,
      context: [
        { stream: 'rulebook-BEDS', revision: await revisionOf('rulebook-BEDS') },
        { stream: `fund-${fund}`, revision: await revisionOf(`fund-${fund}`) },
      ],
    });
  });

  it('is no rule book version before there is one', async () => {
    const [established] = await streamOf(stores.events, 'rulebook-BEDS');
    expect(established?.metadata).toMatchObject({ ruleBookVersion: 0, context: [] });
  });

  it('is a hash of the request that nobody without the key can try out', async () => {
    await identified();
    const commandId = freshCommandId();
    const command = evidence('one');
    await office.done(officer, 'commission', commission, 'add-evidence', command, { commandId });
    const [, event] = await streamOf(stores.events, stream);
    const hash = event?.metadata.requestHash;
    const request = { stream, action: 'add-evidence', command, effectiveAt: null };
    expect(hash).toBe(requestHashOf(stores.keys, commandId, request));
    expect(hash).not.toBe(requestHashOf(freshStores().keys, commandId, request));
  });

  it('is chained to the event before it, and every private value opens to what was committed to', async () => {
    await identified();
    await office.done(officer, 'commission', commission, 'add-evidence', evidence('one'));
    const all = await logOf(stores.events);
    const last = new Map<string, string>();
    for (const event of all) {
      expect(event.contentHash).toBe(contentHashOf(event));
      expect(event.chainHash).toBe(chainHashOf(last.get(event.stream) ?? startOfChain, event.contentHash));
      last.set(event.stream, event.chainHash);
      expect(falseOpenings(event, stores.keys)).toEqual([]);
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

describe('an event log that fails', () => {
  it.each(['lost', 'answer lost'] as const)(
    'leaves one set of events when the command is sent again: %s',
    async (fate) => {
      await identified();
      const process = processOver({ ...stores, events: under(stores.events, [fate]) });
      const commandId = freshCommandId();
      const ask = ['commission', commission, 'add-evidence', evidence('one'), { commandId }] as const;
      expect(await process.failed(officer, ...ask)).toMatchObject({ _tag: 'StoreUnavailable' });
      expect(await process.done(officer, ...ask)).toMatchObject({
        repeated: fate === 'answer lost',
        revision: 1,
      });
      expect(typesOf(await streamOf(stores.events, stream))).toEqual(['NeedIdentified', 'EvidenceAdded']);
    },
  );

  it.each(['lost', 'answer lost'] as const)(
    'leaves one commission when its beginning is sent again: %s',
    async (fate) => {
      const beginning = {
        action: 'identify-need',
        command: need,
        commandId: 'begin-once' as never,
        actor: officer,
      };
      const process = processOver({ ...stores, events: under(stores.events, [fate]) });
      expect(await begin(process, 'BEDS' as never, 2026, beginning)()).toMatchObject({
        left: { _tag: 'StoreUnavailable' },
      });
      expect(await begin(process, 'BEDS' as never, 2026, beginning)()).toMatchObject({
        right: { reference: commission },
      });
      const begun = (await logOf(stores.events)).filter(({ type }) => type === 'NeedIdentified');
      expect(begun).toHaveLength(1);
    },
  );

  it('answers so while it cannot be read', async () => {
    const events = openMemoryEventStore();
    await events.close();
    const process = processOver({ ...stores, events });
    expect(await process.failed(officer, 'commission', commission, 'identify-need', need)).toMatchObject({
      _tag: 'StoreUnavailable',
    });
    expect(await process.references.referenceFor('BEDS' as never, 2026, 'begin-once')).toMatchObject({
      left: { _tag: 'StoreUnavailable' },
    });
    const claim = { identifier: { scheme: 'charity', value: '1' } };
    const unfollowable = processOver({ ...stores, events: { ...stores.events, head: events.head } });
    await office.done(officer, 'provider', 'BEDS-azalea', 'register-provider', {
      name: 'Azalea',
      sector: 'private',
      local: false,
    });
    expect(
      await unfollowable.failed(officer, 'provider', 'BEDS-azalea', 'claim-identifier', claim),
    ).toMatchObject({
      _tag: 'StoreUnavailable',
    });
  });

  it('holds nothing up for good: what was damaged is named, and other streams go on', async () => {
    await identified();
    await office.done(officer, 'commission', commission, 'add-evidence', evidence('one'));
    const events = {
      ...stores.events,
      async *readStream(...asked: Parameters<Stores['events']['readStream']>) {
        for await (const page of stores.events.readStream(...asked))
          yield page.map((event) =>
            event.stream === stream && event.revision === 1 ? { ...event, data: { evidence: 7 } } : event,
          );
      },
    };
    const process = processOver({ ...stores, events });
    expect(
      await process.failed(officer, 'commission', commission, 'add-evidence', evidence('two')),
    ).toMatchObject({
      _tag: 'Unreadable',
      stream,
      revision: 1,
      cause: { _tag: 'Malformed', storedType: 'EvidenceAdded' },
    });
    await identified(process, 'BEDS-2026-0002');
  });
});

describe('references', () => {
  const beginning = (index: number) => ({
    action: 'identify-need',
    command: { ...need, title: `Need ${index}` },
    commandId: `parallel-${index}` as never,
    actor: officer,
  });

  it('are distinct and consecutive, however many commissions begin at once, and nobody is refused', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_each, index) => begin(office, 'BEDS' as never, 2026, beginning(index))()),
    );
    const given = all
      .map((each) => (E.isRight(each) ? each.right.reference : JSON.stringify(each.left)))
      .toSorted();
    expect(given).toEqual(
      Array.from({ length: 20 }, (_each, index) => `BEDS-2026-${String(index + 1).padStart(4, '0')}`),
    );
    expect(await streamOf(stores.events, 'refusals-BEDS-2026')).toEqual([]);
  });

  it('are tried in turn when another process takes them', async () => {
    const other = processOver(stores);
    let taken = 0;
    const events = beforeAppends(stores.events, 2, () =>
      begin(other, 'BEDS' as never, 2026, beginning((taken += 1)))(),
    );
    const process = processOver({ ...stores, events });
    expect(await begin(process, 'BEDS' as never, 2026, beginning(99))()).toMatchObject({
      right: { reference: 'BEDS-2026-0003' },
    });
  });

  it('start anew each year', async () => {
    await begin(office, 'BEDS' as never, 2026, beginning(1))();
    expect(await begin(office, 'BEDS' as never, 2027, beginning(2))()).toMatchObject({
      right: { reference: 'BEDS-2027-0001' },
    });
  });
});

describe('an identifier', () => {
  const claim = { identifier: { scheme: 'charity', value: '1234567' } };
  const providers = ['BEDS-azalea', 'BEDS-birch', 'BEDS-cedar'];

  beforeEach(async () => {
    for (const provider of providers)
      await office.done(officer, 'provider', provider, 'register-provider', {
        name: provider,
        sector: 'private',
        local: false,
      });
  });

  const claimedBy = async () =>
    (await logOf(stores.events))
      .filter(({ type }) => type === 'IdentifierClaimed')
      .map(({ stream: of }) => parseStreamName(of)?.id);

  it('is claimed once among the providers of a body', async () => {
    await office.done(administrator, 'provider', 'BEDS-azalea', 'claim-identifier', claim);
    const refused = {
      _tag: 'Refused',
      refusal: {
        rule: { id: 'provider.identifier-claimed-once' },
        facts: { identifier: 'charity:1234567', heldBy: 'BEDS-azalea' },
      },
    };
    for (const process of [office, processOver(stores)])
      expect(
        await process.failed(officer, 'provider', 'BEDS-birch', 'claim-identifier', claim),
      ).toMatchObject(refused);
    expect(await office.done(officer, 'provider', 'BEDS-azalea', 'claim-identifier', claim)).toMatchObject({
      events: [],
    });
    const other = { identifier: { scheme: 'companies-house', value: '1234567' } };
    await office.done(officer, 'provider', 'BEDS-birch', 'claim-identifier', other);
    expect(await claimedBy()).toEqual(['BEDS-azalea', 'BEDS-birch']);
  });

  it('is claimed once when another process claimed it a moment ago', async () => {
    const other = processOver(stores);
    await office.done(officer, 'provider', 'BEDS-cedar', 'claim-identifier', {
      identifier: { scheme: 'charity', value: '7' },
    });
    await other.done(officer, 'provider', 'BEDS-azalea', 'claim-identifier', claim);
    expect(await office.failed(officer, 'provider', 'BEDS-birch', 'claim-identifier', claim)).toMatchObject({
      _tag: 'Refused',
    });
  });

  it('is claimed once by all who claim it at the same moment', async () => {
    const outcomes = await Promise.all(
      providers.map((provider) => office.ask(officer, 'provider', provider, 'claim-identifier', claim)),
    );
    expect(outcomes.filter(E.isRight)).toHaveLength(1);
    expect(await claimedBy()).toHaveLength(1);
  });

  it('of another body is another matter', async () => {
    await office.done(officer, 'provider', 'CAMB-azalea', 'register-provider', {
      name: 'Azalea',
      sector: 'private',
      local: false,
    });
    await office.done(officer, 'provider', 'CAMB-azalea', 'claim-identifier', claim);
    await office.done(officer, 'provider', 'BEDS-azalea', 'claim-identifier', claim);
    expect(await claimedBy()).toEqual(['CAMB-azalea', 'BEDS-azalea']);
  });
});

describe('the contact of a provider', () => {
  const named = {
    name: 'Azalea',
    sector: 'private',
    local: false,
    contact: { person: 'clerk', name: 'The clerk', email: 'clerk@example.org' },
  };
  const register = (contact: object) =>
    office.ask(
      officer,
      'provider',
      'BEDS-azalea',
      'register-provider',
      { ...named, contact },
      { commandId: 'register-azalea' },
    );

  it('cannot be found by trying names against what the metadata keep of the request', async () => {
    await register(named.contact);
    const [event] = await streamOf(stores.events, 'provider-BEDS-azalea');
    const tried = (command: object): string =>
      requestHashOf(stores.keys, 'register-azalea', {
        stream: 'provider-BEDS-azalea',
        action: 'register-provider',
        command: { provider: 'BEDS-azalea', ...command },
        effectiveAt: null,
      });
    expect(event?.metadata.requestHash).not.toBe(tried(named));
    // All the office has left, once the key is destroyed, is what it could try names under.
    stores.keys.destroyKeyOf(subjectIn('provider-BEDS-azalea', 'clerk'));
    expect(event?.metadata.requestHash).not.toBe(tried(named));
    const forgotten = { ...named.contact, name: null, email: null };
    expect(event?.metadata.requestHash).not.toBe(tried({ ...named, contact: forgotten }));
  });

  it('is part of what was asked: the same again is answered alike, another name is another request', async () => {
    const first = await register(named.contact);
    expect(await register(named.contact)).toEqual(
      E.map((done: object) => ({ ...done, repeated: true }))(first),
    );
    expect(await register({ ...named.contact, name: 'Another' })).toMatchObject({
      left: { _tag: 'CommandIdReused' },
    });
  });

  it('makes no key where somebody only asks whether it would be recorded', async () => {
    const request = office.request(officer, 'provider', 'BEDS-azalea', 'register-provider', named);
    expect(await office.commands.check(request)()).toEqual(E.right(['ProviderRegistered']));
    expect(stores.keys.keyOf(subjectIn('provider-BEDS-azalea', 'clerk'))).toBeUndefined();
  });

  it('is forgotten alone, though another provider calls its own by the same id', async () => {
    const providers = ['BEDS-azalea', 'BEDS-birch'];
    for (const provider of providers)
      await office.done(officer, 'provider', provider, 'register-provider', {
        name: provider,
        sector: 'private',
        local: false,
        contact: { person: 'clerk', name: `The clerk of ${provider}`, email: 'clerk@example.org' },
      });
    stores.keys.destroyKeyOf(subjectIn('provider-BEDS-azalea', 'clerk'));
    const contacts = [];
    for (const provider of providers)
      for (const event of await streamOf(stores.events, `provider-${provider}`))
        contacts.push(openData(registry, stores.keys, event, 'personal')['contact']);
    expect(contacts).toEqual([
      { person: 'clerk', name: '[erased]', email: '[erased]' },
      { person: 'clerk', name: 'The clerk of BEDS-birch', email: 'clerk@example.org' },
    ]);
  });
});
