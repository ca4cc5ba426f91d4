import { bedfordshireBody } from '@commissioning/domain';
import { instantOf } from '@commissioning/kernel';
import { openOffice } from '@services/office';
import * as E from 'fp-ts/Either';
import { day } from '../../commands/test/support/machine';
import { administrator } from '../../commands/test/support/world';
import { openOn, temporaryFolder } from './support/office';

const folders: Array<ReturnType<typeof temporaryFolder>> = [];
afterAll(() => {
  for (const { remove } of folders) remove();
});

/** A folder in which something was recorded so many days ago, and nothing since. */
const silentFor = async (days: number, demonstration = false): Promise<string> => {
  const folder = temporaryFolder();
  folders.push(folder);
  const office = await openOn(folder.path, { demonstration, start: instantOf(Date.now() - days * day) });
  await office.done(administrator, 'rulebook', 'BEDS', 'establish-body', bedfordshireBody);
  await office.close();
  return folder.path;
};

/** How the clock of an office stands that goes by the machine’s own. */
const standingOn = async (data: string, more: { readonly clockSilentDays?: number } = {}) => {
  const opened = await openOffice({ config: { data, demonstration: false, ...more } })();
  if (E.isLeft(opened)) throw new Error(opened.left);
  const looked = await opened.right.clock.look();
  await opened.right.close();
  return E.isRight(looked) ? looked.right.standing : looked.left;
};

describe('an office that is opened on the clock of its machine', () => {
  it('believes it for twenty-one days in which nothing was recorded, and no longer', async () => {
    expect(await standingOn(await silentFor(20))).toBe('right');
    expect(await standingOn(await silentFor(22))).toBe('ahead');
  });

  it('believes it for as long as it was told to', async () => {
    const data = await silentFor(22);
    expect(await standingOn(data, { clockSilentDays: 23 })).toBe('right');
    expect(await standingOn(data, { clockSilentDays: 21 })).toBe('ahead');
  });

  it('holds nothing against it that was recorded by a clock that was simulated', async () => {
    expect(await standingOn(await silentFor(1_000, true))).toBe('right');
  });
});
