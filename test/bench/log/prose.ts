import type { Random } from './random';

const words = (
  'people support waiting service evening worker victim family court outreach referral week month visit call door ' +
  'safe named treatment drop-in custody school ward county town village clinic advocate team volunteer partner ' +
  'training interview survey figure report plan measure quarter budget cost travel room first last other more fewer ' +
  'sooner later open closed local shared agreed offered asked found heard seen kept lost met promised delivered'
).split(' ');

/** Text as people write it into a record; not drawn anew each time, which would cost more than storing it. */
export interface Prose {
  /** Some five to ten words on one line. */
  readonly line: () => string;
  /** One or two sentences, about 150 characters. */
  readonly sentence: () => string;
  /** A paragraph of about 500 characters. */
  readonly paragraph: () => string;
}

const textOf = (random: Random, length: number): string =>
  `The ${Array.from({ length }, () => random.pick(words)).join(' ')}.`;

const poolSize = 400;

export const proseFrom = (random: Random): Prose => {
  const pool = (least: number, spread: number): ReadonlyArray<string> =>
    Array.from({ length: poolSize }, () => textOf(random, least + random.below(spread)));
  const [lines, sentences, paragraphs] = [pool(5, 5), pool(18, 10), pool(70, 20)];
  return {
    line: () => random.pick(lines),
    sentence: () => random.pick(sentences),
    paragraph: () => random.pick(paragraphs),
  };
};
