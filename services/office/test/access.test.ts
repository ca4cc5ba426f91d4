import { identifyBy, problem } from '@commissioning/http';
import { readRoutes } from '@services/queries';
import fastify from 'fastify';
import * as TE from 'fp-ts/TaskEither';
import { establish, publishRound } from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

const commission = 'BEDS-2026-0001';
const url = `/v1/commissions/${commission}`;
const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  await publishRound(opened, commission);
  await opened.settle();
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

const register = async () => {
  await opened.settle();
  return (await ask('GET', '/v1/registers/access', { as: 'auditor' })).body['items'];
};

describe('the register of who was shown what', () => {
  it('has whoever opened a file with something sensitive in it, once a day, and moves no revision', async () => {
    const first = await ask('GET', url, { as: 'commissioning-officer' });
    const noted = {
      by: 'local:commissioning-officer',
      role: 'commissioning-officer',
      what: 'file',
      of: commission,
      commission,
      kinds: ['interests'],
    };
    expect(await register()).toMatchObject([noted]);
    const again = await ask('GET', url, { as: 'commissioning-officer' });
    expect([again.status, again.headers['etag']]).toEqual([200, first.headers['etag']]);
    expect(await register()).toHaveLength(1);
    opened.setClock('2026-09-02T09:00:00.000Z');
    await ask('GET', `${url}?as-at=2026-09-02`, { as: 'commissioning-officer' });
    expect(await register()).toMatchObject([noted, noted]);
  });

  it('has nothing of reading what is not sensitive, or public', async () => {
    const before = await register();
    await ask('GET', url, { as: 'administrator' });
    await ask('GET', `/v1/register/${commission}`);
    await ask('GET', `${url}/history`, { as: 'auditor' });
    await ask('GET', '/v1/registers/exceptions', { as: 'auditor' });
    expect(await register()).toEqual(before);
  });

  it('has who read the register of interests, and is read by auditors alone', async () => {
    opened.setClock('2026-09-02T10:00:00.000Z');
    await ask('GET', '/v1/registers/interests', { as: 'approver' });
    expect(await register()).toMatchObject([
      { by: 'local:approver', what: 'register', of: 'interests' },
      {},
      {},
    ]);
    const answer = await ask('GET', '/v1/registers/access', { as: 'commissioning-officer' });
    expect(answer.status).toBe(403);
  });

  it('comes first: what cannot be noted is not shown', async () => {
    const { projecting, reads, events, keys, now, signInKey } = opened.office;
    const app = fastify();
    const noteViewing = () => TE.left(problem(503, 'unavailable', 'Not noted.'));
    readRoutes(app, { projecting, reads, events, keys, now, identify: identifyBy(signInKey), noteViewing });
    const headers = { authorization: `Bearer ${opened.tokenOf('commissioning-officer')}` };
    for (const asked of [url, `${url}?as-at=2026-09-02`, '/v1/registers/interests']) {
      const { statusCode, body } = await app.inject({ method: 'GET', url: asked, headers });
      expect([statusCode, body]).toEqual([503, expect.not.stringContaining('interests":')]);
    }
    await app.close();
  });
});
