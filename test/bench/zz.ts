import { registry } from '@commissioning/domain';
import { instantOf } from '@commissioning/kernel';
import { createProjecting } from '@commissioning/projecting';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import { projections } from '@services/projector';
import { keysIn, storeIn } from './log/build';
const main = async (folder: string, readFolder: string, pageSize: number, names: string): Promise<void> => {
  const events = await storeIn(folder);
  const reads: any = ((await openSqliteReadStore(readFolder)()) as any).right;
  let w = 0,
    g = 0,
    n = 0;
  const wr = reads.write,
    gt = reads.getMany;
  const r2 = {
    ...reads,
    write: (b: any) => () => {
      const s = performance.now();
      const p = wr(b)();
      w += performance.now() - s;
      n += b.changes.length;
      return p;
    },
    getMany: (c: any, i: any) => () => {
      const s = performance.now();
      const p = gt(c, i)();
      g += performance.now() - s;
      return p;
    },
  };
  const p = createProjecting({
    events,
    reads: r2,
    registry,
    keys: keysIn(folder),
    projections: projections.filter(({ name }) => names === 'all' || names.split(',').includes(name)),
    now: () => instantOf(Date.now()),
    pageSize,
    keep: Number(process.env['KEEP'] ?? 2000),
  });
  const t = performance.now(),
    c = process.cpuUsage();
  await p.catchUp();
  const u = process.cpuUsage(c);
  console.log(
    names,
    pageSize,
    'wall',
    Math.round(performance.now() - t),
    'cpu user',
    Math.round(u.user / 1e3),
    'sys',
    Math.round(u.system / 1e3),
    'write',
    Math.round(w),
    'get',
    Math.round(g),
    'docs',
    n,
    'rss',
    Math.round(process.resourceUsage().maxRSS / 1024),
    'fs',
    process.resourceUsage().fsWrite,
  );
  await p.stop();
  await events.close();
  await reads.close();
};
void main(process.argv[2]!, process.argv[3]!, Number(process.argv[4]), process.argv[5] ?? 'all');
