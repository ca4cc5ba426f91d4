import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { counting } from '../src/progress';

const shownAt = async (isTTY: boolean): Promise<string> => {
  const terminal = Object.assign(new PassThrough(), {
    isTTY,
    columns: 80,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  });
  const progress = counting(terminal as unknown as NodeJS.WriteStream);
  progress.show(12, 'events read through');
  progress.end();
  terminal.end();
  return text(terminal);
};

describe('how far something has come', () => {
  it('is shown to somebody at a terminal', async () => {
    expect(await shownAt(true)).toContain('12 events read through');
  });

  it('is in nobody’s way where the output goes into a file', async () => {
    expect(await shownAt(false)).toBe('');
  });
});
