import { identifyBy, problem } from '@commissioning/http';
import type { Role } from '@commissioning/kernel';
import { readRoutes } from '@services/queries';
import fastify from 'fastify';
import * as TE from 'fp-ts/TaskEither';
import { administrator, establish, officer } from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

const url = '/v1/providers/BEDS-azalea/persons/clerk';
const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

const registered = (provider: string, name: string) =>
  opened.done(officer, 'provider', provider, 'register-provider', {
    name: `The club of ${provider}`,
    sector: 'private',
    local: true,
    contact: { person: 'clerk', name, email: 'canary@example.org' },
  });

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  await registered('BEDS-azalea', 'Canary Clerk');
  await registered('BEDS-birch', 'Somebody Else');
  opened.setClock('2026-09-02T09:00:00.000Z');
  for (const [change, contact] of [
    ['married', { person: 'clerk', name: 'Canary Cleric' }],
    ['treasurer', { person: 'treasurer', name: 'Third Person' }],
  ] as const)
    await opened.done(officer, 'provider', 'BEDS-azalea', 'change-details', {
      change,
      changedOn: '2026-09-02',
      contact,
    });
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

const looks = async () => {
  await opened.settle();
  return (await ask('GET', '/v1/registers/access', { as: 'auditor' })).body['items'];
};

describe('what is held of a person', () => {
  it('is each time they were named, when and in which role that was recorded, and nothing of anybody else', async () => {
    const { status, body } = await ask('GET', url, { as: 'administrator' });
    expect(status).toBe(200);
    expect(body).toEqual({
      provider: 'BEDS-azalea',
      person: 'clerk',
      entries: [
        {
          event: expect.any(String) as string,
          type: 'ProviderRegistered',
          recordedAt: '2026-09-01T09:00:00.000Z',
          byRole: 'commissioning-officer',
          name: 'Canary Clerk',
          email: 'canary@example.org',
        },
        {
          event: expect.any(String) as string,
          type: 'ProviderDetailsChanged',
          recordedAt: '2026-09-02T09:00:00.000Z',
          byRole: 'commissioning-officer',
          name: 'Canary Cleric',
          email: null,
        },
      ],
      erasure: null,
      holds: [],
    });
  });

  it('is looked at on record, in the register that auditors read', async () => {
    expect(await looks()).toMatchObject([
      {
        by: 'local:administrator',
        role: 'administrator',
        what: 'person',
        of: 'BEDS-azalea/clerk',
        commission: null,
        kinds: ['contact'],
      },
    ]);
  });

  it('is told to administrators alone', async () => {
    const others: ReadonlyArray<Role> = [
      'provider',
      'panel-member',
      'commissioning-officer',
      'finance',
      'approver',
      'auditor',
    ];
    const before = await looks();
    expect((await ask('GET', url)).status).toBe(401);
    for (const role of others) {
      const { status, body } = await ask('GET', url, { as: role });
      expect([role, status, JSON.stringify(body)]).toEqual([
        role,
        403,
        expect.not.stringContaining('Canary'),
      ]);
    }
    expect(await looks()).toEqual(before);
  });

  it.each(['BEDS-azalea/persons/nobody', 'BEDS-nowhere/persons/clerk', 'azalea/persons/clerk'])(
    'is nothing where nobody is named so: %s',
    async (of) => {
      const { status } = await ask('GET', `/v1/providers/${of}`, { as: 'administrator' });
      expect(status).toBe(404);
    },
  );

  it('comes with what keeps it, while that stands', async () => {
    const holds = async () => (await ask('GET', url, { as: 'administrator' })).body['holds'];
    const hold = { hold: 'claim', reason: 'A claim for an unpaid invoice.' };
    await opened.done(administrator, 'provider', 'BEDS-azalea', 'hold-records', hold);
    expect(await holds()).toEqual(['claim']);
    await opened.done(administrator, 'provider', 'BEDS-azalea', 'lift-hold', { ...hold, reason: 'Settled.' });
    expect(await holds()).toEqual([]);
  });

  it('is not shown where it cannot be noted', async () => {
    const { projecting, reads, events, keys, now, signInKey } = opened.office;
    const app = fastify();
    const noteViewing = () => TE.left(problem(503, 'unavailable', 'Not noted.'));
    readRoutes(app, { projecting, reads, events, keys, now, identify: identifyBy(signInKey), noteViewing });
    const headers = { authorization: `Bearer ${opened.tokenOf('administrator')}` };
    const { statusCode, body } = await app.inject({ method: 'GET', url, headers });
    expect([statusCode, body]).toEqual([503, expect.not.stringContaining('Canary')]);
    await app.close();
  });

  it('is, of somebody who was erased, that they were and why; there is nothing left to note the reading of', async () => {
    opened.setClock('2026-09-03T09:00:00.000Z');
    await opened.done(administrator, 'provider', 'BEDS-azalea', 'erase-person', {
      person: 'clerk',
      ground: 'objection',
      requestedOn: '2026-09-02',
      file: 'dsr-4',
    });
    const before = await looks();
    const { body } = await ask('GET', url, { as: 'administrator' });
    expect(body).toMatchObject({
      entries: [
        { name: '[erased]', email: '[erased]' },
        { name: '[erased]', email: null },
      ],
      erasure: {
        recordedAt: '2026-09-03T09:00:00.000Z',
        ground: 'objection',
        requestedOn: '2026-09-02',
        file: 'dsr-4',
      },
    });
    expect(await looks()).toEqual(before);
    const other = await ask('GET', '/v1/providers/BEDS-birch/persons/clerk', { as: 'administrator' });
    expect(other.body).toMatchObject({ entries: [{ name: 'Somebody Else' }], erasure: null });
  });
});
