import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { freshBody } from '@commissioning/event-store/contract';
import { acknowledgedIn, faultsIn, logOf, writerScript } from './event-store-log';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-full-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe('the embedded event store on a disk that fills up', () => {
  it('says so, keeps what it acknowledged, and goes on once there is room', async () => {
    const folder = path.join(root, 'data');
    const body = freshBody();
    const script = [writerScript(), folder, body, '8'];
    // The largest file the process may write stands for the room on the disk: 1 or 2 MB, by the shell's unit.
    const starved = spawnSync(
      'sh',
      ['-c', 'ulimit -f 2000 && exec "$@"', 'sh', process.execPath, ...script],
      {
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    expect({ status: starved.status, complaint: starved.stderr }).toEqual({ status: 0, complaint: '' });
    const failures = starved.stdout.split('\n').filter((line) => line.startsWith('failed'));
    expect(failures).toHaveLength(8);
    for (const failure of failures) expect(failure).toMatch(/^failed StoreUnavailable SQLITE_(FULL|IOERR)/);
    const before = acknowledgedIn(starved.stdout);
    expect(before.length).toBeGreaterThan(8);
    expect(faultsIn(await logOf(folder), before)).toEqual([]);

    const again = spawnSync(process.execPath, [...script, '3'], { encoding: 'utf8' });
    const after = acknowledgedIn(again.stdout);
    expect(after).toHaveLength(24);
    expect(faultsIn(await logOf(folder), [...before, ...after])).toEqual([]);
  }, 120_000);
});
