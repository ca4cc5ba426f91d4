import { buildLog } from './log/build';
const main = async () => {
  const t = performance.now();
  console.log(await buildLog(process.argv[2]!, Number(process.argv[3]), Number(process.argv[4] ?? 200)));
  console.log('events/s', Number(process.argv[3]) / ((performance.now() - t) / 1000));
};
void main();
