import { Presets, SingleBar } from 'cli-progress';

/** What shows at a terminal how far something has come, and nowhere else. */
export interface Progress {
  readonly show: (count: number, doing: string) => void;
  readonly end: () => void;
}

/** Counts what has been done, where how much there is to do is not known beforehand, so that no bar could fill. */
export const counting = (stream: NodeJS.WriteStream = process.stderr): Progress => {
  const bar = new SingleBar({ format: '{value} {doing}', stream, hideCursor: true }, Presets.legacy);
  bar.start(0, 0, { doing: '' });
  return { show: (count, doing) => bar.update(count, { doing }), end: () => bar.stop() };
};
