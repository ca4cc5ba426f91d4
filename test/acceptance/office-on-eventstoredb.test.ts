import { startDouble } from '../doubles/eventstoredb/double';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(300_000);

interface Listed {
  readonly items: ReadonlyArray<{ readonly id: string; readonly amount: { readonly pence: number | null } }>;
}

const register = async (office: RunningOffice): Promise<Listed['items']> => {
  const response = await fetch(`${office.url}/v1/register?limit=100&order=title`);
  expect(response.status).toBe(200);
  return ((await response.json()) as Listed).items;
};

const ready = async (office: RunningOffice): Promise<boolean> =>
  (await fetch(`${office.url}/health/ready`)).status === 200;

describe('an office whose log is an EventStoreDB', () => {
  const [folder, embedded, disk] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  const offices: Array<RunningOffice> = [];
  let double: Awaited<ReturnType<typeof startDouble>>;

  beforeAll(async () => {
    double = await startDouble({ folder: disk.path });
  });

  afterAll(async () => {
    for (const office of offices) await office.stop();
    await double.stop();
    for (const each of [folder, embedded, disk]) each.remove();
  });

  const start = async (cwd: string, settings: Record<string, string> = {}): Promise<RunningOffice> => {
    const office = await startOffice(cwd, settings);
    offices.push(office);
    return office;
  };

  test('tells the public the same as one on the embedded log, and goes on when the server was away', async () => {
    const onServer = await start(folder.path, { EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: double.url });
    const onFolder = await start(embedded.path);
    const [one, other] = [await register(onServer), await register(onFolder)];
    const seen = (items: Listed['items']) => items.map(({ id, amount }) => ({ id, amount }));
    expect(one.length).toBeGreaterThan(20);
    expect(seen(one)).toEqual(seen(other));

    const { port } = double;
    await double.stop();
    expect(seen(await register(onServer))).toEqual(seen(one));
    double = await startDouble({ folder: disk.path, port });
    const deadline = Date.now() + 60_000;
    while (!(await ready(onServer)) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await ready(onServer)).toBe(true);
  });
});
